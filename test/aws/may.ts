import { runSimulation } from '@cloud-copilot/iam-simulate'
import { pascal } from '../../infra/aws/names.ts'
import { ACCOUNT, resolver } from './resolve.ts'
import { resourcesOf, type Templates } from './synthesized.ts'

type Context = Record<string, string | string[]>
type Statement = { Sid?: string; Action: string | string[]; Resource: unknown; Condition?: Record<string, object> }
export type Policy = { Version: string; Statement: Statement[] }

/** Every policy that gives functions rights, by the function's name, with the ARNs that an account could have. */
export const policiesOf = (templates: Templates, names: readonly string[]): Map<string, Policy> => {
  const resolve = resolver(templates)
  const all = Object.entries(templates).flatMap(([stack, template]) =>
    resourcesOf(template, 'AWS::IAM::ManagedPolicy').map(
      ({ id, properties }) => [id, resolve(stack, properties.PolicyDocument) as Policy] as const,
    ),
  )
  return new Map(
    names.map((name) => {
      const [own, ...more] = all.filter(([id]) => id.startsWith(`${pascal(name)}Rights`))
      if (!own || more.length > 0) throw new Error(`${name} has not exactly one policy`)
      return [name, own[1]]
    }),
  )
}

/** The policy of the key: rights on a key hold only where the key itself trusts the account. */
export const keyPolicyOf = (templates: Templates): Policy => {
  const resolve = resolver(templates)
  for (const [stack, template] of Object.entries(templates))
    for (const { properties } of resourcesOf(template, 'AWS::KMS::Key'))
      return resolve(stack, properties.KeyPolicy) as Policy
  throw new Error('there is no key')
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: so it stands in the data of the simulator
const PLACEHOLDER = 'kms:EncryptionContext:${EncryptionContextKey}'

/** The simulator knows keys of the encryption context by the placeholder of its own data only; no question here is about two of them. */
const forSimulator = <Part>(part: Part): Part =>
  JSON.parse(JSON.stringify(part).replaceAll(/kms:EncryptionContext:[a-z:]+/g, PLACEHOLDER))

type Asking = { principal: string; identityPolicies: { name: string; policy: Policy }[]; resourcePolicy?: Policy }

const isAllowed = async (asking: Asking, action: string, resource: string, context: Context): Promise<boolean> => {
  const { principal, ...policies } = forSimulator(asking)
  const outcome = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: forSimulator(context),
      },
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...policies,
    },
    {},
  )
  if (outcome.resultType === 'error') throw new Error(JSON.stringify(outcome.errors))
  return outcome.overallResult === 'Allowed'
}

/** Whether a policy lets its role do something, as IAM would decide. */
export const mayWith =
  (keyPolicy: Policy) =>
  (policy: Policy, action: string, resource: string, context: Context = {}): Promise<boolean> => {
    const principal = `arn:aws:iam::${ACCOUNT}:role/function`
    const identityPolicies = [{ name: 'rights', policy }]
    const asking = { principal, identityPolicies, ...(action.startsWith('kms:') && { resourcePolicy: keyPolicy }) }
    return isAllowed(asking, action, resource, context)
  }

/** Whether the policy of a resource lets a service of AWS do something to it. */
export const serviceMay = (
  resourcePolicy: Policy,
  service: string,
  action: string,
  resource: string,
  context: Context = {},
): Promise<boolean> =>
  isAllowed({ principal: service, identityPolicies: [], resourcePolicy }, action, resource, context)
