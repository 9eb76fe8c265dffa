import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { createDocsApp } from './app.ts'

const { LAMBDA_TASK_ROOT } = readConfig(z.object({ LAMBDA_TASK_ROOT: z.string() }))

export const handler = lambdaHandler(
  'docs',
  createDocsApp((file) => readFileSync(join(LAMBDA_TASK_ROOT, file), 'utf8')),
)
