import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEMO_CAMPAIGNS } from '../../infra/local/demo.ts'
import type { FunnelReport } from '../../shared/contract/reports.ts'
import { dayOf } from '../../shared/domain/day.ts'
import { COUNTS, type Count } from '../../shared/domain/journal.ts'
import { hasFollowStep } from '../../shared/domain/milestone.ts'
import { eventually, send } from '../harness/client.ts'
import { allItems } from '../harness/items.ts'
import { ROOT, temporaryFolder } from '../harness/place.ts'
import { started } from './startedHost.ts'

const run = (
  script: string,
  data: string,
  ...options: string[]
): Promise<{ status: number; stdout: string; stderr: string }> => {
  const { DYNAMODB_ENDPOINT: _, TABLE_NAME: __, ...env } = process.env
  const args = [join(ROOT, 'infra/local', script), ...options]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { ...env, TUOKE_DATA: data } }, (error, stdout, stderr) => {
      resolve({ status: Number(error?.code ?? 0), stdout, stderr })
    })
  })
}

/** Sixty people of this seed come to every milestone, whatever the day is. */
const demo = (data: string, days = '20') =>
  run('demoTraffic/run.ts', data, '--seed', '12', '--leads', '60', '--days', days)

/** The report of each demo campaign over the days of the demo. */
const reportsOn = (url: string, data: string, mode: 'live' | 'test'): Promise<FunnelReport[]> => {
  const day = (ago: number) => dayOf(new Date(Date.now() - ago * 86_400_000).toISOString(), 'Asia/Shanghai')
  const key = readFileSync(join(data, 'operator.key'), 'utf8').trim()
  const reports = Object.keys(DEMO_CAMPAIGNS).map(async (campaign) => {
    const query = new URLSearchParams({ campaign, from: day(21), to: day(0), mode })
    return (await send(url, 'GET', `/v1/reports/funnel?${query}`, { key })).json() as FunnelReport
  })
  return Promise.all(reports)
}

const sumOf = (reports: readonly FunnelReport[], of: (report: FunnelReport) => number | null | undefined): number =>
  reports.reduce((sum, report) => sum + (of(report) ?? 0), 0)

/** A chain without a follow step has no goal for it. */
const goalsOf = (campaignId: string): number => {
  const chain = DEMO_CAMPAIGNS[campaignId]?.chain
  return chain && hasFollowStep(chain) ? 5 : 4
}

/** What nobody reaches in the demo: nothing makes these events yet, or nobody wants to see them there. */
const NOT_IN_DEMO: readonly Count[] = ['unfollowed', 'preapproved', 'repaid', 'erased']

/** Everything in the table but what expires by itself, and what the server makes of it meanwhile: conversions. */
const lastingItems = async (endpoint: string) =>
  (await allItems(endpoint)).filter(({ pk }) => !/^(?:ACTIVITY|CONVERSION|DUE|LEDGER|PARKED|TOKEN)#/.test(pk?.S ?? ''))

/** How the conversions of a campaign ended that went to a platform. */
const endedAt = async (url: string, data: string, platform: string): Promise<string[]> => {
  const key = readFileSync(join(data, 'operator.key'), 'utf8').trim()
  const query = new URLSearchParams({ campaign: 'demo-landing-page', platform, limit: '100' })
  const { items } = (await send(url, 'GET', `/v1/conversions?${query}`, { key })).json() as {
    items: { status: string; reason?: string }[]
  }
  return items.map(({ status, reason }) => reason ?? status)
}

describe('npm run demo', () => {
  it('fills every step of the funnel, drifts from nothing, and adds nothing when it runs again beside a server', async () => {
    const data = temporaryFolder()
    const first = await demo(data)
    expect([first.status, first.stderr]).toEqual([0, ''])
    expect(first.stdout).toMatch(/^\d+ visits and 60 leads/)
    expect(first.stdout).not.toMatch(/170012\d|203\.0\.113/)

    const { host } = await started(data)
    const before = await lastingItems(host.dynamodb)
    expect(before.filter(({ sk }) => sk?.S === 'LEAD')).toHaveLength(60)
    const again = await demo(data)
    expect([again.status, again.stderr]).toEqual([0, ''])
    expect(again.stdout).toContain(`console  ${host.url}/console`)
    expect(await lastingItems(host.dynamodb)).toEqual(before)

    const live = await reportsOn(host.url, data, 'live')
    for (const count of COUNTS.filter((count) => !NOT_IN_DEMO.includes(count)))
      expect([count, sumOf(live, ({ total }) => total.counts[count])]).toEqual([count, expect.toSatisfy((n) => n > 0)])
    expect(sumOf(live, ({ total }) => total.spendFen)).toBeGreaterThan(0)
    expect(sumOf(live, ({ total }) => total.amounts.limitFen)).toBeGreaterThan(0)
    expect(sumOf(live, ({ total }) => total.amounts.disbursedFen)).toBeGreaterThan(0)
    expect(sumOf(live, ({ maturation }) => maturation?.undecided)).toBeGreaterThan(0)
    expect(
      live.every(({ campaignId, goals, economics }) => goals.length === goalsOf(campaignId) && economics),
    ).toBeTruthy()
    expect(sumOf(await reportsOn(host.url, data, 'test'), ({ total }) => total.counts.visited)).toBeGreaterThan(0)

    for (const platform of ['tencent_ads', 'ocean_engine'])
      await eventually(
        () => endedAt(host.url, data, platform),
        (ends) => ends.includes('accepted'),
      )

    const recounted = await run('recount.ts', data)
    expect([recounted.status, recounted.stdout]).toEqual([0, expect.stringMatching(/^\d+ entries, drift 0\n$/)])
  })

  it('says what is wrong with its options', async () => {
    const wrong = [
      [['--leads', '0'], '--leads must be 1 to 100000, not "0".\n'],
      [['--seed', 'one'], '--seed must be 0 to 999, not "one".\n'],
      [['--leeds', '5'], "Unknown option '--leeds'"],
    ] as const
    const ends = wrong.map(async ([options, message]) => {
      const { status, stderr } = await run('demoTraffic/run.ts', temporaryFolder(), ...options)
      expect([status, stderr]).toEqual([1, expect.stringContaining(message)])
      expect(stderr).not.toMatch(/^\s+at /m)
    })
    await Promise.all(ends)
  })

  it('refuses other days for a seed than those of its first run', async () => {
    const data = temporaryFolder()
    writeFileSync(join(data, 'demo.json'), JSON.stringify({ 12: { days: 30, until: Date.now() } }))
    const { status, stderr } = await demo(data)
    expect([status, stderr]).toEqual([1, 'The traffic of seed 12 is over 30 days. Choose another --seed for 20.\n'])
  })
})
