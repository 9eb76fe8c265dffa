import { html, raw } from 'hono/html'
import type { Html } from '../../shared/web/html.ts'
import { GUIDES } from './guides.ts'
import { tryIt } from './tryIt.client.ts'

const SHEET = `
:root{color-scheme:light;--ink:#15242e;--soft:#4d5f6b;--hair:#dfe6eb;--line:#7f919d;--ground:#f2f5f7;--navy:#0b3d5c;--act:#0a5c9e}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:#fff;color:var(--ink);font:16px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
a{color:var(--act);text-underline-offset:3px}
:focus-visible{outline:3px solid #2b7fd0;outline-offset:2px}
code,pre,textarea,.type{font:14px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:#fff;padding:8px;z-index:2}
.bar{display:flex;flex-wrap:wrap;gap:4px 22px;align-items:baseline;padding:16px 24px;background:var(--navy);color:#fff}
.bar a{color:#fff;text-decoration:none}.bar a:hover,.bar [aria-current]{text-decoration:underline}
.bar strong{font-size:18px;margin-right:12px}
.frame{display:grid;grid-template-columns:260px minmax(0,1fr);max-width:1280px;margin:0 auto}
.contents{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:24px;border-right:1px solid var(--hair);font-size:14px}
.contents ul{margin:0 0 14px;padding:0;list-style:none}.contents li{margin:5px 0}.contents p{margin:0 0 4px;color:var(--soft)}
main{padding:24px 40px 80px;min-width:0}
h1{margin:0 0 8px;font-size:30px;line-height:1.25}h2{margin:40px 0 8px;font-size:24px}h3{margin:0 0 6px;font-size:19px}
.lead{color:var(--soft);max-width:70ch}
.note{margin:20px 0;padding:4px 20px 14px;background:var(--ground);border-radius:10px}.note h2{margin:12px 0 4px;font-size:17px}
.operation{margin:22px 0;padding:20px;border:1px solid var(--hair);border-radius:12px}
.operation h2{margin-top:0}
.route{margin:0 0 8px}.method{display:inline-block;min-width:62px;padding:1px 8px;border-radius:5px;background:#e6eef5;color:#07467a;font-size:13px;text-align:center}
.method.post{background:#e2f3ea;color:#0c5a3b}.method.put{background:#fbf0d9;color:#6b4a00}.method.delete{background:#fbe9e7;color:#8c1d18}
.caller{margin-left:8px;color:var(--soft);font-size:14px}
.scroll{overflow-x:auto;margin:12px 0}
table{width:100%;border-collapse:collapse;font-size:15px}
caption{padding:4px 0;color:var(--soft);text-align:left;font-size:14px}
th,td{padding:7px 12px 7px 0;border-top:1px solid var(--hair);text-align:left;vertical-align:top;font-weight:400}
thead th{color:var(--soft);font-size:13px;border:0}
tbody th{white-space:nowrap}.scroll td:nth-child(2){min-width:170px}.scroll td:nth-child(3){min-width:200px}
td small{display:block;color:var(--soft);font-size:13px}
.must{color:#96201a;font-size:12px;font-weight:600}
.in1{padding-left:18px}.in2{padding-left:36px}.in3{padding-left:54px}.in4{padding-left:72px}
summary{min-height:30px;padding:4px 0;color:var(--act);cursor:pointer;font-weight:600}
label{display:block;font-size:14px;font-weight:600}
input,textarea{width:100%;max-width:640px;padding:8px 10px;border:1px solid var(--line);border-radius:7px;color:inherit;background:#fff}
input{font:inherit}
form p,.note p{margin:10px 0}
button{min-height:42px;padding:8px 26px;border:0;border-radius:8px;background:var(--act);color:#fff;font:inherit;font-weight:600;cursor:pointer}
pre{overflow:auto;margin:12px 0;padding:14px 16px;border-radius:9px;background:#10222e;color:#e8f0f5}
.reply{max-height:420px;white-space:pre-wrap}.reply:empty{display:none}
.guide{max-width:80ch}.guide h2{font-size:21px}.guide table{margin:14px 0}
@media (max-width:860px){.frame{display:block}.contents{position:static;max-height:none;border:0;border-bottom:1px solid var(--hair)}main{padding:20px 16px 60px}.operation{padding:16px}}
@media print{.contents,.bar,[data-try]{display:none!important}.frame{display:block}}
`

/** The style sheet of the documentation, sent inline. */
export const DOCS_STYLE = SHEET.trim().replaceAll(/\n+/g, '\n')

/** The script of the documentation: the forms that try the API. */
export const DOCS_SCRIPT = `(${tryIt})()`

const PLACES = [
  { path: '/docs', title: 'API reference' },
  { path: '/docs/events', title: 'Events' },
  ...GUIDES.map(({ guide, title }) => ({ path: `/docs/guides/${guide}`, title })),
]

const placeLink = ({ path, title }: (typeof PLACES)[number], current: string): Html =>
  path === current ? html`<a href="${path}" aria-current="page">${title}</a>` : html`<a href="${path}">${title}</a>`

type Parts = { title: string; current: string; contents: Html; body: Html }

/** A page of the documentation: where one is, what there is on the page, and the text. */
export const docsPage = ({ title, current, contents, body }: Parts): string =>
  String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Tuoke</title>
<link rel="icon" href="data:,">
<style>${raw(DOCS_STYLE)}</style>
</head>
<body>
<a class="skip" href="#text">To the text</a>
<header class="bar"><strong><a href="/">拓客 Tuoke</a></strong><nav aria-label="Documentation">${PLACES.map((place) => html`${placeLink(place, current)} &nbsp; `)}</nav></header>
<div class="frame">
<nav class="contents" aria-label="On this page">${contents}</nav>
<main id="text">${body}</main>
</div>
<script type="module">${raw(DOCS_SCRIPT)}</script>
</body>
</html>
`)
