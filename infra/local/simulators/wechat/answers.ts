import type * as z from 'zod'

/** The error that WeChat and WeCom answer with, inside HTTP 200. */
export const refused = (errcode: number) => ({ errcode, errmsg: `simulated error ${errcode}` })

/** A JSON body that fits a schema; undefined otherwise. */
export const bodyOf = <Body>(text: string, schema: z.ZodType<Body>): Body | undefined => {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
