/** What the simulated credit workflow reads of an application. */
export type Applied = { applicationId: string; amountFen: number; termMonths: number }

/** A decision as `POST /v1/applications/{applicationId}/decisions` takes it. */
export type Decision = {
  decisionId: string
  kind: 'preapproved' | 'credited' | 'declined' | 'disbursed' | 'repaid' | 'reversed'
  limitFen?: number | undefined
  aprBps?: number | undefined
  amountFen?: number | undefined
  reasonCode?: string | undefined
  reverses?: string | undefined
}

/** The rules in words, for whoever looks at the simulator. */
export const RULES: readonly string[] = [
  '申请金额以 7777 元结尾的一律拒绝（reasonCode: policy）',
  '其他申请先预授信，再授信：额度为申请金额的八成，取整到千元，不超过 50 万元',
  '期限 12 个月以内年化 6.00%，更长的 7.20%',
  '授信后按额度的一半放款',
]

const FEN_PER_YUAN = 100
const STEP_FEN = 1000 * FEN_PER_YUAN
const MOST_FEN = 500_000 * FEN_PER_YUAN
const REFUSED_ENDING_YUAN = 7777
const APR_SHORT_BPS = 600
const APR_LONG_BPS = 720

const limitOf = (amountFen: number): number =>
  Math.max(STEP_FEN, Math.min(MOST_FEN, Math.floor((amountFen * 0.8) / STEP_FEN) * STEP_FEN))

/** All decisions about an application, in the order in which they are told. The same application has the same ones. */
export const decisionsAbout = ({ applicationId, amountFen, termMonths }: Applied): Decision[] => {
  const decided = (kind: Decision['kind'], more: Partial<Decision>): Decision => ({
    decisionId: `sim-${applicationId}-${kind}`,
    kind,
    ...more,
  })
  if (Math.floor(amountFen / FEN_PER_YUAN) % 10_000 === REFUSED_ENDING_YUAN)
    return [decided('declined', { reasonCode: 'policy' })]
  const limitFen = limitOf(amountFen)
  const aprBps = termMonths <= 12 ? APR_SHORT_BPS : APR_LONG_BPS
  return [
    decided('preapproved', { limitFen }),
    decided('credited', { limitFen, aprBps }),
    decided('disbursed', { amountFen: limitFen / 2 }),
  ]
}
