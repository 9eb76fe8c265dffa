import { type AttributionRules, THOUSANDTHS } from './attributionRules.ts'
import { split } from './split.ts'

const HALVES = [500, 500]
const [FIRST, BETWEEN, LAST] = [400, 200, 400]

/** The thousandths of a lead that each of some contenders has, by time; they add up to a whole where there is one. */
export const sharesOf = (contenders: number, model: AttributionRules['model']): number[] => {
  if (contenders === 0) return []
  const others = Array<number>(contenders - 1).fill(0)
  if (contenders === 1 || model === 'last_click') return [...others, THOUSANDTHS]
  if (model === 'first_click') return [THOUSANDTHS, ...others]
  if (contenders === 2) return HALVES
  return [FIRST, ...split(BETWEEN, Array<number>(contenders - 2).fill(1)), LAST]
}
