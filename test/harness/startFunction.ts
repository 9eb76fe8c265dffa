import type { StartFunction } from './builtFunction.ts'
import { startFresh } from './freshProcess.ts'
import { runtimeClientIn } from './runtimeClient.ts'

const { RUNTIME_CLIENT } = process.env

/** How tests run built functions: in plain processes, or, told by `npm run test:runtime`, under AWS's runtime client. */
export const startFunction: StartFunction = RUNTIME_CLIENT === undefined ? startFresh : runtimeClientIn(RUNTIME_CLIENT)
