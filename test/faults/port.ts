import { createServer } from 'node:net'

const FIRST = 20_000
const PORTS = 10_000

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/**
 * A free port below those that systems give to outgoing connections. One of those could go to somebody who connects,
 * even to himself, while the server that owns it is down.
 */
export const steadyPort = async (): Promise<number> => {
  for (let i = 0; i < PORTS; i++) {
    const port = FIRST + ((process.pid + i) % PORTS)
    if (await isFree(port)) return port
  }
  throw new Error('no port is free')
}
