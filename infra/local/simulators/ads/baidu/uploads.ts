import * as z from 'zod'
import { parseJson } from '../../../../../shared/platforms/parseJson.ts'
import type { FaultKind } from '../../faults.ts'
import type { SimulatorApp, World } from '../../world.ts'
import { BAIDU } from '../accounts.ts'
import { attributedTo, isTooOld, UNDOCUMENTED_WINDOW_DAYS } from '../attribution.ts'
import { type ConversionLedger, FOR_GOOD, NEVER } from '../ledger.ts'
import { Invalidated, Uploaded } from './upload.ts'

/** Fewer than 100. */
const MOST_EVENTS = 99

const [NONE_FAILED, SOME_FAILED, ALL_FAILED, BAD_TOKEN, SERVER_FAILED] = [0, 1, 2, 3, 4]

/** Codes of single failures are not documented; `position` names the event and its field. */
type Failure = { code: number; message: string; position: string }

const answer = (status: number, sent: number, errors: readonly Failure[] = []) => ({
  header: {
    status,
    desc: ['success', 'partial success', 'failed', 'token error', 'server error'][status],
    quota: sent,
    oprs: Math.max(0, sent - errors.length),
    errors,
    failures: [],
  },
  body: {},
})

const INVALID = { code: 100, message: 'invalid' }

type List = { path: string; name: string; Event: z.ZodType<Uploaded | Invalidated> }

const LISTS: readonly List[] = [
  { path: 'uploadConvertData', name: 'conversionTypes', Event: Uploaded },
  { path: 'uploadInvalidConvertData', name: 'invalidConversionTypes', Event: Invalidated },
]

const statusOf = (failed: number, sent: number): number => {
  if (failed === 0) return NONE_FAILED
  return failed < sent ? SOME_FAILED : ALL_FAILED
}

const clickIdOf = (address: string): string => URL.parse(address)?.searchParams.get('bd_vid') ?? ''

/** Its upload of search conversions, where each event fails by itself and clicks are looked for later. */
export const uploadRoutes = (app: SimulatorApp, { now, people }: World, conversions: ConversionLedger): void => {
  const take = (event: Uploaded | Invalidated): void => {
    const clickId = clickIdOf(event.logidUrl)
    const action = 'newType' in event ? String(event.newType) : `invalid ${event.convertType}`
    const own = 'outerEventId' in event && event.outerEventType === 'custom_dedup' ? event.outerEventId : undefined
    conversions.offer({
      key: own ?? `${clickId}/${action}`,
      action,
      attributedTo: attributedTo(people, { clickId }),
      knownFor: own === undefined ? NEVER : FOR_GOOD,
      ...(isTooOld(clickId, UNDOCUMENTED_WINDOW_DAYS, now()) && { withoutEffect: 'click_too_old' }),
      fields: event,
    })
  }

  /** Takes what is good of a list. When the server is busy it leaves every second event out. */
  const takeEach = (events: readonly unknown[], { name, Event }: List, isBusy: boolean): Failure[] =>
    events.flatMap((event, index) => {
      const position = `${name}[${index}]`
      if (isBusy && index % 2 === 1) return [{ code: SERVER_FAILED, message: 'try again', position }]
      const read = Event.safeParse(event)
      if (!read.success) return [{ ...INVALID, position: [position, ...(read.error.issues[0]?.path ?? [])].join('.') }]
      take(read.data)
      return []
    })

  const upload = (list: List, sent: unknown, fault: FaultKind | undefined) => {
    const body = z.looseObject({ token: z.string() }).safeParse(sent).data
    const isRefused = fault === 'expired_token' || fault === 'refuse_signature'
    if (body?.token !== BAIDU.token || isRefused) return answer(BAD_TOKEN, 0)
    if (fault === 'ok_with_failure') return answer(SERVER_FAILED, 0)
    const events = z.array(z.unknown()).min(1).max(MOST_EVENTS).safeParse(body[list.name]).data
    if (!events || fault === 'whole_batch') return answer(ALL_FAILED, 0, [{ ...INVALID, position: list.name }])
    const failures = takeEach(events, list, fault === 'partial_failure')
    return answer(statusOf(failures.length, events.length), events.length, failures)
  }

  for (const list of LISTS)
    app.post(`/baidu/ocpcapi/api/${list.path}`, async (c) =>
      c.json(upload(list, parseJson(await c.req.text()), c.get('fault'))),
    )
}
