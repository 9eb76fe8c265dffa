import * as z from 'zod'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { openTable } from '../../shared/store/table.ts'
import { createPartnersApp } from './app.ts'
import { depsOn } from './installed.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string(), KEY_ID: z.string() }))

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

export const handler = lambdaHandler('partners', createPartnersApp(depsOn(table, config)))
