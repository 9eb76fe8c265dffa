import { besidePutItem } from './besidePutItem.ts'
import { buildFunction } from './builds.ts'
import { leadEvent } from './events.ts'
import type { Figure } from './figure.ts'
import { inFolder } from './folder.ts'
import { withInstallation } from './installed.ts'
import { startFunction } from './side.ts'

/** P3: the CPU of the capture function, beside that of a bare PutItem. */
export const measureHandlerCpu = (): Promise<Figure[]> =>
  inFolder(async (folder) => {
    const directory = await buildFunction('capture', folder)
    return withInstallation(async (installed) => {
      const capture = startFunction('capture', directory, installed)
      try {
        return await besidePutItem(installed, {
          function: 'capture',
          running: capture,
          status: 201,
          eventOf: leadEvent,
          sk: 'LEAD',
          what: 'accepted lead',
          note: 'Stretch 0.7. ',
        })
      } finally {
        capture.stop()
      }
    })
  })
