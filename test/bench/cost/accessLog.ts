/** What API Gateway puts in the place of its variables for a call that goes well. */
const SAMPLES: Readonly<Record<string, string>> = {
  'context.requestId': 'OLzHDt-wfQ10R3sR',
  'context.status': '201',
  'context.responseLatency': '23',
  'context.integrationLatency': '21',
  'context.error.responseType': '-',
}

/** Bytes of the line that an access log format makes of a call of a route such as `POST /v1/keys`. Fails on a variable that it does not know. */
export const accessLogBytes = (format: string, route: string): number => {
  const line = format.replaceAll(/\$([\w.]+)/g, (_, variable: string) => {
    const value = variable === 'context.routeKey' ? route : SAMPLES[variable]
    if (value === undefined) throw new Error(`how long is $${variable}? test/bench/cost/accessLog.ts does not say`)
    return value
  })
  return Buffer.byteLength(line)
}
