import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { linesOf, type StartFunction } from './builtFunction.ts'
import { atEnd, temporaryFolder } from './place.ts'
import { startRuntimeApi } from './runtimeApi.ts'

/** Runs a built function under AWS's own runtime client for Node.js, which is installed in a folder. */
export const runtimeClientIn =
  (folder: string): StartFunction =>
  async (environment) => {
    const api = await startRuntimeApi()
    atEnd(api.close)
    const client = join(folder, 'node_modules/aws-lambda-ric/index.mjs')
    const child = spawn(process.execPath, [client, 'index.handler'], {
      cwd: temporaryFolder(),
      env: { ...environment, AWS_LAMBDA_RUNTIME_API: api.address },
    })
    atEnd(() => child.kill('SIGKILL'))
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output += data
      })
    child.once('close', () => api.failAll(`the runtime has ended: ${output.slice(-1000)}`))
    return { invoke: api.invoke, log: () => linesOf(output) }
  }
