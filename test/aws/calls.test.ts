import { beforeAll, describe, expect, it } from 'vitest'
import { pascal } from '../../infra/aws/names.ts'
import { stages } from '../../infra/aws/stages.ts'
import { BUS_NAME, KEY_ID } from '../../infra/local/services.ts'
import { topology } from '../../infra/topology.ts'
import { builtFunctions, type HttpAnswer } from '../harness/builtWorld.ts'
import { startFresh } from '../harness/freshProcess.ts'
import { type Installation, startInstallation } from '../harness/installation.ts'
import { TABLE_NAME } from '../harness/items.ts'
import { lambdaEnvironment } from '../harness/lambdaEnvironment.ts'
import { type Own, recordedEvent, recordedNames } from '../harness/recordedEvents.ts'
import { type AwsCall, startRecordingProxy } from '../harness/recordingProxy.ts'
import { changing, reading } from '../recorder/requests.ts'
import { type ArnOf, asked, type Question } from './asked.ts'
import { askingOf } from './asking.ts'
import { askAudiences } from './audienceRequests.ts'
import { askConversions, startBusyPlatform } from './conversionRequests.ts'
import { keyPolicyOf, mayWith, policiesOf } from './may.ts'
import { askPlatforms } from './platformRequests.ts'
import { askMore, unreadable } from './requests.ts'
import { ACCOUNT, REGION, resolver } from './resolve.ts'
import { resourcesOf, synthesize } from './synthesized.ts'

const templates = synthesize(stages.frankfurt, topology)
const names = Object.keys(topology.functions)
const requests = [...changing(''), ...reading({ key: '', leadId: '', leadToken: '', day: '' })]
const made = new Map<string, AwsCall[]>(names.map((name) => [name, []]))
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/Key`

/** What a function calls: its name here, its name in the templates, its ARN there. */
const CALLED = {
  table: { here: TABLE_NAME, there: 'Table', arn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/Table` },
  bus: { here: BUS_NAME, there: 'Bus', arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/Bus` },
  key: { here: KEY_ID, there: KEY, arn: KEY },
}

/** What a queue's URL is here, by its name in the templates. */
const queues = new Map(
  Object.keys(topology.queues).map((name) => [`${pascal(name)}Queue`, `https://sqs.local/000000000000/${name}`]),
)

const queueArn = (url: string | undefined): string => {
  const [there] = [...queues].find(([, here]) => here === url) ?? []
  if (there === undefined) throw new Error(`a function calls the queue ${url}, which nobody named to it`)
  return `arn:aws:sqs:${REGION}:${ACCOUNT}:${there}`
}

const arnOf: ArnOf = (kind, name) => {
  if (kind === 'queue') return queueArn(name)
  if (name !== CALLED[kind].here) throw new Error(`a function calls the ${kind} ${name}, which nobody named to it`)
  return CALLED[kind].arn
}

const hereOf = (value: string): string =>
  Object.values(CALLED).find(({ there }) => there === value)?.here ??
  queues.get(value.replace(/[0-9A-F]{8}$/, '')) ??
  value

/** The settings that a function finds in its environment on AWS, with what lies here in the place of what lies there. */
const settingsOf = (name: string, outboundHosts: string): Record<string, string> => {
  const resolve = resolver(templates)
  const found = Object.entries(templates).flatMap(([stack, template]) =>
    resourcesOf(template, 'AWS::Lambda::Function')
      .filter(({ properties }) => properties.Description === `Tuoke ${name}`)
      .map(({ properties }) => resolve(stack, properties.Environment) as { Variables: Record<string, string> }),
  )
  const { Variables: own = {} } = found[0] ?? {}
  const Variables = { ...own, ...('OUTBOUND_HOSTS' in own && { OUTBOUND_HOSTS: outboundHosts }) }
  return Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, hereOf(value)]))
}

