import { AwsFailure } from '../../shared/runtime/aws/failure.ts'
import { Refusal } from '../refusal.ts'

type Place = { table: string; key: string; region: string; file: string }

const ONE_STACK = 'Take --table and --key from the outputs of one data stack.'

const BAD_CREDENTIALS = new Set([
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
])

const OTHER_KEY = new Set(['IncorrectKeyException', 'InvalidCiphertextException'])

const refused = ({ name, message }: AwsFailure, { table, key, region }: Place): string => {
  if (name === 'ResourceNotFoundException') return `There is no table ${table} in ${region}. ${ONE_STACK}`
  if (name === 'NotFoundException') return `There is no key ${key}. ${ONE_STACK}`
  if (OTHER_KEY.has(name))
    return `The key ring in the table ${table} was sealed with another key than ${key}. ${ONE_STACK}`
  if (name === 'AccessDeniedException')
    return `These credentials may not do it; what they need stands in docs/deploy.md: ${message}`
  if (BAD_CREDENTIALS.has(name))
    return `AWS in ${region} does not take the credentials of the environment; put new ones there: ${message}`
  return `AWS refused: ${name}: ${message}`
}

const causesOf = (error: unknown): Error[] => (error instanceof Error ? [error, ...causesOf(error.cause)] : [])

const sentenceOf = (cause: Error | undefined, place: Place): string | undefined => {
  if (cause instanceof AwsFailure) return refused(cause, place)
  if (!cause || !('code' in cause)) return undefined
  if ('path' in cause) return `The operator key cannot be kept in ${place.file}: ${cause.message}`
  return `AWS could not be reached in ${place.region}, directly and without a proxy: ${cause.message || cause.code}`
}

/** What kept an installation from being made: a refusal of one sentence that says what to do, or what nobody expected as it is. */
export const problemOf = (error: unknown, place: Place): unknown => {
  const sentence = sentenceOf(causesOf(error).at(-1), place)
  return sentence === undefined ? error : new Refusal(sentence)
}
