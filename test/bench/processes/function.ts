import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { TRACE } from '../../harness/builtFunction.ts'
import { serveJobs } from './jobs.ts'

const { LAMBDA_TASK_ROOT = '', AWS_LAMBDA_FUNCTION_NAME } = process.env

/** Calls a built function as Lambda does. */
const { handler } = await import(pathToFileURL(join(LAMBDA_TASK_ROOT, 'index.mjs')).href)

process.env._X_AMZN_TRACE_ID = TRACE

const context = {
  functionName: AWS_LAMBDA_FUNCTION_NAME,
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  getRemainingTimeInMillis: () => 10_000,
}

/** A consumer that kept everything answers as well as a page does. */
const statusOf = ({ statusCode, batchItemFailures }: { statusCode?: number; batchItemFailures?: unknown[] }): number =>
  statusCode ?? (batchItemFailures?.length === 0 ? 200 : 500)

serveJobs(async (event) => statusOf(await handler(event, context)))
