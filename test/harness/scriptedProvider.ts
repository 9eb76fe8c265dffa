import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { atEnd } from './place.ts'

/** A provider that answers every request with the JSON that it is told to; ended with the test file. */
export const startScriptedProvider = async () => {
  let answer: unknown = {}
  const asked: { method: string; url: string }[] = []
  const server = createServer((request, response) => {
    asked.push({ method: request.method ?? '', url: request.url ?? '' })
    request.resume()
    response.writeHead(200, { 'content-type': 'text/plain' })
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  atEnd(() => server.close())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The newest last. */
    asked,
    answerWith: (next: unknown): void => {
      answer = next
    },
  }
}

export type ScriptedProvider = Awaited<ReturnType<typeof startScriptedProvider>>
