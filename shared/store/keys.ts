/**
 * Access patterns, all on the table's own key:
 *
 * | pattern | key |
 * |---|---|
 * | a campaign; all campaigns by id | CAMPAIGN#<id> / CAMPAIGN; DIRECTORY#CAMPAIGN / <id> |
 * | a visit | VISIT#<campaign>#<visit> / VISIT |
 * | a click, by what a landing page would know it by, else its own id | CLICK#<campaign>#<platform>#<id> / CLICK |
 * | a lead; its journal, with the lead, in one query | LEAD#<id> / LEAD; LEAD#<id> / EVENT#<event> |
 * | what a lead consented to be reminded of, once each; the messages that used a consent up | LEAD#<id> / REMINDER#<template>#<consent>; LEAD#<id> / MESSAGE#<template>#<message> |
 * | what an idempotency key answered | IDEMPOTENCY#<index> / IDEMPOTENCY |
 * | a solved challenge | CHALLENGE#<nonce> / CHALLENGE |
 * | the code sent to a phone | CODE#<index> / CODE |
 * | a code or link that was made for a lead or a visit | INVITATION#<id> / INVITATION |
 * | an application | APPLICATION#<id> / APPLICATION |
 * | the customer that a phone is, bank-wide | IDENTITY#phone#<index> / IDENTITY |
 * | the leads of a campaign day, newest first | ROSTER#<campaign>#<day>#<shard> / <received at>#<lead> |
 * | the counters of a campaign's months, by cohort and by event day | COUNTER#<campaign>#<mode>#<month>#<shard> / <day>#<dimensions> |
 * | what a campaign cost in a month | SPEND#<campaign>#<month> / <day> <platform>|<account>|<ad> |
 * | an API key, a connection, the key ring | KEY#<id> / KEY, CONNECTION#<kind>#<id> / CONNECTION, KEYRING / KEYRING |
 * | a console session, by the hash of its id | SESSION#<hash> / SESSION |
 * | how often something was done in a span of time | LIMIT#<index>#<start> / LIMIT |
 * | what happened in a campaign on a day, beside captures, newest first | ACTIVITY#<campaign>#<day>#<shard> / <at>#<event> |
 * | all API keys by id | DIRECTORY#KEY / <id> |
 * | the last recount | RECOUNT / RECOUNT |
 * | the access token of a connection | TOKEN#<kind>#<connection> / TOKEN |
 * | somebody known to an account, by a blind index | FOLLOWER#<index> / FOLLOWER |
 * | the connection of an account at WeChat or WeCom | ACCOUNT#<platform>#<app or corp id> / ACCOUNT |
 * | what an account told that no rule is for, newest first | RECEIVED#<kind>#<app or corp id> / <at>#<index> |
 * | a conversion | CONVERSION#<id> / CONVERSION |
 * | conversions that are to be sent at a time; those that wait for their destination | DUE#<platform>#<shard> / <at>#<conversion>; PARKED#<shard> / <deadline>#<conversion> |
 * | the conversions of a campaign, the latest milestone first | LEDGER#<campaign>#<shard> / <at>#<conversion> |
 * | a partner, with its secrets; all partners by id | PARTNER#<id> / PARTNER; DIRECTORY#PARTNER / <id> |
 * | how many leads of a partner's terms were accepted on a day | CAP#<partner>#<terms>#<mode>#<day> / CAP |
 * | what a partner brought in a month, in the order of time | STATEMENT#<partner>#<month> / <at>#<lead or event> |
 * | what a partner's quality is judged by, since it was last let in | TALLY#<partner>#<shard> / <since>#<day> |
 * | the lead that a partner brought by a click | BROUGHT#<partner>#<click id> / BROUGHT |
 * | records put aside by a consumer | QUARANTINE#<function> / <sequence number> |
 */
export type Key = { pk: string; sk: string }

export const campaignKey = (campaignId: string): Key => ({ pk: `CAMPAIGN#${campaignId}`, sk: 'CAMPAIGN' })

