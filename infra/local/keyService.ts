import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { AwsError, type Operations } from './awsEndpoint.ts'
import { HostProblem } from './hostProblem.ts'
import { writeWhole } from './wholeFile.ts'

type Context = Record<string, string>
type GenerateInput = { KeyId?: string; KeySpec?: string; NumberOfBytes?: number; EncryptionContext?: Context }
type DecryptInput = { KeyId?: string; CiphertextBlob?: string; EncryptionContext?: Context }

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
const SPECS: Readonly<Record<string, number>> = { AES_128: 16, AES_256: 32 }

const masterKey = (file: string): Buffer => {
  if (!existsSync(file)) writeWhole(file, randomBytes(KEY_BYTES).toString('base64'))
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64')
  if (key.length === KEY_BYTES) return key
  throw new HostProblem(
    `${file} holds no key, and the personal data beside it opens with that key only. Put it back, or set TUOKE_DATA to another folder.`,
  )
}

const bound = (context: Context = {}): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))))

const encrypt = (key: Buffer, plaintext: Buffer, context: Context | undefined): Buffer => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound(context))
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

const decrypt = (key: Buffer, blob: Buffer, context: Context | undefined): Buffer => {
  try {
    const iv = blob.subarray(0, IV_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    decipher.setAAD(bound(context)).setAuthTag(blob.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(blob.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  } catch {
    throw new AwsError(
      'InvalidCiphertextException',
      'The ciphertext is not from this key, or its encryption context differs.',
    )
  }
}

const sizeOf = ({ KeySpec, NumberOfBytes }: GenerateInput): number => {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined))
    throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.')
  const size = NumberOfBytes ?? SPECS[KeySpec ?? '']
  if (size === undefined) throw new AwsError('ValidationException', `KeySpec must be one of ${Object.keys(SPECS)}.`)
  if (!Number.isInteger(size) || size < 1 || size > 1024)
    throw new AwsError('ValidationException', 'NumberOfBytes must be 1 to 1024.')
  return size
}

/** KMS with one key, kept in a file. */
export const keyOperations = (file: string, keyId: string): Operations => {
  const key = masterKey(file)
  const mustBeOurs = (id: string | undefined): void => {
    if (id !== keyId) throw new AwsError('NotFoundException', `There is no key ${id ?? 'without an id'}.`)
  }
  return {
    'TrentService.GenerateDataKey': (input: GenerateInput) => {
      mustBeOurs(input.KeyId)
      const plaintext = randomBytes(sizeOf(input))
      const blob = encrypt(key, plaintext, input.EncryptionContext)
      return { KeyId: keyId, Plaintext: plaintext.toString('base64'), CiphertextBlob: blob.toString('base64') }
    },
    'TrentService.Decrypt': ({ KeyId = keyId, CiphertextBlob = '', EncryptionContext }: DecryptInput) => {
      mustBeOurs(KeyId)
      const plaintext = decrypt(key, Buffer.from(CiphertextBlob, 'base64'), EncryptionContext)
      return { KeyId: keyId, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
    },
  }
}
