import { describe, expect, it } from 'vitest'
import { CampaignSettings } from '../../../shared/domain/campaign.ts'
import { campaignSettings } from '../../harness/samples.ts'

const complaints = (changes: object): string[] => {
  const result = CampaignSettings.safeParse({ ...campaignSettings(), ...changes })
  return result.success ? [] : result.error.issues.map(({ path }) => path.join('/'))
}

describe('CampaignSettings', () => {
  it('fills in what an operator may leave out', () => {
    const settings = CampaignSettings.parse(campaignSettings())
    expect(settings).toMatchObject({
      timezone: 'Asia/Shanghai',
      challenge: 'none',
      attribution: { clickWindowDays: 30, viewWindowHours: 0 },
    })
  })

  const select = { name: 'a', label: 'A', type: 'select', required: true, options: ['x'] }
  it.each([
    [{ timezone: 'Asia/Peking' }, 'timezone'],
    [{ allowedOrigins: ['https://*.com'] }, 'allowedOrigins/0'],
    [{ thankYouUrl: 'javascript:alert(1)' }, 'thankYouUrl'],
    [{ fields: [{ ...select, options: undefined }] }, 'fields/0/options'],
    [{ fields: [{ ...select, type: 'text' }] }, 'fields/0/options'],
    [{ fields: [select, select] }, 'fields'],
    [{ fields: [{ ...select, name: '__proto__' }] }, 'fields/0/name'],
    [{ fields: [{ ...select, name: 'constructor' }] }, 'fields/0/name'],
    [{ consent: { version: '1', text: 't', purposes: [{ id: 'contact', required: false }] } }, 'consent/purposes'],
    [{ consent: { version: '1', text: 't', purposes: [{ id: 'marketing', required: true }] } }, 'consent/purposes'],
    [{ partners: ['agency'] }, 'partners/0'],
    [{ goals: { followRate: 15 } }, 'goals/followRate'],
    [{ status: 'running' }, 'status'],
    [{ surprise: 1 }, ''],
    [{ name: undefined }, 'name'],
  ])('refuses %o at %s', (changes, path) => {
    expect(complaints(changes)).toContain(path)
  })
})