/** A built function in the environment of its template, whose every call of AWS is kept. */
const startWatched = async (name: string, installation: Installation, outboundHosts: string) => {
  const [spec, bundle] = [topology.functions[name], (await builtFunctions())[name]]
  if (!spec || !bundle) throw new Error(`there is no function ${name}`)
  const calls = made.get(name) ?? []
  const dynamodb = await startRecordingProxy(installation.dynamodb, calls)
  const endpoint = await startRecordingProxy(installation.endpoint, calls)
  const place = { directory: bundle.directory, dynamodb, endpoint }
  return startFresh({
    ...lambdaEnvironment(name, { ...spec, settings: {} }, place),
    ...settingsOf(name, outboundHosts),
  })
}

beforeAll(async () => {
  const [installation, platform] = [await startInstallation(), await startBusyPlatform()]
  const started = new Map(
    await Promise.all(
      names.map(async (name) => [name, await startWatched(name, installation, platform.host)] as const),
    ),
  )
  const invoke = async (name: string, event: unknown): Promise<unknown> => started.get(name)?.invoke(event)
  let own: Own = { operatorKey: installation.operatorKey }
  for (const { name: request, status } of requests) {
    const name = names.find((one) => recordedNames(one).includes(request)) ?? ''
    const answer = (await invoke(name, recordedEvent(name, request, own))) as HttpAnswer
    expect({ request, status: answer.statusCode }).toEqual({ request, status })
    if (request === 'captureLead') own = { ...own, ...JSON.parse(answer.body ?? '') }
  }
  for (const name of ['relay', 'journal']) {
    const batches = recordedNames(name).map((batch) => recordedEvent(name, batch))
    for (const batch of [...batches, unreadable(batches[0])]) await invoke(name, batch)
  }
  await askMore(invoke, own, installation.dynamodb)
  await askPlatforms(askingOf(invoke, own), invoke, installation)
  const { dynamodb, operatorKey } = installation
  await askConversions(askingOf(invoke, own), invoke, { platform, dynamodb, operatorKey })
  await askAudiences(askingOf(invoke, own), installation)
}, 90_000)

const questionsOf = (name: string): Question[] => [
  ...new Map(
    (made.get(name) ?? [])
      .flatMap((call) => asked(call, arnOf))
      .map((question) => [JSON.stringify(question), question]),
  ).values(),
]

const policies = policiesOf(templates, names)
const may = mayWith(keyPolicyOf(templates))

describe('every call of AWS that a function makes', () => {
  it.each(names)('is allowed to %s', async (name) => {
    const policy = policies.get(name)
    const questions = questionsOf(name)
    if (topology.functions[name]?.rights.table) expect(questions.length).toBeGreaterThan(0)
    const refused = await Promise.all(
      questions.map(async (question) => (policy && (await may(policy, ...question)) ? [] : [question])),
    )
    expect(refused.flat()).toEqual([])
  })
})

describe('every right', () => {
  const granted = (name: string): string[] => {
    const { table = [], keys = [], putEvents, sendTo, countIn } = topology.functions[name]?.rights ?? {}
    const onItems = table.flatMap(({ actions, items }) =>
      actions.flatMap((action) => items.map((item) => `dynamodb:${action} ${item}`)),
    )
    return [
      ...onItems,
      ...keys.map((key) => `kms:${key}`),
      ...(putEvents ? ['events:PutEvents'] : []),
      ...(sendTo ? ['sqs:SendMessage'] : []),
      ...(countIn ? ['sqs:GetQueueAttributes'] : []),
    ]
  }
  const used = (name: string): string[] =>
    questionsOf(name).flatMap(([action, , { 'dynamodb:LeadingKeys': partitions }]) =>
      partitions === undefined
        ? [action]
        : [partitions].flat().map((partition) => `${action} ${partition.split('#')[0]}`),
    )

  it.each(names)('of %s is used by a call, and no call uses another', (name) => {
    expect([...new Set(used(name))].sort()).toEqual(granted(name).sort())
  })
})
