/** Opaque to the caller: the place of the last item of a page. */
export const cursorOf = (place: string): string => Buffer.from(place).toString('base64url')

/** The place that a cursor stands for. */
export const placeOf = (cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString()
