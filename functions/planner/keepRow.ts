import { onItsWayUntil } from '../../shared/conversions/queues.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { PlannerDeps } from './deps.ts'

/** Keeps a new row and sends it on its way; one that is there stays as it is. */
export const keepRow = async ({ conversions, queues, now }: PlannerDeps, row: Conversion): Promise<void> => {
  const isDue = row.status === 'planned' && row.nextAt <= now().toISOString()
  const isNew = await conversions.plan(row, isDue ? { queuedUntil: onItsWayUntil(now()) } : {})
  if (isNew && isDue) await queues.send(row.platform, [row.conversionId])
}
