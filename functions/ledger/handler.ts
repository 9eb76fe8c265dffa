import * as z from 'zod'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { openTable } from '../../shared/store/table.ts'
import { createLedgerApp } from './app.ts'
import { depsOn } from './installed.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string() }))

export const handler = lambdaHandler(
  'ledger',
  createLedgerApp(depsOn(openTable({ db: dynamoClient(), name: config.TABLE_NAME }))),
)
