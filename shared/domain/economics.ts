import * as z from 'zod'

const Bps = z.int().min(0).max(10_000)

/** What a credited customer is worth to the bank (盈利性测算), in the bank's own figures. */
export const Economics = z
  .strictObject({
    annualYieldBps: Bps.meta({ description: 'Interest on what is drawn, a year, in hundredths of a percent' }),
    fundingCostBps: Bps.meta({ description: 'What the money costs the bank, a year' }),
    lossRateBps: Bps.meta({ description: 'What is lost of what is drawn, a year' }),
    utilisation: z.number().min(0).max(1).meta({
      description: 'The share of the limit that is drawn on average, over all credited customers',
    }),
    months: z.int().min(1).max(120).meta({ description: 'How long a customer stays' }),
    operatingCostFen: z.int().min(0).meta({ description: 'What serving one credited customer costs over that time' }),
    averageLimitFen: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'The limit of a credited customer; left out, that of the report' }),
  })
  .meta({
    id: 'Economics',
    description:
      'A credited customer may cost at most: limit × utilisation × (yield − funding − loss) × months ÷ 12 − operating cost',
  })
export type Economics = z.infer<typeof Economics>

const BPS = 10_000
const MONTHS_OF_YEAR = 12

/** The most, in fen, that winning a credited customer with this limit may cost without a loss; 0 when it cannot pay at all. */
export const breakEvenFen = (economics: Economics, limitFen: number): number => {
  const { annualYieldBps, fundingCostBps, lossRateBps, utilisation, months, operatingCostFen } = economics
  const marginBps = annualYieldBps - fundingCostBps - lossRateBps
  const earned = (limitFen * utilisation * marginBps * months) / (BPS * MONTHS_OF_YEAR)
  return Math.max(0, Math.round(earned - operatingCostFen))
}
