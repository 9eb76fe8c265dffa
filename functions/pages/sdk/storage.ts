type Store = Record<string, string>

/** A browser's storage; where it is refused, an object that lives as long as the page. */
const open = (kind: 'localStorage' | 'sessionStorage'): Store => {
  try {
    return (window[kind] ?? {}) as unknown as Store
  } catch {
    return {}
  }
}

export const local = open('localStorage')
export const session = open('sessionStorage')

/** Keeps a text, if there is room. */
export const put = (store: Store, name: string, text: string): void => {
  try {
    store[name] = text
  } catch {}
}

/** 128 bits of chance. Needs no secure context, as `crypto.randomUUID` does. */
export const newId = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')
