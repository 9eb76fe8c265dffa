/** Who somebody is after the form was sent. */
export type Lead = { leadId: string; leadToken: string }

/** What the API answered; the status is 0 when nothing came, and there is a body only when it did what was asked. */
export type Reply<Body> = { status: number; body?: Body }

type Request = { lead?: Lead | undefined; body?: object; key?: string }

/** Calls the API, as the lead where there is one. Never fails. */
export const call = async <Body>(path: string, { lead, body, key }: Request): Promise<Reply<Body>> => {
  const headers = {
    ...(lead && { authorization: `Bearer ${lead.leadToken}` }),
    ...(body && { 'content-type': 'application/json' }),
    ...(key && { 'idempotency-key': `"${key}"` }),
  }
  try {
    const response = await fetch(`/v1/${path}`, {
      headers,
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    })
    const { status, ok } = response
    return ok ? { status, body: await response.json() } : { status }
  } catch {
    return { status: 0 }
  }
}

export const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms))
