import { sayerOf, type Words } from '../../../shared/console/words.ts'
import type { AudienceKind, LeftOut } from '../../../shared/domain/audience.ts'
import type { Lang } from '../../../shared/web/lang.ts'

const KINDS = {
  positive: ['正向：已授信', 'Positive: granted credit'],
  negative: ['负向：被拒绝或无效', 'Negative: declined or invalid'],
} as const satisfies Words<AudienceKind>

const REASONS = {
  test_lead: ['测试线索', 'Test leads'],
  erased: ['已删除', 'Erased'],
  joined: ['已合并到另一条线索', 'Joined with another lead'],
  consent_missing_ad_measurement: ['未授权广告效果评估', 'No consent to ad measurement'],
  recipient_not_named_ad_measurement: ['授权文本未写明接收方', 'Consent that names others'],
  consent_missing_cross_border: ['未授权数据出境', 'No consent to go abroad'],
  recipient_not_named_cross_border: ['出境授权未写明接收方', 'Consent to go abroad that names others'],
  overturned: ['审批结果已改变', 'Decisions that no longer stand'],
  no_phone: ['没有手机号', 'No phone'],
} as const satisfies Words<LeftOut>

const WORDS = {
  audiences: ['人群包', 'Audiences'],
  help: [
    '只有授权文本写明接收方的线索才会进入人群包；交出前每条线索都会留下记录。一次最多 1,000 人。',
    'Only leads whose consent names the recipient go into a pack, and each has an entry in its timeline before it does. At most 1,000 at once.',
  ],
  kind: ['人群', 'Pack'],
  recipient: ['接收方', 'Recipient'],
  count: ['统计', 'Count'],
  members: ['可进入人群包', 'In the pack'],
  leftOut: ['未进入的原因', 'Left out because'],
  nobody: ['没有', 'Nobody'],
  upload: ['上传到腾讯广告', 'Upload to Tencent Ads'],
  uploaded: ['已上传，腾讯广告人群编号', 'Uploaded to the audience of Tencent Ads'],
  nothingUploaded: ['没有可以上传的线索。', 'There was nobody to upload.'],
  nextPart: ['下一批', 'The next ones'],
} as const satisfies Words

/** Says what the screen of audiences says, in a language. */
export const audienceWordsIn = sayerOf(WORDS)

/** What a pack is called. */
export const kindWord = (kind: AudienceKind, lang: Lang): string => sayerOf(KINDS)(lang)(kind)

/** Why leads are left out. */
export const leftOutWord = (reason: LeftOut, lang: Lang): string => sayerOf(REASONS)(lang)(reason)
