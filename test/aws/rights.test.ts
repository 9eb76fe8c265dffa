import { describe, expect, it } from 'vitest'
import { pascal } from '../../infra/aws/names.ts'
import { everyKind, openChoice } from './everyKind.ts'
import { keyPolicyOf, mayWith, type Policy, policiesOf } from './may.ts'
import { resolvedOf } from './resolve.ts'
import { ALLOWED, BUS, type Call, EVERYBODY_REFUSED, item, KEY, own, REFUSED, TABLE } from './rightsTable.ts'
import { synthesize } from './synthesized.ts'

const templates = synthesize(openChoice, everyKind)
const names = Object.keys(everyKind.functions)
const policies = policiesOf(templates, names)
const may = mayWith(keyPolicyOf(templates))
const policyOf = (name: string): Policy => policies.get(name) ?? { Version: '', Statement: [] }

/** Calls that one condition alone keeps from being allowed. */
const REFUSED_BY: [operator: string, name: string, call: Call][] = [
  ['ForAllValues:StringLike', 'capture', item('PutItem', 'CAMPAIGN#c')],
  ['Null', 'capture', ['dynamodb:PutItem', TABLE]],
  ['StringEquals', 'capture', ['kms:Decrypt', KEY]],
  ['ForAllValues:StringEquals', 'relay', ['events:PutEvents', BUS, { 'events:source': ['bank'] }]],
  ['Null', 'relay', ['events:PutEvents', BUS]],
]

/** A policy without the conditions of an operator. */
const without = ({ Version, Statement }: Policy, operator: string): Policy => ({
  Version,
  Statement: Statement.map(({ Condition, ...statement }) => {
    const rest = Object.entries(Condition ?? {}).filter(([name]) => name !== operator)
    return rest.length > 0 ? { ...statement, Condition: Object.fromEntries(rest) } : statement
  }),
})

const rowsOf = (calls: Record<string, Call[]>) =>
  Object.entries(calls).flatMap(([name, list]) => list.map((call) => ({ name, action: call[0], call })))

describe('a function', () => {
  it('has what it may and may not do in the tables here', () => {
    expect(Object.keys(ALLOWED).sort()).toEqual([...names].sort())
    expect(Object.keys(REFUSED).sort()).toEqual([...names].sort())
  })

  it.each(rowsOf(ALLOWED))('$name may $action: $call', async ({ name, call }) => {
    expect(await may(policyOf(name), ...call)).toBe(true)
  })

  it.each(rowsOf(REFUSED))('$name may not $action: $call', async ({ name, call }) => {
    expect(await may(policyOf(name), ...call)).toBe(false)
  })

  it.each(names)('%s may do nothing of what none may, or others only', async (name) => {
    const others = names.filter((other) => other !== name).flatMap(own)
    const allowed = await Promise.all(
      [...EVERYBODY_REFUSED, ...others].map(async (call) => ((await may(policyOf(name), ...call)) ? call : [])),
    )
    expect(allowed.flat()).toEqual([])
  })

  it.each(REFUSED_BY)(
    'is refused by the condition %s, not by chance: without it, %s may %j',
    async (by, name, call) => {
      expect(await may(policyOf(name), ...call)).toBe(false)
      expect(await may(without(policyOf(name), by), ...call)).toBe(true)
    },
  )
})

const of = resolvedOf(templates)
const roles = of('AWS::IAM::Role')
const written = [...of('AWS::IAM::ManagedPolicy'), ...of('AWS::IAM::Policy')]
const isOfFunction = ({ properties }: { properties: Record<string, unknown> }): boolean =>
  String(properties.Description).startsWith('Tuoke ')

describe('a policy', () => {
  const statements = written.flatMap(({ id, properties }) =>
    (properties.PolicyDocument as Policy).Statement.map((statement) => ({ id, ...statement })),
  )

  it('names exact actions', () => {
    expect(statements.length).toBeGreaterThan(30)
    expect(statements.filter(({ Action }) => [Action].flat().some((action) => action.includes('*')))).toEqual([])
  })

  it('names its resources; only what knows no narrower one has none', () => {
    const open = statements.filter(({ Resource }) => [Resource].flat().includes('*'))
    expect(open.map(({ id, Sid }) => `${id.replace(/Rights[0-9A-F]{8}$/, '')} ${Sid}`).sort()).toEqual([
      'Journal Streams',
      'Relay Streams',
      'Send Network',
    ])
  })

  it('belongs to one role, and every role has one', () => {
    const holders = written.map(({ properties }) => properties.Roles as string[])
    expect(holders.filter(({ length }) => length !== 1)).toEqual([])
    const withOneOfAws = roles.filter(({ properties }) => properties.ManagedPolicyArns).map(({ id }) => id)
    expect([...holders.flat(), ...withOneOfAws].sort()).toEqual(roles.map(({ id }) => id).sort())
    expect(roles.filter(({ properties }) => properties.Policies)).toEqual([])
  })
})

describe('a role', () => {
  const takenOnBy = ({ properties }: (typeof roles)[number]): unknown => {
    const { Statement } = properties.AssumeRolePolicyDocument as { Statement: object[] }
    return Statement
  }

  it.each(names)('of %s is taken on by Lambda alone, for this function alone', (name) => {
    const its = roles.filter(({ properties }) => properties.Description === `Tuoke ${name}`)
    expect(its.map(takenOnBy)).toEqual([
      [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
    ])
    const users = of('AWS::Lambda::Function').filter(({ properties }) =>
      new RegExp(`\\b${pascal(name)}Role`).test(String(properties.Role)),
    )
    expect(users.map(({ properties }) => properties.Description)).toEqual([`Tuoke ${name}`])
  })

  it('of AWS itself is that of one service, and only CodeDeploy’s has a policy that AWS keeps', () => {
    const others = roles.filter((role) => !isOfFunction(role))
    const services = others.map((role) => JSON.stringify(takenOnBy(role)).match(/"Service":"([a-z-]+)\./)?.[1])
    expect(new Set(services)).toEqual(new Set(['codedeploy', 'events', 'vpc-flow-logs']))
    const kept = roles.flatMap(({ properties }) => properties.ManagedPolicyArns ?? [])
    expect(new Set(kept)).toEqual(new Set(['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited']))
  })

  it('has its rights before there is a function: Lambda tries them out when it gets a stream or a network', () => {
    for (const { properties, DependsOn } of of('AWS::Lambda::Function')) {
      const name = pascal(String(properties.Description).replace('Tuoke ', ''))
      expect(DependsOn).toContainEqual(expect.stringMatching(`^${name}Rights`))
    }
  })
})
