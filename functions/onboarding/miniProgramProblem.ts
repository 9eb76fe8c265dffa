import type { Problem } from '../../shared/contract/problem.ts'
import type { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import { providerProblem } from '../../shared/runtime/providerProblem.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import { connectionMissing } from './registrationWay.ts'

/** What a mini program is told when WeChat, or the connection to it, failed. */
export const miniProgramProblem = (connection: string, failure: ProviderFailure): Problem => {
  if (failure.code === 'no_connection') return connectionMissing('wechat', connection)
  if (failure.code !== 'other_app') return providerProblem(failure)
  const message = 'must be the mini program of the connection in registration.wechat of the campaign'
  return validationProblem([{ pointer: '/appId', code: 'not_an_option', message }])
}
