import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EVENT_SOURCE } from '../../shared/contract/events.ts'
import { LONGEST_CLICK_WINDOW_DAYS } from '../../shared/domain/attributionRules.ts'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { openTable } from '../../shared/store/table.ts'
import { checkTopology } from '../checkTopology.ts'
import { install } from '../install.ts'
import type { Topology } from '../topologySpec.ts'
import type { Outsider } from './bus/deliveries.ts'
import { type Closing, closing } from './closing.ts'
import { startConsumers } from './consumers.ts'
import { deadLetterList } from './deadLetters.ts'
import { startEngine } from './engine/engine.ts'
import { findEngine } from './engine/engineBinary.ts'
import { streamIndex } from './engine/streamIndex.ts'
import { ensureTable } from './engine/table.ts'
import { awsEnvironment, setEnvironment } from './environment.ts'
import { loadFunctions, settingsOf } from './functions.ts'
import { assertGatewayCanListen, startGateway } from './gateway/gateway.ts'
import { openHostDb } from './hostDb.ts'
import { HostProblem } from './hostProblem.ts'
import { matcher } from './pattern.ts'
import { hostFileIn } from './runningHost.ts'
import { BUS_NAME, KEY_ID, startServices } from './services.ts'
import { type CreditWorkflow, creditWorkflow } from './simulators/creditWorkflow/workflow.ts'
import { startSimulators } from './simulators/simulators.ts'
import { writeWhole } from './wholeFile.ts'

export type HostOptions = {
  topology: Topology
  /** The folder that the topology's entries are relative to. */
  root: string
  /** The folder for everything the host keeps. */
  data: string
  port: number
  host: string
  /** Another DynamoDB engine than one of our own. */
  dynamodbEndpoint?: string
  tableName: string
  outboundHosts: string
  /** The sources on the bus whose decisions count, separated by commas. */
  decisionSources?: string
  /** Where the outside world is simulated; without it there is none. */
  simulatorsPort?: number
  /** How long the simulated credit workflow thinks before each decision, when not as long as is nice to watch. */
  thinkingMs?: number
  report: (error: unknown) => void
}

type Later = Closing['later']

const checked = ({ topology, root }: HostOptions): void => {
  try {
    checkTopology(topology, root)
  } catch (error) {
    throw new HostProblem(`The topology cannot run: ${(error as Error).message}.`)
  }
}

/** The engine: another one that runs already, or one of our own, whose data are in a file. */
const openEngine = async ({ dynamodbEndpoint, data, report }: HostOptions, later: Later) => {
  if (dynamodbEndpoint) {
    if (!URL.canParse(dynamodbEndpoint))
      throw new HostProblem(`DYNAMODB_ENDPOINT must be a URL such as http://localhost:8000, not "${dynamodbEndpoint}".`)
    return { url: dynamodbEndpoint, file: undefined, pid: () => undefined, onRestart: () => undefined }
  }
  const file = join(data, 'table.db')
  const engine = await startEngine(findEngine(), { file, report })
  later(engine.stop)
  return { ...engine, file }
}

/** The table with all that an installation needs in it, through the clients that the functions use. */
const openInstallation = async ({ tableName, data }: HostOptions) => {
  const streamArn = await ensureTable(new DynamoDBClient({}), tableName)
  const keys = kmsKeys({ kms: kmsClient(), keyId: KEY_ID })
  const operatorKey = join(data, 'operator.key')
  const table = openTable({ db: dynamoClient(), name: tableName })
  await install({ table, keyService: keys }, operatorKey, (file) => rmSync(file))
  return { streamArn, operatorKey: () => readFileSync(operatorKey, 'utf8').trim() }
}

/** The simulated outside world, and the hosts that connections may name with it. */
const openOutside = async (
  { simulatorsPort: port, host, outboundHosts, report }: HostOptions,
  { workflow, api }: { workflow: CreditWorkflow; api: () => string | undefined },
  later: Later,
) => {
  if (port === undefined) return { url: undefined, outboundHosts }
  const simulators = await startSimulators({ port, host, report, workflow, api })
  later(simulators.close)
  return { url: simulators.url, outboundHosts: [outboundHosts, simulators.host].filter(Boolean).join(',') }
}

/** The bank beside us: it takes applications from the bus once the API answers; what came before comes again. */
const openBank = ({ simulatorsPort, thinkingMs }: HostOptions) => {
  let api: { url: string; apiKey: () => string } | undefined
  const timing = thinkingMs === undefined ? {} : { thinkingMs }
  const workflow = creditWorkflow({ url: () => api?.url, apiKey: () => api?.apiKey() ?? '', ...timing })
  const outsider: Outsider = {
    name: 'credit_workflow',
    isWanted: matcher({ source: [EVENT_SOURCE], 'detail-type': ['application.submitted'] }),
    take: workflow.take,
  }
  return {
    workflow,
    api: () => api?.url,
    outsiders: simulatorsPort === undefined ? [] : [outsider],
    open: (opened: { url: string; apiKey: () => string }): void => {
      api = opened
    },
  }
}

let hosts = 0

const start = async (options: HostOptions, later: Later) => {
  const { topology, root, data, tableName, report } = options
  checked(options)
  const db = openHostDb(resolve(data))
  later(() => db.close())
  await assertGatewayCanListen(options)
  const engine = await openEngine(options, later)
  const bank = openBank(options)
  const services = await startServices({ db, topology, data, outsiders: bank.outsiders })
  later(services.close)
  setEnvironment(awsEnvironment(process.env, { dynamodb: engine.url, others: services.url }))
  setEnvironment({ LAMBDA_TASK_ROOT: resolve(root) })
  const { streamArn, operatorKey } = await openInstallation(options)
  const { url: simulators, outboundHosts } = await openOutside(options, bank, later)
  const index = engine.file ? streamIndex(engine.file, tableName) : undefined
  if (index) later(index.close)

  setEnvironment(
    settingsOf(
      topology,
      {
        tableName,
        busName: BUS_NAME,
        keyId: KEY_ID,
        outboundHosts,
        decisionSources: options.decisionSources ?? '',
        clickOrigin: '',
        mostClickWindowDays: String(LONGEST_CLICK_WINDOW_DAYS),
      },
      services.queueUrl,
    ),
  )
  const invoke = await loadFunctions(topology, root, `host=${++hosts}`)
  const deadLetters = deadLetterList(join(data, 'dead-letters.ndjson'), report)
  const consumers = startConsumers({ topology, db, services, streamArn, index, invoke, deadLetters, report })
  later(consumers.stop)
  const gateway = await startGateway(topology, invoke, options)
  later(gateway.close)

  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  const url = `http://${host}:${gateway.port}`
  const describe = () => {
    const endpoints = { url, dynamodb: engine.url, services: services.url, simulators }
    const description = { pid: process.pid, enginePid: engine.pid(), ...endpoints, tableName }
    writeWhole(hostFileIn(data), `${JSON.stringify(description)}\n`)
  }
  bank.open({ url, apiKey: operatorKey })
  describe()
  engine.onRestart(describe)
  const own = { url, port: gateway.port, dynamodb: engine.url, endpoint: services.url, simulators }
  return { ...own, deadLetters, invoke, operatorKey }
}

/** Everything that AWS would be, in this process and one child: engine, endpoints, functions, pollers, HTTP. */
export const startHost = async (options: HostOptions) => {
  const { later, close } = closing(options.report)
  try {
    return { ...(await start(options, later)), close }
  } catch (error) {
    await close()
    throw error
  }
}

export type Host = Awaited<ReturnType<typeof startHost>>
