import type { FunctionSpec, QueueSpec, Topology, Trigger } from '../../infra/topologySpec.ts'

/** A topology of fixture functions, each by its trigger. */
export const topologyOf = (
  triggers: Record<string, Trigger>,
  {
    entry = 'test/fixtures/functions/scripted.ts',
    timeoutSeconds = 5,
    queues = {},
  }: { entry?: string; timeoutSeconds?: number; queues?: Record<string, QueueSpec> } = {},
): Topology => ({
  functions: Object.fromEntries(
    Object.entries(triggers).map(([name, trigger]): [string, FunctionSpec] => [
      name,
      { entry, trigger, memoryMb: 128, timeoutSeconds, rights: {}, settings: {} },
    ]),
  ),
  queues,
})
