import type { Stage } from '../../infra/aws/stage.ts'
import { stages } from '../../infra/aws/stages.ts'
import { topology } from '../../infra/topology.ts'
import type { Topology } from '../../infra/topologySpec.ts'

const size = { memoryMb: 256, timeoutSeconds: 30 }

/** Tuoke's own topology with a function of each kind that it does not have yet. */
export const everyKind: Topology = {
  functions: {
    ...topology.functions,
    send: {
      ...size,
      entry: 'functions/send/handler.ts',
      trigger: { kind: 'queue', queues: ['calls'], batchSize: 10 },
      callsFromFixedAddress: true,
      rights: { table: [{ actions: ['UpdateItem'], items: ['LEAD'] }] },
      settings: { TABLE_NAME: { host: 'tableName' } },
    },
    decide: {
      ...size,
      entry: 'functions/decide/handler.ts',
      trigger: { kind: 'event', pattern: { source: ['bank'], 'detail-type': ['credit.decision'] } },
      rights: { sendTo: ['calls'] },
      settings: { CALLS: { queueUrl: 'calls' } },
    },
    sweep: {
      ...size,
      entry: 'functions/sweep/handler.ts',
      trigger: { kind: 'schedule', everyMinutes: 60 },
      rights: { table: [{ actions: ['Query'], items: ['ROSTER'] }] },
      settings: {},
    },
  },
  queues: { ...topology.queues, calls: { visibilitySeconds: 180, maxReceives: 5 } },
}

/** A stage that chooses everything that can be chosen. */
export const everyChoice: Stage = {
  ...stages.frankfurt,
  account: '111122223333',
  memoryMb: { capture: 1024 },
  forwardTo: 'arn:aws:events:eu-central-1:444455556666:event-bus/bank',
  silence: { capturesMinutes: 60, followsMinutes: 240 },
  domain: { name: 'leads.bank.example', certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/synthetic' },
  rollout: 'linear_10_percent_every_minute',
  decisionSources: ['bank.credit'],
  outboundHosts: ['api.weixin.qq.com', 'qyapi.weixin.qq.com'],
  fixedAddress: true,
  clickBalancer: {
    name: 'clicks.bank.example',
    certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/clicks',
  },
  operatorSignIn: { issuer: 'https://sign-in.bank.example/', audience: ['tuoke'] },
}

/** The same where operators show their key alone: only such a stage has the console. */
export const openChoice: Stage = { ...everyChoice, operatorSignIn: undefined }
