import type {
  DecryptRequest,
  DecryptResponse,
  GenerateDataKeyRequest,
  GenerateDataKeyResponse,
} from '@aws-sdk/client-kms'
import type { KeyService } from './keyRing.ts'

/** What data keys ask of KMS; the `KMS` of the AWS SDK is one. */
type Kms = {
  generateDataKey: (input: GenerateDataKeyRequest) => Promise<GenerateDataKeyResponse>
  decrypt: (input: DecryptRequest) => Promise<DecryptResponse>
}

/** Binds a data key to its use: KMS refuses to open it for any other. */
const CONTEXT = { purpose: 'tuoke-key-ring' }

const present = (bytes: Uint8Array | undefined): Uint8Array => {
  if (!bytes) throw new Error('KMS answered without a key')
  return bytes
}

/** Data keys of one KMS key. */
export const kmsKeys = ({ kms, keyId }: { kms: Kms; keyId: string }): KeyService => ({
  async generateDataKey() {
    const answer = await kms.generateDataKey({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: CONTEXT })
    return { plaintext: present(answer.Plaintext), wrapped: present(answer.CiphertextBlob) }
  },
  async decrypt(wrapped) {
    const answer = await kms.decrypt({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: CONTEXT })
    return present(answer.Plaintext)
  },
})
