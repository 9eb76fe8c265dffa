import type { Stage } from './stage.ts'

/** What all stages with real customers share. */
const forCustomers = {
  busName: 'tuoke',
  logRetentionDays: 180,
  concurrency: { perFunction: 100 },
  throttle: { ratePerSecond: 2000, burst: 1000 },
  rollout: 'canary_10_percent_5_minutes',
  outboundHosts: [],
  decisionSources: [],
} as const

/** Every deployment of Tuoke. Change, add and remove them as you need; `npx cdk deploy --all -c stage=<name>` deploys one. */
export const stages = {
  trial: {
    region: 'us-east-1',
    architecture: 'arm64',
    busName: 'tuoke-trial',
    alarms: { none: 'Nobody is on duty for a trial; alarms show in the console.' },
    silence: { none: 'A trial has no ads running.' },
    logRetentionDays: 30,
    concurrency: {
      none: 'A new account may run ten copies of everything together; a trial needs no share of its own.',
    },
    throttle: { ratePerSecond: 100, burst: 100 },
    rollout: 'all_at_once',
    outboundHosts: [],
    decisionSources: [],
  },
  frankfurt: {
    ...forCustomers,
    region: 'eu-central-1',
    architecture: 'arm64',
    alarms: { email: 'tuoke-on-duty@bank.example' },
    silence: { capturesMinutes: 120 },
  },
  singapore: {
    ...forCustomers,
    region: 'ap-southeast-1',
    architecture: 'arm64',
    alarms: { email: 'tuoke-on-duty@bank.example' },
    silence: { capturesMinutes: 120 },
  },
  beijing: {
    ...forCustomers,
    region: 'cn-north-1',
    architecture: 'x86_64',
    alarms: { email: 'tuoke-on-duty@bank.example' },
    silence: { capturesMinutes: 60 },
    icpFiling: '京ICP备00000000号',
  },
  ningxia: {
    ...forCustomers,
    region: 'cn-northwest-1',
    architecture: 'x86_64',
    alarms: { email: 'tuoke-on-duty@bank.example' },
    silence: { capturesMinutes: 60 },
    icpFiling: '宁ICP备00000000号',
  },
} satisfies Record<string, Stage>
