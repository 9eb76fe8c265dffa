/** A QR code that the API had made: what it carries, and what its image leads to. */
export type MadeCode = {
  kind: 'official_account' | 'wecom'
  /** The ticket or the configuration id. */
  code: string
  /** Scene or state; empty where it carries none. */
  carries: string
  url: string
  at: string
}
