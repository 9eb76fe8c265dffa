import * as z from 'zod'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { HostList, readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { createOperationsApp } from './app.ts'
import { depsOn } from './installed.ts'

const config = readConfig(
  z.object({
    TABLE_NAME: z.string(),
    KEY_ID: z.string(),
    CLICK_ORIGIN: z.string(),
    MOST_CLICK_WINDOW_DAYS: z.coerce.number().min(1),
    OUTBOUND_HOSTS: HostList,
  }),
)
const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

const deps = { ...depsOn(table, config), conversions: conversionStore(table) }

export const handler = lambdaHandler('operations', createOperationsApp(deps, config.OUTBOUND_HOSTS))
