/** Codes of the marketing API, as its clients read them: no document at hand lists them. */
const MESSAGES = {
  40000: 'A parameter is invalid.',
  40101: 'The app is invalid.',
  40102: 'The access token is expired.',
  40103: 'The refresh token is expired.',
  40104: 'The access token is empty.',
  40105: 'The access token is invalid.',
  40107: 'The refresh token is invalid.',
  50000: 'The system failed.',
} as const
export type OceanEngineCode = keyof typeof MESSAGES

/** What was done. */
export const DONE = { code: 0, message: 'OK', request_id: '1', data: {} }

/** A refusal; `about` names what is wrong, never its value. */
export const refusal = (code: OceanEngineCode, about = '') => ({
  ...DONE,
  code,
  message: [MESSAGES[code], about].filter(Boolean).join(' '),
})
