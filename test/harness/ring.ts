import { createKeyRing, type KeyRing, type KeyService, openKeyRing } from '../../shared/security/keyRing.ts'

const DATA_KEY = Buffer.alloc(32, 7)

/** A key service that has one data key and knows it again. */
export const fixedKeyService: KeyService = {
  generateDataKey: async () => ({ plaintext: DATA_KEY, wrapped: Buffer.from('wrapped') }),
  decrypt: async (wrapped) => {
    if (Buffer.from(wrapped).toString() !== 'wrapped') throw new Error('not wrapped by this service')
    return DATA_KEY
  },
}

/** A fresh, opened key ring. */
export const testRing = async (): Promise<KeyRing> => openKeyRing(await createKeyRing(fixedKeyService), fixedKeyService)
