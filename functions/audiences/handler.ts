import * as z from 'zod'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { HostList, readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { openTable } from '../../shared/store/table.ts'
import { createAudiencesApp } from './app.ts'
import { depsOn } from './installed.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string(), KEY_ID: z.string(), OUTBOUND_HOSTS: HostList }))

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

export const handler = lambdaHandler('audiences', createAudiencesApp(depsOn(table, config)))
