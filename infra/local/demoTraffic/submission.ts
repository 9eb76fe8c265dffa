import type { Campaign, CampaignField } from '../../../shared/domain/campaign.ts'
import { givenConsent } from '../../../shared/domain/consent.ts'
import type { Chance } from './chance.ts'
import type { Person } from './people.ts'

const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴']
const GIVEN = ['伟', '芳', '娜', '敏', '静', '强', '磊', '洋', '艳', '勇', '建国', '桂英', '志强', '晓明']
const TRADES = ['商贸', '餐饮', '食品', '建材', '服饰', '物流', '五金', '科技']

const answersOf = (fields: readonly CampaignField[], chance: Chance): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap(({ name, type, options }) => (type === 'select' && options ? [[name, chance.oneOf(options)]] : [])),
  )

/** What somebody with a made-up name and company says to a campaign. */
export const submissionOf = ({ phone, chance }: Person, { fields, consent }: Campaign['settings']) => {
  const name = chance.oneOf(SURNAMES) + chance.oneOf(GIVEN)
  const company = `${chance.oneOf(SURNAMES)}记${chance.oneOf(TRADES)}行`
  const purposes = consent.purposes.filter(({ required }) => required || chance.happens(0.8)).map(({ id }) => id)
  return {
    contact: { phone, name, company },
    answers: answersOf(fields, chance),
    consent: givenConsent(consent).parse({ version: consent.version, purposes }),
    challenge: undefined,
  }
}
