import { join } from 'node:path'
import { freePort } from '../../../infra/local/engine/engine.ts'
import { prepareFollows } from '../../faults/invited.ts'
import { type Server, serverOn } from '../../faults/server.ts'
import { inFolder } from '../folder.ts'

/** Works with a server that listens to an official account, and its data folder; its table is on an engine of its own unless another is named. */
export const withListener = <Result>(
  work: (server: Server, data: string) => Promise<Result>,
  engine?: string,
): Promise<Result> =>
  inFolder(async (data) => {
    const server = serverOn({ data, port: await freePort(), log: join(data, 'server.log') })
    server.useEngine(engine)
    server.start()
    try {
      await server.ready()
      await prepareFollows(server)
      return await work(server, data)
    } finally {
      await server.kill('SIGTERM')
    }
  })
