/** An AWS service that speaks AWS JSON: POST requests to `/`, the operation in `x-amz-target`. */
export type Service = {
  /** What its host and its signatures name it. */
  name: string
  /** What the variable of its endpoint ends with, as in `AWS_ENDPOINT_URL_KMS`. */
  variable: string
  /** The first part of `x-amz-target`. */
  target: string
  version: '1.0' | '1.1'
}

/** Where region, credentials and endpoints are read: the environment that Lambda makes, and nothing else. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The value of a variable. Fails with its name when there is none. */
export const required = (environment: Environment, variable: string): string => {
  const value = environment[variable]
  if (!value) throw new Error(`the environment holds no ${variable}`)
  return value
}

/** Where a service is: what the environment says, else AWS in its region. */
export const endpointOf = ({ name, variable }: Service, environment: Environment): URL => {
  const told = environment[`AWS_ENDPOINT_URL_${variable}`] || environment.AWS_ENDPOINT_URL
  if (told) return new URL(told)
  const region = required(environment, 'AWS_REGION')
  return new URL(`https://${name}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`)
}
