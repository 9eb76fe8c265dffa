const script = (document.currentScript ?? document.querySelector('[src*="/sdk/v1.js"]')) as HTMLScriptElement
const { tuokeApi, tuokeDebug } = script.dataset

/** Where the API is: where this script came from, unless its tag says otherwise. */
const api = tuokeApi ?? script.src.replace(/\/sdk\/.*/, '')

/** The address of a campaign in the API. */
export const urlOf = (campaignId: string): string => `${api}/v1/campaigns/${campaignId}`

export const forms = (): HTMLFormElement[] => [
  ...document.querySelectorAll<HTMLFormElement>('form[data-tuoke-campaign]'),
]

/** Tells the page by an event, on the form where there is one; false when the page prevents what would follow. */
export const emit = (form: HTMLFormElement | undefined, name: string, detail: object): boolean =>
  (form ?? document).dispatchEvent(new CustomEvent(`tuoke:${name}`, { bubbles: true, cancelable: true, detail }))

/** Loads what only some pages need. */
export const load = (file: string, integrity = ''): Promise<unknown> =>
  new Promise((onload, onerror) => {
    const src = `${api}/sdk/v1.${file}.js`
    document.head.append(
      Object.assign(document.createElement('script'), { src, integrity, crossOrigin: '', onload, onerror }),
    )
  })

if (tuokeDebug !== undefined || /tuoke_debug/.test(location.search)) load('debug')
