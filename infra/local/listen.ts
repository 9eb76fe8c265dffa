import { createServer, type Server } from 'node:net'
import { HostProblem } from './hostProblem.ts'

/** An address to listen on, and what to do when the port is somebody else's. */
type Place = { port: number; host: string; otherwise: string }

/** Listens on a port, any with 0, and tells which; a HostProblem says why it cannot and what to do. */
export const listen = (server: Server, { port, host, otherwise }: Place): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      reject(
        new HostProblem(
          code === 'EADDRINUSE'
            ? `Port ${port} is taken. ${otherwise}`
            : `No requests can be taken: ${message}. Set PORT or HOST to others.`,
        ),
      ),
    )
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })

/** Says what `listen` would say, before anything is started that would have to be stopped again. */
export const assertCanListen = async (place: Place): Promise<void> => {
  const server = createServer()
  await listen(server, place)
  await new Promise((resolve) => server.close(resolve))
}
