import { setTimeout as pause } from 'node:timers/promises'
import { type Act, actsOf, personOf } from './acts.ts'
import type { Ask, Exchange } from './facts.ts'
import type { Sender } from './sender.ts'

const TRIES = 20

/** What was asked in an exchange, to be asked again. */
export const askOf = ({ sentAt: _, endedAt: __, answer: ___, ...ask }: Exchange): Ask => ask

/** Sends until something tells what became of it. */
const insist = async (sender: Sender, ask: Ask): Promise<void> => {
  for (let i = 0; i < TRIES; i++) {
    const { answer } = await sender.send(ask)
    if (answer && answer.status < 500) return
    await pause(200)
  }
}

const nameOf = (act: Act): string => `${personOf(act)} ${act.kind}`

/**
 * Finds out what became of every request that was not answered: one with a key is sent again with it; one without
 * is sent again unless the same person was told about another of the same kind.
 */
export const settle = async (sender: Sender, history: readonly Exchange[]): Promise<void> => {
  const acts = actsOf(history)
  const told = new Set(acts.filter(({ state }) => state === 'done').map(nameOf))
  for (const act of acts) {
    const [first] = act.exchanges
    if (act.state !== 'unknown' || act.kind === 'invalid' || !first) continue
    if (first.key === undefined && told.has(nameOf(act))) continue
    await insist(sender, askOf(first))
    told.add(nameOf(act))
  }
}
