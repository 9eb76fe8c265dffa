import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { HOP_BY_HOP } from './gatewayEvent.ts'

export type GatewayResponse = { status: number; headers: Record<string, string | string[]>; body: Buffer }

const JSON_TYPE = { 'content-type': 'application/json' }

/** What API Gateway itself answers. */
export const plainResponse = (status: number, message: string): GatewayResponse => ({
  status,
  headers: JSON_TYPE,
  body: Buffer.from(JSON.stringify({ message })),
})

const isStructured = (answer: unknown): answer is APIGatewayProxyStructuredResultV2 & { statusCode: number } =>
  typeof answer === 'object' && answer !== null && 'statusCode' in answer && answer.statusCode !== undefined

/** What an HTTP API makes of a function's answer; an answer without a status is a body of JSON. Fails on a status that is none. */
export const gatewayResponse = (answer: unknown): GatewayResponse => {
  if (!isStructured(answer)) {
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer ?? null)
    return { status: 200, headers: JSON_TYPE, body: Buffer.from(text) }
  }
  const { statusCode, headers = {}, cookies, body = '', isBase64Encoded } = answer
  if (!(statusCode >= 200 && statusCode <= 599)) throw new Error(`${statusCode} is not the status of a response`)
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || HOP_BY_HOP.has(name.toLowerCase()) ? [] : [[name.toLowerCase(), String(value)]],
  )
  return {
    status: statusCode,
    headers: { ...Object.fromEntries(kept), ...(cookies && { 'set-cookie': cookies }) },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  }
}
