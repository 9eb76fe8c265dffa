import { CHART_STYLE } from '../web/chart/chartStyle.ts'

const SHEET = `
:root{color-scheme:light;--ink:#15242e;--soft:#4d5f6b;--hair:#dfe6eb;--line:#7f919d;--ground:#f2f5f7;--navy:#0b3d5c;--act:#0a5c9e;--act-deep:#07467a;--bad:#96201a;--good:#0c5a3b}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:var(--ground);color:var(--ink);font:15px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
a{color:var(--act);text-underline-offset:3px}
:focus-visible{outline:3px solid #2b7fd0;outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;padding:8px;background:#fff;z-index:2}
.top{background:var(--navy);color:#fff}
.top>div{display:flex;flex-wrap:wrap;align-items:center;gap:6px 26px;max-width:1180px;margin:0 auto;padding:12px 24px}
.top strong{font-size:17px;letter-spacing:.02em}
.top nav{display:flex;flex-wrap:wrap;gap:2px 4px;flex:1}
.top a{color:#fff;text-decoration:none}
.top nav a{padding:6px 11px;border-radius:7px}
.top nav a:hover{background:rgb(255 255 255/.12)}
.top nav [aria-current]{background:rgb(255 255 255/.18);font-weight:600}
.top form{margin:0}
.top button{min-height:0;padding:6px 12px;background:none;border:1px solid rgb(255 255 255/.5);font-weight:400}
main{max-width:1180px;margin:0 auto;padding:24px 24px 64px}
h1{margin:0 0 16px;font-size:25px;line-height:1.3}
h2{margin:0 0 12px;font-size:18px}
h3{margin:18px 0 6px;font-size:15px}
.card{margin-bottom:18px;padding:20px 22px;background:#fff;border:1px solid var(--hair);border-radius:12px}
.grid{display:grid;gap:18px;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr))}
.grid>.card{margin:0}.grid>.whole{grid-column:1/-1}.grid{margin-bottom:18px}
.tiles{display:grid;gap:1px;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));margin-bottom:18px;background:var(--hair);border:1px solid var(--hair);border-radius:12px;overflow:hidden}
.tiles>div{padding:14px 18px;background:#fff}
.tiles dt,.facts dt{color:var(--soft);font-size:13px}
.tiles dd{margin:0;font-size:23px;font-weight:650;font-variant-numeric:tabular-nums}
.tiles dl,.facts{margin:0}
.facts{display:grid;gap:8px 24px;grid-template-columns:repeat(auto-fit,minmax(190px,1fr))}
.facts dd{margin:0}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{padding-bottom:6px;text-align:left;color:var(--soft);font-size:13px}
th,td{padding:8px 14px 8px 0;border-top:1px solid var(--hair);text-align:left;vertical-align:top}
thead th{border:0;color:var(--soft);font-size:13px;font-weight:500;white-space:nowrap}
tbody th{min-width:6em;font-weight:500;word-break:normal}
.num{text-align:right;white-space:nowrap}
td.num:last-child,th.num:last-child{padding-right:0}
.bar{display:flex;flex-wrap:wrap;gap:12px 16px;align-items:end;margin-bottom:18px}
.field{margin-bottom:14px}
label,legend{display:block;font-size:14px;font-weight:600}
.check{display:inline-flex;gap:7px;align-items:center;font-weight:400;margin:4px 16px 4px 0}
fieldset{margin:0 0 16px;padding:14px 16px;border:1px solid var(--hair);border-radius:9px}
input,select,textarea{max-width:100%;padding:8px 10px;border:1px solid var(--line);border-radius:7px;background:#fff;color:inherit;font:inherit}
input[type=checkbox]{width:18px;height:18px;accent-color:var(--act)}
.wide input:not([type=checkbox]),.wide select,.wide textarea{display:block;width:100%}
textarea{min-height:110px}
.code,pre,code{font:13px/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{overflow:auto;margin:0 0 12px;padding:13px 15px;border-radius:9px;background:#10222e;color:#e8f0f5}
button,.button{display:inline-block;min-height:38px;padding:7px 20px;border:0;border-radius:8px;background:var(--act);color:#fff;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
button:hover,.button:hover{background:var(--act-deep)}
.quiet{background:#e6eef5;color:var(--act-deep)}.quiet:hover{background:#d5e3ee}
.danger{background:var(--bad)}.danger:hover{background:#74160f}
.notice{margin-bottom:18px;padding:11px 15px;border:1px solid #b9d9c7;border-radius:9px;background:#eef8f2;color:var(--good)}
.notice.bad{border-color:#f0c9c5;background:#fdf0ee;color:var(--bad)}
.error{color:var(--bad);font-size:14px}
[aria-invalid=true]{border-color:var(--bad);box-shadow:0 0 0 1px var(--bad)}
.soft{color:var(--soft)}.good{color:var(--good)}.bad{color:var(--bad)}
.tag{display:inline-block;padding:0 8px;white-space:nowrap;border-radius:5px;background:#e6eef5;color:var(--act-deep);font-size:13px;line-height:22px}
.tag.off{background:#eceff1;color:#46545e}.tag.no{background:#fbe9e7;color:var(--bad)}
.sign{max-width:420px;margin:9vh auto 0}
@media (max-width:640px){.top nav{order:3;flex-basis:100%;margin:0 -8px}.top strong{flex:1}main{padding:18px 12px 48px}.top>div{padding:10px 12px}.card{padding:16px 14px}h1{font-size:22px}}
@media print{.top,.bar,button,.button{display:none!important}body{background:#fff}.card{border:0;padding:0}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
`

/** The style sheet of the console, sent inline. */
export const CONSOLE_STYLE = (SHEET + CHART_STYLE).trim().replaceAll(/\n+/g, '\n')
