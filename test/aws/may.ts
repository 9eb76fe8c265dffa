import { runSimulation } from '@cloud-copilot/iam-simulate'
import { pascal } from '../../infra/aws/names.ts'
import { ACCOUNT, resolver } from './resolve.ts'
import { resourcesOf, type Templates } from './synthesized.ts'

type Context = Record<string, string | string[]>
export type Policy = { Version: string; Statement: { Sid?: string; Action: string | string[]; Resource: unknown }[] }

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

/** The simulator knows keys of the encryption context by the placeholder of its own data only; there is one such key here. */
const forSimulator = <Part>(part: Part): Part =>
  JSON.parse(JSON.stringify(part).replaceAll('kms:EncryptionContext:purpose', PLACEHOLDER))

/** Whether a policy lets its role do something, as IAM would decide. */
export const mayWith =
  (keyPolicy: Policy) =>
  async (policy: Policy, action: string, resource: string, context: Context = {}): Promise<boolean> => {
    const outcome = await runSimulation(
      {
        request: {
          principal: `arn:aws:iam::${ACCOUNT}:role/function`,
          action,
          resource: { resource, accountId: ACCOUNT },
          contextVariables: forSimulator(context),
        },
        identityPolicies: [{ name: 'rights', policy: forSimulator(policy) }],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        ...(action.startsWith('kms:') && { resourcePolicy: keyPolicy }),
      },
      {},
    )
    if (outcome.resultType === 'error') throw new Error(JSON.stringify(outcome.errors))
    return outcome.overallResult === 'Allowed'
  }
