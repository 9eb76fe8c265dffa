import { connect } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { loadFunctions } from '../../infra/local/functions.ts'
import { startGateway } from '../../infra/local/gateway/gateway.ts'
import type { Topology } from '../../infra/topologySpec.ts'
import { script } from '../fixtures/functions/scripted.ts'
import { atEnd, ROOT } from '../harness/place.ts'

/** A trigger of some routes. */
export const http = (...routes: string[]) => ({ kind: 'http', endpoints: [], routes }) as const

/** A gateway on a port of its own, with what it reports. */
export const startBench = async (topology: Topology, port = 0) => {
  const reports: unknown[] = []
  const report = (error: unknown) => reports.push(error)
  const gateway = await startGateway(topology, await loadFunctions(topology, ROOT), { port, host: '127.0.0.1', report })
  atEnd(gateway.close)
  return {
    ...gateway,
    url: `http://127.0.0.1:${gateway.port}`,
    reports,
    /** Sends bytes as they are and returns all that comes back. */
    raw: (bytes: string): Promise<string> => {
      const socket = connect(gateway.port, '127.0.0.1')
      socket.end(bytes)
      return textOf(socket)
    },
  }
}

export type Echo = { name: string; event: APIGatewayProxyEventV2 }

/** Makes functions answer with the event that they get. */
export const echoing = (...names: string[]): void => {
  for (const name of names)
    script(name, (event: unknown) => ({ statusCode: 200, body: JSON.stringify({ name, event }) }))
}

/** The echo in an answer as it came. */
export const echoOf = (answer: string): Echo => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as Echo
