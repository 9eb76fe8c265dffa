import type { InvitationKind } from '../../../shared/contract/following.ts'
import type { Lang } from '../../../shared/web/lang.ts'

type KindWords = {
  title: string
  /** Said while the form has not been sent, and afterwards. */
  before: string
  after: string
  /** How the code is taken: at a desk with another device, and on the phone that shows it. */
  scan: string
  press: string
  image: string
  open: string
  /** Said once the person did it. */
  done: string
}

type FollowWords = {
  kinds: Record<InvitationKind, KindWords>
  loading: string
  failed: string
  again: string
  remind: string
  reminded: string
  unreminded: string
  next: string
}

const PRESS = '在微信中，长按识别二维码；在其他浏览器中，保存图片后在微信“扫一扫”的相册中识别'
const PRESS_EN = 'In WeChat, press and hold the code. In another browser, save it and open it with Scan in WeChat'

/** What a landing page says of following, adding an adviser, and opening a mini program or an app. */
export const FOLLOW_WORDS: Readonly<Record<Lang, FollowWords>> = {
  zh: {
    kinds: {
      official_account: {
        title: '关注公众号',
        before: '暂不留电话？先关注公众号，了解产品与办理进度。',
        after: '下一步：关注公众号，随时查询进度、接收服务提醒。',
        scan: '用微信扫一扫',
        press: PRESS,
        image: '公众号二维码',
        open: '在微信中打开',
        done: '已关注公众号',
      },
      wecom: {
        title: '添加企业微信顾问',
        before: '暂不留电话？先添加顾问，一对一咨询。',
        after: '下一步：添加顾问的企业微信，一对一为您答疑。',
        scan: '用微信扫一扫',
        press: PRESS,
        image: '顾问的企业微信二维码',
        open: '在微信中添加',
        done: '已添加顾问',
      },
      mini_program: {
        title: '微信小程序',
        before: '也可以直接打开小程序，一键验证手机号。',
        after: '下一步：打开小程序，一键验证手机号，在线申请。',
        scan: '用微信扫一扫',
        press: PRESS,
        image: '小程序码',
        open: '在微信中打开小程序',
        done: '',
      },
      app: {
        title: '下载 App',
        before: '也可以直接下载 App，在线申请。',
        after: '下一步：下载 App，随时查看额度与进度。',
        scan: '用手机扫一扫',
        press: '长按识别二维码',
        image: '下载 App 的二维码',
        open: '下载 App',
        done: '',
      },
    },
    loading: '正在获取…',
    failed: '暂时无法获取，请稍后再试。您仍可通过表单留下联系方式。',
    again: '再试一次',
    remind: '接收审批进度提醒',
    reminded: '已开启提醒：审批有进展时，您会在微信收到一条消息。',
    unreminded: '提醒暂时无法开启，请稍后再试。',
    next: '验证手机号，继续申请',
  },
  en: {
    kinds: {
      official_account: {
        title: 'Follow our official account',
        before: 'Rather not leave your number yet? Follow us on WeChat first.',
        after: 'Next: follow our official account to see your progress and get reminders.',
        scan: 'Scan it with WeChat',
        press: PRESS_EN,
        image: 'QR code of our official account',
        open: 'Open in WeChat',
        done: 'You follow our official account',
      },
      wecom: {
        title: 'Add your adviser',
        before: 'Rather not leave your number yet? Add an adviser on WeCom first.',
        after: 'Next: add your adviser on WeCom, who answers your questions in person.',
        scan: 'Scan it with WeChat',
        press: PRESS_EN,
        image: 'QR code of your adviser on WeCom',
        open: 'Add in WeChat',
        done: 'Your adviser is added',
      },
      mini_program: {
        title: 'Mini program',
        before: 'Or open our mini program, which verifies your number with one tap.',
        after: 'Next: open our mini program, verify your number with one tap and apply.',
        scan: 'Scan it with WeChat',
        press: PRESS_EN,
        image: 'Code of our mini program',
        open: 'Open the mini program in WeChat',
        done: '',
      },
      app: {
        title: 'Get the app',
        before: 'Or download our app and apply there.',
        after: 'Next: download our app to see your limit and progress at any time.',
        scan: 'Scan it with your phone',
        press: 'Press and hold the code',
        image: 'QR code of the download',
        open: 'Download the app',
        done: '',
      },
    },
    loading: 'One moment…',
    failed: 'Not available right now, please try again later. You can leave your contact in the form all the same.',
    again: 'Try again',
    remind: 'Remind me of my progress',
    reminded: 'Reminder set: you get a message in WeChat when there is news.',
    unreminded: 'The reminder could not be set. Please try again later.',
    next: 'Verify your number and apply',
  },
}
