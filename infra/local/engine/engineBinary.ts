import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { HostProblem } from '../hostProblem.ts'

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const inPlatformPackage = (): string | undefined => {
  try {
    const name = `@dynoxide/${process.platform}-${process.arch}/package.json`
    return join(dirname(createRequire(import.meta.url).resolve(name)), 'dynoxide')
  } catch {
    return undefined
  }
}

const onPath = (): string[] => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'dynoxide'))

/** The Dynoxide program of this machine: the platform's npm package, or one on the path. */
export const findEngine = (): string => {
  const found = [inPlatformPackage(), ...onPath()].find((file) => file !== undefined && isExecutable(file))
  if (found) return found
  throw new HostProblem(
    [
      `No DynamoDB engine was found for ${process.platform}-${process.arch}. Do one of these:`,
      `  npm install --no-save @dynoxide/${process.platform}-${process.arch}`,
      '  install Dynoxide so that "dynoxide" is on your path (https://github.com/nubo-db/dynoxide)',
      '  start another engine, such as DynamoDB Local, and set DYNAMODB_ENDPOINT=http://localhost:8000',
    ].join('\n'),
  )
}
