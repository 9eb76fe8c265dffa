/** What a visitor reads, in Chinese and in English. */
const WORDS = {
  invalid: ['请检查此项', 'Please check this'],
  required: ['请填写此项', 'Please fill this in'],
  sending: ['正在提交…', 'Sending…'],
  retrying: ['尚未提交，将自动重试', 'Not sent yet. Trying again soon'],
  failed: ['提交未成功，请稍后重试', 'Please try again later'],
  accepted: ['提交成功', 'Thank you'],
  duplicate: ['您已提交过', 'You have sent this before'],
  rejected: ['暂时无法受理', 'We cannot take this now'],
}
export type Word = keyof typeof WORDS

/** A word in the language of a form. */
export const wordOf = (form: HTMLFormElement, word: Word): string =>
  WORDS[word][form.matches(':lang(zh)') ? 0 : 1] as string
