type FormFile = { field: string; name: string; type: string; bytes: Uint8Array }

/** A form with a file as `multipart/form-data` (RFC 7578). The boundary must occur nowhere in it; names and values are ours and hold no quotes or line breaks. */
export const multipart = (
  fields: Readonly<Record<string, string>>,
  { field, name, type, bytes }: FormFile,
  boundary: string,
): { contentType: string; body: Uint8Array } => {
  const part = (about: string, more = '') =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${about}\r\n${more}\r\n`)
  const texts = Object.entries(fields).flatMap(([key, value]) => [part(`name="${key}"`), Buffer.from(`${value}\r\n`)])
  const head = part(`name="${field}"; filename="${name}"`, `content-type: ${type}\r\n`)
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...texts, head, bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}
