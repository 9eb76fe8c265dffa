import type { Setting } from './topologySpec.ts'

/** What a host fills into settings. */
export type HostSettings = Record<Extract<Setting, { host: string }>['host'], string>

/** The value of a setting on a host. */
export const settingValue = (setting: Setting, host: HostSettings, queueUrl: (queue: string) => string): string => {
  if ('value' in setting) return setting.value
  return 'host' in setting ? host[setting.host] : queueUrl(setting.queueUrl)
}
