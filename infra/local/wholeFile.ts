import { renameSync, writeFileSync } from 'node:fs'

/** Writes a file that its readers find whole or not at all, and that only its owner reads. */
export const writeWhole = (file: string, text: string): void => {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}
