import { allItems, type StoredItem } from '../../harness/items.ts'
import { buildFunction } from '../builds.ts'
import { leadEvent, visitEvent } from '../events.ts'
import { inFolder } from '../folder.ts'
import { type Installed, withInstallation } from '../installed.ts'
import { startFunction } from '../side.ts'

const WARM = 200
const CALLS = 1000

/** What the stream shows of a new item, as a batch of its own. */
const batchOf = (image: StoredItem, n: number): object => ({
  Records: [
    {
      eventID: String(n),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      dynamodb: { SequenceNumber: String(n).padStart(21, '0'), NewImage: image, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  ],
})

/** Milliseconds of CPU that a built function takes for a call, in a process of its own, once it is warm. */
const cpuMsOf = async (
  name: string,
  installed: Installed,
  { inputs, status }: { inputs: object[]; status: number },
): Promise<number> =>
  inFolder(async (folder) => {
    const running = startFunction(name, await buildFunction(name, folder), installed)
    try {
      await running.run({ inputs: inputs.slice(0, WARM), atOnce: 1 }, () => status)
      const measured = inputs.slice(WARM)
      const { cpuMicroseconds } = await running.run({ inputs: measured, atOnce: 1 }, () => status)
      return cpuMicroseconds / measured.length / 1000
    } finally {
      running.stop()
    }
  })

const many = (make: (n: number) => object): object[] => Array.from({ length: WARM + CALLS }, (_, n) => make(n))

const itemsOf = async ({ dynamodb }: Installed, kind: string): Promise<StoredItem[]> =>
  (await allItems(dynamodb)).filter(({ sk }) => sk?.S === kind)

/** Milliseconds of CPU per call, by function, for a lead and for a visit. */
export const measureCpu = () =>
  withInstallation(async (installed) => {
    const lead: Record<string, number> = {}
    const visit: Record<string, number> = {}
    lead.capture = await cpuMsOf('capture', installed, { inputs: many(leadEvent), status: 201 })
    visit.capture = await cpuMsOf('capture', installed, { inputs: many(visitEvent), status: 202 })
    const leads = (await itemsOf(installed, 'LEAD')).map(batchOf)
    const visits = (await itemsOf(installed, 'VISIT')).map(batchOf)
    for (const name of ['relay', 'journal']) lead[name] = await cpuMsOf(name, installed, { inputs: leads, status: 200 })
    visit.journal = await cpuMsOf('journal', installed, { inputs: visits, status: 200 })
    return { lead, visit }
  })
