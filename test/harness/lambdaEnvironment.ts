import { BUS_NAME, KEY_ID } from '../../infra/local/services.ts'
import { settingValue } from '../../infra/settings.ts'
import type { FunctionSpec } from '../../infra/topologySpec.ts'
import { TABLE_NAME } from './items.ts'

/** All that a function finds in its environment on Lambda: what the runtime sets, and its own settings; AWS itself is elsewhere. */
export const lambdaEnvironment = (
  name: string,
  { memoryMb, settings }: FunctionSpec,
  { directory, dynamodb, endpoint }: { directory: string; dynamodb: string; endpoint: string },
): Record<string, string> => {
  const host = {
    tableName: TABLE_NAME,
    busName: BUS_NAME,
    keyId: KEY_ID,
    outboundHosts: '',
    decisionSources: 'bank.credit',
    clickOrigin: '',
    mostClickWindowDays: '90',
  }
  const queueUrl = (queue: string) => `${endpoint}/000000000000/${queue}`
  const own = Object.entries(settings).map(([setting, of]) => [setting, settingValue(of, host, queueUrl)])
  return {
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    LAMBDA_TASK_ROOT: directory,
    _HANDLER: 'index.handler',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_FUNCTION_NAME: `tuoke-${name}`,
    AWS_LAMBDA_FUNCTION_VERSION: '1',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/tuoke-${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/25/[1]0123456789abcdef0123456789abcdef',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'ASIASYNTHETICSYNTHET',
    AWS_SECRET_ACCESS_KEY: 'synthetic',
    AWS_SESSION_TOKEN: 'synthetic-session',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    ...Object.fromEntries(own),
  }
}
