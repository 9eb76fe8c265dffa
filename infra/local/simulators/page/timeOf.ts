/** A time as the page shows it, in the time zone of this machine: `14:03:27`. */
export const timeOf = (at: string): string => new Date(at).toTimeString().slice(0, 8)
