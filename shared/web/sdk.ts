import { createHash } from 'node:crypto'
import { SDK_FILES } from './sdkFiles.ts'

/** The `integrity` with which a page may load /sdk/v1.js (Subresource Integrity, SHA-384). It is another one whenever the script is. */
export const sdkIntegrity = (): string => `sha384-${createHash('sha384').update(SDK_FILES['v1.js']).digest('base64')}`
