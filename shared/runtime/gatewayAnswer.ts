import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

/** Text, but for CSV: as text it would lose the byte order mark that Excel needs. */
const isText = (type: string): boolean => /^text\/(?!csv)|[/+](json|xml|javascript)\b/.test(type)

/** A response as an HTTP API takes it (payload format 2.0): text as it is, all else in base64. */
export const answerOf = async (response: Response): Promise<APIGatewayProxyStructuredResultV2> => {
  const headers: Record<string, string> = {}
  response.headers.forEach((value, name) => {
    if (name !== 'set-cookie') headers[name] = value
  })
  const cookies = response.headers.getSetCookie()
  const isBase64Encoded = !isText(headers['content-type'] ?? 'text/plain')
  return {
    statusCode: response.status,
    headers,
    ...(cookies.length > 0 && { cookies }),
    body: isBase64Encoded ? Buffer.from(await response.arrayBuffer()).toString('base64') : await response.text(),
    isBase64Encoded,
  }
}
