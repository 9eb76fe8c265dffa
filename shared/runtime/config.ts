import * as z from 'zod'

/** Hosts that a setting lists with commas between them. */
export const HostList = z.string().transform((list) => list.split(',').filter((host) => host !== ''))

/** The function's settings, read once at its start; a missing or malformed one fails that start with its name. */
export const readConfig = <Settings extends z.ZodType>(settings: Settings): z.output<Settings> => {
  const result = settings.safeParse(process.env)
  if (result.success) return result.data
  const complaints = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new Error(`settings are missing or wrong: ${complaints.join('; ')}`)
}

/** Where CloudWatch keeps the metrics of this stage. */
export const metricsNamespace = (): string => process.env.POWERTOOLS_METRICS_NAMESPACE ?? 'Tuoke'
