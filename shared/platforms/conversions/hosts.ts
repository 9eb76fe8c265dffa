import { CALLBACK_PLACES } from '../ownAddress.ts'

/** Where platforms take conversions, and Google gives tokens. */
export const PLATFORM_HOSTS: readonly string[] = [
  ...Object.values(CALLBACK_PLACES)
    .flat()
    .map((place) => place.slice(0, place.indexOf('/'))),
  'ad.oceanengine.com',
  'analytics.oceanengine.com',
  'datamanager.googleapis.com',
  'graph.facebook.com',
  'oauth2.googleapis.com',
]
