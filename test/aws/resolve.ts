import { type Found, resourcesOf, type Templates } from './synthesized.ts'

/** The account that a resolved template is in. */
export const ACCOUNT = '111122223333'
export const REGION = 'eu-central-1'

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NoValue': '',
}

/** The ARNs that AWS gives to resources of a type, by the name of the resource. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'AWS::DynamoDB::Table': (name) => `dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
  'AWS::KMS::Key': (name) => `kms:${REGION}:${ACCOUNT}:key/${name}`,
  'AWS::Events::EventBus': (name) => `events:${REGION}:${ACCOUNT}:event-bus/${name}`,
  'AWS::SQS::Queue': (name) => `sqs:${REGION}:${ACCOUNT}:${name}`,
  'AWS::Lambda::Function': (name) => `lambda:${REGION}:${ACCOUNT}:function:${name}`,
  'AWS::Logs::LogGroup': (name) => `logs:${REGION}:${ACCOUNT}:log-group:${name}:*`,
  'AWS::IAM::Role': (name) => `iam::${ACCOUNT}:role/${name}`,
  'AWS::SNS::Topic': (name) => `sns:${REGION}:${ACCOUNT}:${name}`,
  'AWS::Lambda::Alias': (name) => `lambda:${REGION}:${ACCOUNT}:function:${name}:live`,
  'AWS::Events::Rule': (name) => `events:${REGION}:${ACCOUNT}:rule/${name}`,
}

/** Resources whose reference is their ARN, not their name. */
const REFERRED_BY_ARN = new Set(['AWS::SNS::Topic', 'AWS::Lambda::Alias'])

/** What CDK puts behind the names of nested resources. */
const HASH = /[0-9A-F]{8}$/

type Intrinsics = {
  Ref?: string
  'Fn::GetAtt'?: [string, string]
  'Fn::Join'?: [string, unknown[]]
  'Fn::ImportValue'?: string
}

const exportsOf = (templates: Templates): Map<string, { stack: string; value: unknown }> =>
  new Map(
    Object.entries(templates).flatMap(([stack, { Outputs = {} }]) =>
      Object.values(Outputs).flatMap(({ Value, Export }) =>
        Export ? [[Export.Name, { stack, value: Value }] as const] : [],
      ),
    ),
  )

/** Puts values that an account could give them in the place of references, in any part of a stack's template. */
export const resolver = (templates: Templates) => {
  const exported = exportsOf(templates)
  const attribute = (stack: string, [id, name]: [string, string]): string => {
    const { Type = '' } = templates[stack]?.Resources[id] ?? {}
    if (name === 'StreamArn') return `${attribute(stack, [id, 'Arn'])}/stream/2026-11-26T00:00:00.000`
    const arn = ARNS[Type]
    if (name !== 'Arn' || !arn) return `${id}.${name}`
    return `arn:aws:${arn(id.replace(HASH, ''))}`
  }
  const reference = (stack: string, id: string): string => {
    const { Type = '' } = templates[stack]?.Resources[id] ?? {}
    return REFERRED_BY_ARN.has(Type) ? attribute(stack, [id, 'Arn']) : (PSEUDO[id] ?? id)
  }
  const imported = (name: string): unknown => {
    const found = exported.get(name)
    if (!found) throw new Error(`no stack exports ${name}`)
    return resolve(found.stack, found.value)
  }
  const resolve = (stack: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((part) => resolve(stack, part))
    if (typeof value !== 'object' || value === null) return value
    const { Ref, 'Fn::GetAtt': get, 'Fn::Join': join, 'Fn::ImportValue': from } = value as Intrinsics
    if (Ref !== undefined) return reference(stack, Ref)
    if (get) return attribute(stack, get)
    if (join) return join[1].map((part) => resolve(stack, part)).join(join[0])
    if (from !== undefined) return imported(from)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(stack, part)]))
  }
  return resolve
}

/** Every resource of a type in all stacks, resolved. */
export const resolvedOf = (templates: Templates) => {
  const resolve = resolver(templates)
  return (type: string): Found[] =>
    Object.entries(templates).flatMap(([stack, template]) =>
      resourcesOf(template, type).map(({ properties, ...rest }) => ({
        ...rest,
        properties: resolve(stack, properties) as Found['properties'],
      })),
    )
}