export const campaignDirectory = 'DIRECTORY#CAMPAIGN'
export const directoryKey = (campaignId: string): Key => ({ pk: campaignDirectory, sk: campaignId })

export const visitKey = (campaignId: string, visitId: string): Key => ({
  pk: `VISIT#${campaignId}#${visitId}`,
  sk: 'VISIT',
})

/** The id goes last: it may hold anything. */
export const clickKey = (campaignId: string, platform: string, id: string): Key => ({
  pk: `CLICK#${campaignId}#${platform}#${id}`,
  sk: 'CLICK',
})

export const leadKey = (leadId: string): Key => ({ pk: `LEAD#${leadId}`, sk: 'LEAD' })

const JOURNAL_PREFIX = 'EVENT#'

/** A journal entry lies beside the item whose change it records. */
export const entryKey = (pk: string, eventId: string): Key => ({ pk, sk: `${JOURNAL_PREFIX}${eventId}` })

export const isEntryKey = ({ sk }: Key): boolean => sk.startsWith(JOURNAL_PREFIX)

/** What was asked about without a template. */
const NO_TEMPLATE = '-'

/** Consents of one template lie together. Neither id holds a `#`. */
export const reminderPrefix = (templateId = NO_TEMPLATE): string => `REMINDER#${templateId}#`

export const reminderKey = (leadId: string, templateId: string | undefined, consentId: string): Key => ({
  pk: leadKey(leadId).pk,
  sk: `${reminderPrefix(templateId)}${consentId}`,
})

export const reminderMessageKey = (leadId: string, templateId = NO_TEMPLATE, messageId: string): Key => ({
  pk: leadKey(leadId).pk,
  sk: `MESSAGE#${templateId}#${messageId}`,
})

export const idempotencyKey = (index: string): Key => ({ pk: `IDEMPOTENCY#${index}`, sk: 'IDEMPOTENCY' })

export const challengeKey = (nonce: string): Key => ({ pk: `CHALLENGE#${nonce}`, sk: 'CHALLENGE' })

export const invitationKey = (invitationId: string): Key => ({ pk: `INVITATION#${invitationId}`, sk: 'INVITATION' })

export const applicationKey = (applicationId: string): Key => ({
  pk: `APPLICATION#${applicationId}`,
  sk: 'APPLICATION',
})

export const phoneCodeKey = (index: string): Key => ({ pk: `CODE#${index}`, sk: 'CODE' })

export const identityKey = (kind: 'phone', index: string): Key => ({ pk: `IDENTITY#${kind}#${index}`, sk: 'IDENTITY' })

export const apiKeyKey = (keyId: string): Key => ({ pk: `KEY#${keyId}`, sk: 'KEY' })

export const connectionKey = (kind: string, connectionId: string): Key => ({
  pk: `CONNECTION#${kind}#${connectionId}`,
  sk: 'CONNECTION',
})

export const providerTokenKey = (kind: string, connectionId: string): Key => ({
  pk: `TOKEN#${kind}#${connectionId}`,
  sk: 'TOKEN',
})

export const followerKey = (index: string): Key => ({ pk: `FOLLOWER#${index}`, sk: 'FOLLOWER' })

export const accountKey = (platform: 'wechat' | 'wecom', id: string): Key => ({
  pk: `ACCOUNT#${platform}#${id}`,
  sk: 'ACCOUNT',
})

export const receivedPartition = (kind: string, id: string): string => `RECEIVED#${kind}#${id}`

export const keyDirectory = 'DIRECTORY#KEY'
export const keyDirectoryKey = (keyId: string): Key => ({ pk: keyDirectory, sk: keyId })

export const sessionKey = (hash: string): Key => ({ pk: `SESSION#${hash}`, sk: 'SESSION' })

export const limitKey = (index: string, start: number): Key => ({ pk: `LIMIT#${index}#${start}`, sk: 'LIMIT' })

export const conversionKey = (conversionId: string): Key => ({
  pk: `CONVERSION#${conversionId}`,
  sk: 'CONVERSION',
})

export const duePartition = (platform: string, shard: number): string => `DUE#${platform}#${shard}`

