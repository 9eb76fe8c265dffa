/** What a platform is answered, as its documents want it. */
export type JsonAnswer = { status: 200; contentType: 'application/json'; body: string }

/** 200 with a JSON body. */
export const jsonAnswer = (body: object): JsonAnswer => ({
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify(body),
})
