import * as z from 'zod'
import { endpoint } from './endpoint.ts'

export const getHealth = endpoint({
  operationId: 'getHealth',
  method: 'get',
  path: '/health',
  tag: 'pages',
  summary: 'Whether the API and its store answer',
  caller: { kind: 'public' },
  success: { 200: z.object({ status: z.literal('ok') }).meta({ id: 'Health' }) },
  problems: [],
})
