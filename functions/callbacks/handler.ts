import { lambdaHandler } from '../../shared/runtime/http.ts'
import { createCallbacksApp } from './app.ts'
import { installedDeps } from './installed.ts'

export const handler = lambdaHandler('callbacks', createCallbacksApp(installedDeps()))
