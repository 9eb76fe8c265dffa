import { Hono } from 'hono'
import { adPlatforms, adRoutes } from './ads/ads.ts'
import { controlRoutes } from './control.ts'
import { creditSimulator } from './creditWorkflow/creditWorkflow.ts'
import type { CreditWorkflow } from './creditWorkflow/workflow.ts'
import type { Patience } from './deliveries/attempt.ts'
import type { Weather } from './faults.ts'
import { faulty } from './faulty.ts'
import { startHttpServer } from './httpServer.ts'
import { simPage } from './page/simPage.ts'
import { peopleRoutes } from './people/peopleRoutes.ts'
import { phonePanel } from './people/phonePanel.ts'
import { tencentCloud } from './tencentCloud/tencentCloud.ts'
import { wechat } from './wechat/wechat.ts'
import { wecom } from './wecom/wecom.ts'
import { newWorld, type Simulator, type SimulatorApp, type World } from './world.ts'

/** Everyone in the outside world. */
const PROVIDERS: readonly ((world: World) => Simulator)[] = [tencentCloud, wechat, wecom]

/** Nothing but our own page may send forms here: any site can reach a port of this machine. */
const refuseOtherSites = (app: SimulatorApp): void => {
  app.use('/_sim/*', async (c, next) => {
    const site = c.req.header('sec-fetch-site')
    if (c.req.method !== 'GET' && site !== undefined && site !== 'same-origin')
      return c.json({ error: 'Only the page /_sim may do this.' }, 403)
    return next()
  })
}

const appOf = (world: World, workflow: CreditWorkflow | undefined): SimulatorApp => {
  const app: SimulatorApp = new Hono()
  const providers = workflow ? [...PROVIDERS, creditSimulator(workflow)] : PROVIDERS
  const ads = adPlatforms(world)
  const simulators = [...providers.map((provider) => provider(world)), ...ads]
  const names = simulators.map(({ name }) => name)
  for (const name of names) app.use(`/${name}/*`, faulty(name, world))
  refuseOtherSites(app)
  controlRoutes(app, world, simulators)
  peopleRoutes(app, world)
  adRoutes(app, world, ads)
  for (const { routes } of simulators) routes(app)
  app.get('/_sim', (c) => {
    const panels = [phonePanel(world), ...simulators.map(({ panel }) => panel())]
    return c.html(simPage({ providers: names, panels, faults: world.faults.all(), received: world.received.newest() }))
  })
  app.get('/', (c) => c.redirect('/_sim'))
  app.notFound((c) => c.json({ error: 'No simulated provider has this address.' }, 404))
  return app
}

/** How the simulators are reached: `host` is what the outbound allow-list names. */
export type Simulators = { url: string; host: string; close: () => Promise<void> }

type Options = {
  port: number
  host: string
  report: (error: unknown) => void
  now?: () => Date
  /** The bank behind it, where there is one. */
  workflow?: CreditWorkflow
  /** Where the API answers; undefined until it does. Platforms tell it what people do. */
  api?: () => string | undefined
  /** How platforms wait for its answers. */
  patience?: Patience
  /** How many conversions each platform keeps at most, and how it fails without being asked to. */
  keeps?: number
  weather?: Weather
}

/** The outside world on a port of this machine; everything it keeps is in memory. */
export const startSimulators = async ({
  port,
  host,
  report,
  now = () => new Date(),
  workflow,
  ...surroundings
}: Options): Promise<Simulators> => {
  let url = ''
  const app = appOf(newWorld({ ...surroundings, now, origin: () => url }), workflow)
  app.onError((error, c) => {
    report(error)
    return c.text('the simulator failed', 500)
  })
  const server = await startHttpServer((request, connection) => app.fetch(request, connection), { port, host, report })
  url = `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`
  return { url, host: new URL(url).host, close: server.close }
}
