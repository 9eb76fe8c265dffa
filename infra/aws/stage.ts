import * as z from 'zod'
import { LONGEST_CLICK_WINDOW_DAYS } from '../../shared/domain/attributionRules.ts'
import { Refusal } from '../refusal.ts'

const Reason = z.string().min(20, 'must say why, in 20 characters or more')

/** A choice against something, with its reason. */
const OptOut = z.strictObject({ none: Reason })

const REGIONS = ['us-east-1', 'eu-central-1', 'ap-southeast-1', 'cn-north-1', 'cn-northwest-1'] as const

const Arn = z.templateLiteral(['arn:', z.string()])

/** One deployment of Tuoke: what differs between one and the other, and nothing else. */
export const Stage = z.strictObject({
  region: z.enum(REGIONS),
  /** The account, when it is not that of the credentials that deploy. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be 12 digits')
    .optional(),
  architecture: z.enum(['arm64', 'x86_64']),
  /** Memory of functions that need another than the topology says. */
  memoryMb: z.record(z.string(), z.int().min(128).max(10_240)).optional(),
  /** A table that was restored from a backup, to work on in the place of the stack's own. */
  restoredTable: z.strictObject({ name: z.string().regex(/^[\w.-]{3,255}$/), streamArn: Arn }).optional(),
  /** The event bus. The bank's workflow looks for this name. */
  busName: z.string().regex(/^[\w.-]{1,64}$/),
  /** A bus of the bank that gets every event too. */
  forwardTo: Arn.optional(),
  /** Who hears of alarms. */
  alarms: z.union([z.strictObject({ email: z.email() }), z.strictObject({ topicArn: Arn }), OptOut]),
  /** After how many minutes without a capture, or without a follow, somebody should look. */
  silence: z.union([
    z.strictObject({ capturesMinutes: z.int().min(5).max(1440), followsMinutes: z.int().min(5).max(1440).optional() }),
    OptOut,
  ]),
  /** The API's own name; the certificate is in the same region. */
  domain: z.strictObject({ name: z.hostname(), certificateArn: Arn }).optional(),
  /**
   * A load balancer before the function that click monitors call, for senders that name no host in TLS: its own name, and
   * the certificate of that name, which it shows to everybody. It costs about 24 US dollars a month.
   */
  clickBalancer: z.strictObject({ name: z.hostname(), certificateArn: Arn }).optional(),
  logRetentionDays: z.union([z.literal(30), z.literal(90), z.literal(180), z.literal(400), z.literal(1827)]),
  /** How many copies of one function may run at once. */
  concurrency: z.union([z.strictObject({ perFunction: z.int().min(1).max(1000) }), OptOut]),
  /** What one caller after the other may send to the API together. */
  throttle: z.strictObject({ ratePerSecond: z.int().min(1), burst: z.int().min(1) }),
  /** How traffic moves to a new version. An alarm on the way moves it back. */
  rollout: z.enum(['all_at_once', 'canary_10_percent_5_minutes', 'linear_10_percent_every_minute']),
  /** Whose decisions on the bus count, by the source of the event. */
  decisionSources: z.array(z.string().regex(/^[A-Za-z0-9._-]{1,256}$/)).readonly(),
  /** The longest window of clicks that a campaign may have, in days. */
  mostClickWindowDays: z.int().min(1).max(LONGEST_CLICK_WINDOW_DAYS).optional(),
  /** The only hosts that connections may name. */
  outboundHosts: z.array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/)).readonly(),
  /** Functions that call providers with an allow-list of callers do so from one fixed address, at the price of a NAT gateway. */
  fixedAddress: z.boolean().optional(),
  /** Operators show a token of the bank's own sign-in beside their key, in the header `x-operator-token`. */
  operatorSignIn: z.strictObject({ issuer: z.url(), audience: z.array(z.string()).min(1) }).optional(),
  /** The number of the ICP filing, without which nothing public may be served in China. */
  icpFiling: z.string().min(8).optional(),
})
export type Stage = z.infer<typeof Stage>

/** Whether a region is in the partition `aws-cn`. */
export const isInChina = ({ region }: Pick<Stage, 'region'>): boolean => region.startsWith('cn-')

const complaintOf = ({ path, message }: z.core.$ZodIssue): string =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`

/** The stage of that name, checked. Fails with one sentence that names the stage and what is missing or wrong. */
export const stageOf = (stages: Readonly<Record<string, unknown>>, name: string): Stage => {
  const given = stages[name]
  if (!/^[a-z][a-z0-9]{1,20}$/.test(name))
    throw new Refusal(`"${name}" is no name for a stage: use small letters and digits`)
  if (given === undefined)
    throw new Refusal(`there is no stage "${name}" in infra/aws/stages.ts, which has ${Object.keys(stages).join(', ')}`)
  const { success, data, error } = Stage.safeParse(given)
  if (!success) throw new Refusal(`the stage "${name}" cannot be deployed: ${error.issues.map(complaintOf).join('; ')}`)
  if (isInChina(data) && !data.icpFiling)
    throw new Refusal(
      `the stage "${name}" cannot be deployed: ${data.region} serves public routes and custom domains only to those who filed them. Set icpFiling to the number of your ICP filing (or recordal), or deploy elsewhere`,
    )
  return data
}