export const parkedPartition = (shard: number): string => `PARKED#${shard}`

export const ledgerPartition = (campaignId: string, shard: number): string => `LEDGER#${campaignId}#${shard}`

export const partnerKey = (partnerId: string): Key => ({ pk: `PARTNER#${partnerId}`, sk: 'PARTNER' })

export const partnerDirectory = 'DIRECTORY#PARTNER'
export const partnerDirectoryKey = (partnerId: string): Key => ({ pk: partnerDirectory, sk: partnerId })

/** What is counted towards the daily cap of a partner's terms. */
export type CapPlace = { partnerId: string; termsId: string; mode: 'live' | 'test'; day: string }

export const capKey = ({ partnerId, termsId, mode, day }: CapPlace): Key => ({
  pk: `CAP#${partnerId}#${termsId}#${mode}#${day}`,
  sk: 'CAP',
})

export const statementPartition = (partnerId: string, month: string): string => `STATEMENT#${partnerId}#${month}`

export const TALLY_PREFIX = 'TALLY#'

export const tallyPartition = (partnerId: string, shard: number): string => `${TALLY_PREFIX}${partnerId}#${shard}`

export const tallySortKey = (since: string, day: string): string => `${since}#${day}`

/** What a tally is of. No part of its key holds a `#`. */
export const tallyOf = ({ pk, sk }: Key): { partnerId: string; since: string; day: string } => {
  const [, partnerId = ''] = pk.split('#')
  const [since = '', day = ''] = sk.split('#')
  return { partnerId, since, day }
}

/** The id goes last: it may hold anything. */
export const broughtKey = (partnerId: string, clickId: string): Key => ({
  pk: `BROUGHT#${partnerId}#${clickId}`,
  sk: 'BROUGHT',
})

export const recountKey: Key = { pk: 'RECOUNT', sk: 'RECOUNT' }

export const keyRingKey: Key = { pk: 'KEYRING', sk: 'KEYRING' }

export const quarantinePartition = (consumer: string): string => `QUARANTINE#${consumer}`

export const quarantineKey = (consumer: string, sequenceNumber: string): Key => ({
  pk: quarantinePartition(consumer),
  sk: sequenceNumber,
})

/** Counters and rosters are spread over this many partitions. Readers ask all of them: it may grow, never shrink. */
export const WRITE_SHARDS = 4

export const ALL_SHARDS = Array.from({ length: WRITE_SHARDS }, (_, shard) => shard)

/** The write shard of an item, chosen by its partition key. */
export const shardOf = (pk: string): number => {
  let hash = 0
  for (let i = 0; i < pk.length; i++) hash = (hash * 31 + pk.charCodeAt(i)) >>> 0
  return hash % WRITE_SHARDS
}

export const rosterPartition = (campaignId: string, day: string, shard: number): string =>
  `ROSTER#${campaignId}#${day}#${shard}`

export const activityPartition = (campaignId: string, day: string, shard: number): string =>
  `ACTIVITY#${campaignId}#${day}#${shard}`

type RosterPlace = { campaignId: string; day: string; shard: number; at: string; leadId: string }

export const rosterKey = ({ campaignId, day, shard, at, leadId }: RosterPlace): Key => ({
  pk: rosterPartition(campaignId, day, shard),
  sk: `${at}#${leadId}`,
})

export const spendPartition = (campaignId: string, month: string): string => `SPEND#${campaignId}#${month}`

type CounterPartition = { campaignId: string; mode: string; month: string; shard: number }

export const COUNTER_PREFIX = 'COUNTER#'

export const counterPartition = ({ campaignId, mode, month, shard }: CounterPartition): string =>
  `${COUNTER_PREFIX}${campaignId}#${mode}#${month}#${shard}`

/** What a counter's partition is of. No part of it holds a `#`. */
export const counterPartitionOf = (pk: string): Omit<CounterPartition, 'shard'> => {
  const [, campaignId = '', mode = '', month = ''] = pk.split('#')
  return { campaignId, mode, month }
}
