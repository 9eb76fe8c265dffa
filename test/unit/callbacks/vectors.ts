/** Vectors of the reference, §2.1, §2.2 and §4.1. */

/** When they were signed. */
export const NOW = new Date(1_700_000_000_000)

export const TOKEN = 'testtoken'
export const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
export const APP_ID = 'wx1234567890abcdef'
export const CORP_ID = 'ww0123456789abcdef'
export const STAMP = { timestamp: '1700000000', nonce: '123456789' }
/** The random bytes before the text. */
export const RANDOM = Buffer.from('0123456789abcdef')
/** Of token, timestamp and nonce. */
export const PLAIN_SIGNATURE = '1224ee560df62329b43aeee20636a0defb583ee4'

export type Vector = { text: string; encrypt: string; msgSignature: string }

/** Somebody follows an official account by a code. */
export const WECHAT_EVENT: Vector = {
  text: '<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[oTESTopenid0000000000000001]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_ch_gdt_0001]]></EventKey><Ticket><![CDATA[TICKET0001]]></Ticket></xml>',
  encrypt:
    'Q3stYC6hdFzMh9T8HCvyDNNNPLgR8/Lk1XrhvT+BxbL8+T3oTnov3K0LMgaeenbi/FgBwzI7cltlx5s2sN2ek07nyO/uUYd7d45Br87jV4dtXqNcIDkq8O0NbVopK1cW4Lf1IcDzf2LstBipizmu0pMI2QkluJDsPDzdN5VoI9sXvijDGcMYpWYqGgOwfNbKAJk2JnhBUkOQvlXHeDCRKBB/CorCBZb9DP4ljFyOShHFIs+CubAbXjkZ2QSaqFlFPzXSvzCKVMGKfe7CeXvlT2gZoutltMY+kCGpE1QyaUYASnSGKNkJQFdAjQYLq+0OYVnds1rco7n/HJTX0xuZ2a6UXCKv2Dns5Tuql0TtRzCBlBz1SE7+0qcNEbzC2Dzbh2nBjZrJ672iEAjouwsg4aKOa1TAFIDnDBSPewrgkydWbNH/JRtVmMehZCmGGsRkZwHBP206+ExXzk+/1fbyua9lmB24bTnn3q7aLijPYjOW086QJHgbLeQo/Qza/Jo1',
  msgSignature: '4c4d5d53331c9c39104a4a8a5fe5822f7d41a574',
}

/** WeCom checks the address. */
export const WECOM_ECHO: Vector = {
  text: '1616140317555161061',
  encrypt: 'Q3stYC6hdFzMh9T8HCvyDH0IHJENRtL8kKsqSYgg4gBeiTpo2e8dLmRRhxdna5yMVu0s4RoCX7iZ4LGYqVDhtA==',
  msgSignature: '81469c77bcfbd2188babc85aa42915e605f2a81a',
}

/** Somebody adds a member of staff by a code. */
export const WECOM_EVENT: Vector = {
  text: '<xml><ToUserName><![CDATA[ww0123456789abcdef]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_contact]]></ChangeType><UserID><![CDATA[zhangsan]]></UserID><ExternalUserID><![CDATA[wmTESTexternal0000000000000001]]></ExternalUserID><State><![CDATA[L1a2b3c4d5e6f7g8]]></State><WelcomeCode><![CDATA[WELCOMECODE]]></WelcomeCode></xml>',
  encrypt:
    'Q3stYC6hdFzMh9T8HCvyDAl1zqqdTIi30Z5vkesgUuUSSi0cba45IgamnE8bWRNLx47BPkusWGriXsH4d2LTs+3cQD/jmSJKqWi+J2YSLeuWIEgNl5Al/kWJcne7qtqXpOXFXPDjccN1ZhodbQJT9UMZ1EGfYtmJTkMX/4/qLSNk7RoMy0zouiOBv29gDgrckPtC/+BNLJoQnhgmOhMjDtcFLiryjw9LxBR3WArlM6h1l7ZAAkE65gfNdCnxCCafybAqWsWqW8Sbi3iKAufyXTB6Xr8jmyOGYtl4REetNuFAOtZWv1pZ02+M9IRkgSzDL8C+HEXE0YPKVR6OfqqJ9jMB9alNIJAN7Vz7DOr6Y4Lgu0n1fVDwMX614I1oWOJnZ4uBeT58+eJL88cHjjfL+lbJiKYoDagO3Jo4p9BnYxaqZCSwCBmXD/ts8YqLM1gzZ46vr8BcpsvZpq0zGme4CPPuQKAbRFZ2eK+Z2/9muk4pD/cmZDlrtFRnBLdBvJtH3nshDlVV/hN5prp5wy9iO20D+YBczz1MW8oGe8+WyH+ourJV1iIEDDzvO39TA8PBZCA6pueDofWfAmc64+d/5qpf8OT0AbDwFLa+4+jBc1YyRjuR732D+lR6j639psIRXf4SCocZv60zfcyhBOEycYme2N49sUHH4rekpORTlHThv7sxh7wa+8TB1J4caNUNWuHqHfsPpadSCT8Yl/C59Q==',
  msgSignature: '1a4fcd13e60a5333c7fd0e7db27c3754102ef359',
}

/** The public demo that SDKs are tested with. */
export const DEMO = {
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  appId: 'wx5823bf96d3bd56c7',
  timestamp: '1409659813',
  nonce: '1372623149',
  msgSignature: '477715d11cdb4164915debcba66cb864d751f3e6',
  encrypt:
    'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==',
}
