import type { getHealth } from '../../shared/contract/pages.ts'
import type { Answer } from '../../shared/runtime/mount.ts'
import type { PagesDeps } from './deps.ts'

export const handleGetHealth =
  ({ askStore }: PagesDeps) =>
  async (): Promise<Answer<(typeof getHealth)['success']>> => {
    await askStore()
    return { status: 200, body: { status: 'ok' } }
  }
