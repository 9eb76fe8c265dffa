import middy from '@middy/core'
import type { Context, EventBridgeEvent } from 'aws-lambda'
import { inScope, log } from './log.ts'

/** Works on an event of the bus; when it fails, the event comes again. */
export type EventWork = (event: EventBridgeEvent<string, unknown>) => Promise<void>

/** The Lambda handler of a function that a rule of the bus calls. */
export const eventHandler = (service: string, work: EventWork) =>
  middy<EventBridgeEvent<string, unknown>, void>()
    .onError(({ error }) => log.error('the event failed', error))
    .handler((event: EventBridgeEvent<string, unknown>, context: Context) =>
      inScope({ service, requestId: context.awsRequestId, traceId: process.env._X_AMZN_TRACE_ID }, () => work(event)),
    )
