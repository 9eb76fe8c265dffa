import { SDK_INTEGRITY } from './sdkFiles.ts'

/** The `integrity` with which a page may load /sdk/v1.js (Subresource Integrity, SHA-384). It is another one whenever the script is. */
export const sdkIntegrity = (): string => SDK_INTEGRITY
