import type { APIGatewayProxyEventV2 } from 'aws-lambda'

/** What of a `Request` is there; handlers ask for no more. */
type Asked = Pick<Request, 'url' | 'method' | 'headers' | 'arrayBuffer' | 'formData'>

const ASCII = /^\p{ASCII}*$/u

/** A value beyond ASCII, which `Headers` does not take, is percent-encoded. */
const headersOf = ({ headers, cookies }: APIGatewayProxyEventV2): Headers => {
  const all = new Headers()
  for (const [name, value] of Object.entries(headers))
    if (value) all.set(name, ASCII.test(value) ? value : encodeURIComponent(value))
  if (cookies) all.set('cookie', cookies.join('; '))
  return all
}

const urlOf = ({ requestContext, rawPath, rawQueryString }: APIGatewayProxyEventV2): string => {
  const url = `https://${requestContext.domainName}${rawPath}`
  return new URL(rawQueryString ? `${url}?${rawQueryString}` : url).href
}

/** The request of an event of an HTTP API (payload format 2.0). It is no `Request` of Node, whose body is a stream: that takes longer than all else here. */
export const requestOf = (event: APIGatewayProxyEventV2): Request => {
  const headers = headersOf(event)
  const bytes = () => Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  const request: Asked = {
    url: urlOf(event),
    method: event.requestContext.http.method,
    headers,
    arrayBuffer: async () => new Uint8Array(bytes()).buffer,
    formData: () => new Response(new Uint8Array(bytes()), { headers }).formData(),
  }
  return request as Request
}
