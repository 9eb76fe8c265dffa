import { devNull } from 'node:os'

/** Whether an endpoint is AWS itself: only then are the credentials of the environment used. */
export const isAws = (endpoint: string): boolean => /\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname)

/** Nothing of AWS is looked for outside this process: no profile, no file, no metadata service, no setting of the user's. */
const LOCAL = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: 'us-east-1',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
}

/**
 * What the AWS SDK must know to reach this machine and nothing else, given what it knows already. A table of AWS itself
 * is reached with the credentials there are; all other services are here.
 */
export const awsEnvironment = (
  now: Readonly<Record<string, string | undefined>>,
  { dynamodb, others }: { dynamodb: string; others: string },
): Record<string, string | undefined> => {
  const settings = Object.keys(now).filter((name) => name.startsWith('AWS_'))
  const here = {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: others,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: isAws(dynamodb) ? dynamodb.replace('//', '//streams.') : dynamodb,
  }
  if (isAws(dynamodb)) return here
  return { ...Object.fromEntries(settings.map((name) => [name, undefined])), ...LOCAL, ...here }
}

/** Changes the environment of this process; what is undefined is taken out of it. */
export const setEnvironment = (changes: Readonly<Record<string, string | undefined>>): void => {
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
}
