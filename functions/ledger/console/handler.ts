import * as z from 'zod'
import { consoleApp } from '../../../shared/console/consoleApp.ts'
import { dynamoClient } from '../../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../../shared/runtime/config.ts'
import { lambdaHandler } from '../../../shared/runtime/http.ts'
import { sessionStore } from '../../../shared/store/sessionStore.ts'
import { openTable } from '../../../shared/store/table.ts'
import { depsOn } from '../installed.ts'
import { SCREENS } from './screens.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string() }))

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

export const handler = lambdaHandler(
  'ledgerConsole',
  consoleApp({ ...depsOn(table), sessions: sessionStore(table) }, SCREENS),
)
