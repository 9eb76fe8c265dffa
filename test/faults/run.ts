import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { send } from '../harness/client.ts'
import { campaignSettings } from '../harness/samples.ts'
import { describe } from './check.ts'
import { steadyPort } from './port.ts'
import { CAMPAIGNS, playRound, type Run } from './round.ts'
import { type Server, serverOn } from './server.ts'

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const createCampaigns = async (server: Server): Promise<void> => {
  for (const { campaignId, mode } of CAMPAIGNS) {
    const body = campaignSettings({ mode })
    const reply = await send(server.url, 'PUT', `/v1/campaigns/${campaignId}`, { body, key: server.operatorKey() })
    if (reply.status !== 201) throw new Error(`the campaign ${campaignId} could not be made: ${reply.text}`)
  }
}

const play = async (run: Run, rounds: number): Promise<boolean> => {
  run.server.start()
  await run.server.ready()
  await createCampaigns(run.server)
  for (let round = 1; round <= rounds; round++) {
    const { summary, violations } = await playRound(run, round)
    say(`round ${round} of ${rounds}: ${summary}`)
    if (violations.length === 0) continue
    writeFileSync(join(run.data, 'history.json'), JSON.stringify(run.history, undefined, 1))
    const where = `seed ${run.seed}, round ${round}, data ${run.data}`
    say(`\n${violations.length} violations, ${where}\n${describe(violations)}`)
    return false
  }
  return true
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '8' },
    seed: { type: 'string', default: String(Date.now()) },
  },
})
say(`seed ${values.seed}`)
const data = mkdtempSync(join(tmpdir(), 'tuoke-faults-'))
const port = await steadyPort()
const server = serverOn({ data, port, log: join(data, 'server.log') })
const run: Run = { seed: values.seed, seconds: Number(values.seconds), data, port, server, history: [] }
try {
  const isGood = await play(run, Number(values.rounds))
  if (isGood) say('no violation')
  process.exitCode = isGood ? 0 : 1
} catch (error) {
  say(`\nseed ${values.seed}, data ${data}\n${(error as Error).stack}`)
  process.exitCode = 1
} finally {
  await server.kill('SIGTERM')
  if (process.exitCode === 0) rmSync(data, { recursive: true, force: true })
  // After a failure requests may still be waiting for a server.
  process.exit()
}
