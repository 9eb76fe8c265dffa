import * as z from 'zod'
import { Milestone } from './milestone.ts'
import { Touch } from './touch.ts'

export const ConversionId = z
  .string()
  .regex(/^cv_[a-z2-7]{20}$/)
  .meta({ id: 'ConversionId' })

/** The click that a conversion is owed to. */
const ReportedClick = z.object({
  at: z.iso.datetime(),
  ids: Touch.shape.clickIds.unwrap(),
  /** Of the click monitor: a token, or an address of the platform's own. */
  callback: z.string().max(2048).optional(),
})

/**
 * A milestone as it is reported to a destination. It is made for one attempt and never stored: the phone is in the clear
 * until an adapter hashes it. Phone, value and quality are present only where consent and the destination allow them.
 */
export const ConversionEvent = z.object({
  id: ConversionId,
  milestone: Milestone,
  /** The platform's own name or number for it, from the destination. */
  action: z.string().min(1).max(64),
  at: z.iso.datetime(),
  click: ReportedClick.optional(),
  /** 11 digits. */
  phone: z
    .string()
    .regex(/^1\d{10}$/)
    .optional(),
  wechat: z.object({ appId: z.string(), openId: z.string().optional(), unionId: z.string().optional() }).optional(),
  /** The landing page, host and path. */
  pageUrl: z.string().max(512).optional(),
  /** The platform's id of a lead that was left on a form of its own. */
  platformLeadId: z.string().max(64).optional(),
  /** In steps, see `steppedValueFen`. */
  valueFen: z.int().min(0).optional(),
  /** 1 high, 2 medium, 3 low. */
  quality: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  /** The conversion that it takes back, which was reported with the same action and time. */
  retracts: ConversionId.optional(),
})
export type ConversionEvent = z.infer<typeof ConversionEvent>

/**
 * What a destination says about one event. `rejected` is final until somebody sends it again. `sent`: it works on the event
 * later, and tells by the `reference` what became of it. `whole_batch`: the destination refused all for the sake of some, so
 * that halves of the batch are to be sent apart.
 */
export type ConversionVerdict =
  | { status: 'accepted' }
  | { status: 'sent'; reference: string; askAfterSeconds: number }
  | { status: 'rejected'; reason: string }
  | { status: 'retry'; reason: string; afterSeconds?: number }
  | { status: 'token_expired' }
  | { status: 'whole_batch'; reason: string }

const STEPS_YUAN = [10_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 3_000_000] as const
const YUAN = 100

/** The steps, in fen, by which amounts are told. */
const STEPS_FEN = STEPS_YUAN.map((yuan) => yuan * YUAN)
const Step = z.literal(STEPS_FEN)

/** From which steps on an amount is of a medium and of a high level. */
const Levels = z
  .strictObject({ mediumFromFen: Step, highFromFen: Step })
  .refine(({ mediumFromFen, highFromFen }) => mediumFromFen < highFromFen, {
    path: ['highFromFen'],
    message: 'must be above mediumFromFen',
  })
type Levels = z.infer<typeof Levels>

/** What an operator may say about a destination. Whatever no platform documents for certain is among it. */
export const DestinationSettings = z.strictObject({
  /** Of amounts: 200,000 and 1,000,000 yuan where nothing else is said. */
  levels: Levels.optional(),
  /** Takes the place of the platform's own window. */
  windowDays: z.int().min(1).max(90).optional(),
  /** Meta. `website` is not among them: it needs the browser's user agent, which is not kept. */
  actionSource: z
    .enum(['system_generated', 'app', 'phone_call', 'chat', 'email', 'physical_store', 'other'])
    .optional(),
  graphVersion: z
    .string()
    .regex(/^v\d{1,2}\.\d$/)
    .optional(),
  /** Meta counts test events too: use a data set of their own. */
  testEventCode: z.string().max(64).optional(),
  /** Google: after how many seconds it is first asked what became of an upload. It suggests half an hour. */
  asksAfterSeconds: z.int().min(1).max(86_400).optional(),
  /** Google. */
  eventSource: z.enum(['WEB', 'APP', 'IN_STORE', 'PHONE', 'MESSAGE', 'OTHER']).optional(),
  /** Baidu: what its answer 3 means. One source calls it a system error, another a bad token. */
  statusThree: z.enum(['retry', 'token_expired']).optional(),
  /** Baidu, by callback: what the click was joined by. */
  joinType: z.enum(['imei', 'oaid', 'android_id', 'ip', 'idfa', 'caid', 'mac', 'bd_vid']).optional(),
  /** Ocean Engine, for leads of its own forms: the `source` of what is told of a clue, whose values are not documented. */
  clueSource: z.int().min(0).max(99).optional(),
  /** Ocean Engine: whether its undocumented code 128 is no error, as one of its clients has it. */
  acceptsCode128: z.boolean().optional(),
  /** Where a platform cannot tell a repeat: whether what it left unanswered is sent again, at the risk that it counts twice. */
  resendsUnanswered: z.boolean().optional(),
})
export type DestinationSettings = z.infer<typeof DestinationSettings>

type ConversionSource = { leadId: string; milestone: Milestone; destinationId: string; retracts?: true }

/** What a conversion's id is made of: a milestone of a lead is one conversion per destination, however often it is planned. */
export const conversionIdParts = ({ leadId, milestone, destinationId, retracts }: ConversionSource): string[] => [
  leadId,
  milestone,
  destinationId,
  retracts ? 'retracts' : 'reports',
]

/** The step, in fen, that an amount in fen has reached; below the first, the first. No platform learns anybody's limit. */
export const steppedValueFen = (amountFen: number): number =>
  STEPS_FEN.findLast((step) => step <= amountFen) ?? STEPS_YUAN[0] * YUAN

const LEVELS: Levels = { mediumFromFen: 200_000 * YUAN, highFromFen: 1_000_000 * YUAN }

/** The level of a stepped value, as platforms grade whom a bank gives credit: 1 high, 2 medium, 3 low. */
export const qualityOf = (valueFen: number, { mediumFromFen, highFromFen }: Levels = LEVELS): 1 | 2 | 3 => {
  if (valueFen >= highFromFen) return 1
  return valueFen >= mediumFromFen ? 2 : 3
}
