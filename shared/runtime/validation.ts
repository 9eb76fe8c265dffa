import type * as z from 'zod'
import { type FieldError, FieldErrorCode, Problem } from '../contract/problem.ts'

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], input)

const escaped = (key: PropertyKey) => String(key).replaceAll('~', '~0').replaceAll('/', '~1')

const CODES: Partial<Record<z.core.$ZodIssue['code'], FieldErrorCode>> = {
  invalid_type: 'invalid_type',
  too_small: 'too_short',
  too_big: 'too_long',
  invalid_value: 'not_an_option',
  unrecognized_keys: 'unknown_field',
}

const codeOf = (issue: z.core.$ZodIssue, input: unknown): FieldErrorCode => {
  if (issue.code === 'custom') return FieldErrorCode.catch('invalid').parse(issue.params?.code)
  if (valueAt(input, issue.path) === undefined) return 'required'
  return CODES[issue.code] ?? 'invalid'
}

const fieldErrors = (issue: z.core.$ZodIssue, input: unknown, root: string): FieldError[] => {
  const pointer = [root, ...issue.path.map((key) => `/${escaped(key)}`)].join('')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${escaped(key)}`,
      code: 'unknown_field',
      message: 'is not known here',
    }))
  const code = codeOf(issue, input)
  return [{ pointer, code, message: code === 'required' && issue.code !== 'custom' ? 'must be given' : issue.message }]
}

/** What a schema makes of some input; `root` goes before the pointers of what is wrong with it. */
export const check = async <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  root = '',
): Promise<{ value: z.output<Schema> } | { errors: FieldError[] }> => {
  const result = await schema.safeParseAsync(input)
  if (result.success) return { value: result.data }
  return { errors: result.error.issues.flatMap((issue) => fieldErrors(issue, input, root)) }
}

/** Errors of the rows of a file, each with the line that its row stands in, in the order of the lines. */
export const inLines = (errors: readonly FieldError[], lines: readonly number[]): FieldError[] =>
  errors
    .map((error) => ({ error, line: lines[Number(/^\/rows\/(\d+)/.exec(error.pointer)?.[1])] }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
    .map(({ error, line }) => (line === undefined ? error : { ...error, message: `line ${line}: ${error.message}` }))

/** As many as anybody reads in a sentence. */
const NAMED = 20

export const validationProblem = (errors: FieldError[]): Problem => {
  const pointers = errors.slice(0, NAMED).map(({ pointer }) => pointer || 'the body')
  const more = errors.length > NAMED ? ` and ${errors.length - NAMED} more` : ''
  return new Problem('validation_failed', `Put these right and send again: ${pointers.join(', ')}${more}.`, { errors })
}
