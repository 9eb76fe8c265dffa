const SHEET = `
:root{color-scheme:light;--ink:#15242e;--soft:#4d5f6b;--line:#7f919d;--hair:#dfe6eb;--paper:#fff;--ground:#f2f5f7;--navy:#0b3d5c;--deep:#062a40;--gold:#f0c46a;--act:#0a5c9e;--act-deep:#07467a;--bad:#b3261e;--good:#12704a;--ring:#2b7fd0;--edge:max(20px,env(safe-area-inset-left));--rise:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 520 260' preserveAspectRatio='none' fill='%23fff'%3E%3Cpath fill-opacity='.045' d='M0 250C140 240 190 150 290 130S440 60 520 0v260H0z'/%3E%3Cpath fill-opacity='.045' d='M0 260c150 0 230-60 320-80S460 110 520 70v190z'/%3E%3C/svg%3E")}
*{box-sizing:border-box;margin:0;padding:0}
[hidden],.trap{display:none!important}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{min-height:100vh;background:var(--ground);color:var(--ink);font:16px/1.65 system-ui,-apple-system,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
h1,h2{line-height:1.3;letter-spacing:.01em}
h2{font-size:21px}
ul,ol{list-style:none}
a{color:var(--act);text-underline-offset:3px}
svg{display:block;flex:none}
small,.fine{font-size:14px;color:var(--soft)}
.fine{line-height:1.7}
code{font:14px/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
:focus-visible{outline:3px solid var(--ring);outline-offset:2px}
[tabindex="-1"]:focus{outline:0}
.card{background:var(--paper);border-radius:18px;padding:26px 20px 28px;box-shadow:0 1px 2px rgb(6 42 64/.08),0 14px 36px rgb(6 42 64/.12)}

.field{margin-top:20px}
label,legend{display:block;font-weight:600}
.must{color:var(--bad);margin-left:4px}
.optional{font-weight:400;margin-left:8px}
input,select,button{font:inherit;color:inherit}
.field>input,.field>select{display:block;width:100%;min-height:50px;margin-top:6px;padding:11px 14px;border:1px solid var(--line);border-radius:11px;background:var(--paper);transition:border-color .15s,box-shadow .15s}
.field>select{appearance:none;-webkit-appearance:none;padding-right:40px;background:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='12' height='8' fill='none' stroke='%234d5f6b' stroke-width='2'%3E%3Cpath d='m1 1 5 5 5-5'/%3E%3C/svg%3E") no-repeat right 16px center var(--paper)}
.field>input:focus,.field>select:focus{border-color:var(--act);outline:3px solid var(--ring);outline-offset:0}
.field>[aria-invalid=true]{border-color:var(--bad);box-shadow:0 0 0 1px var(--bad)}
.error{margin-top:6px;color:var(--bad);font-size:15px}
.error:empty{display:none}
.error::before{content:"!";display:inline-block;width:18px;height:18px;margin-right:7px;border-radius:50%;background:var(--bad);color:#fff;font:700 13px/18px system-ui;text-align:center}
fieldset{border:0;min-width:0}
.terms{max-height:208px;overflow:auto;margin:8px 0 6px;padding:12px 14px;border:1px solid var(--hair);border-radius:11px;background:var(--ground);color:var(--soft);font-size:14px;line-height:1.75;white-space:pre-line}
.tick{display:flex;gap:12px;padding:11px 0 9px;font-weight:400;cursor:pointer}
.tick+.tick{border-top:1px solid var(--hair)}
.tick input{flex:none;width:22px;height:22px;margin-top:2px;accent-color:var(--act);cursor:pointer}
.tick [aria-invalid=true]{outline:2px solid var(--bad);outline-offset:1px}
.tick b{font-weight:600}
.tick small{display:block;line-height:1.5}
.tag{display:inline-block;margin-left:8px;padding:0 7px;border-radius:5px;background:var(--ground);color:var(--soft);font-size:12px;line-height:20px;vertical-align:1px}
.tag.need{background:#fbe9e7;color:#96201a}
button,.button{display:block;width:100%;min-height:54px;margin-top:20px;padding:12px 20px;border:0;border-radius:13px;background:var(--act);color:#fff;font-size:18px;font-weight:700;letter-spacing:.06em;cursor:pointer;transition:background .15s}
button:hover,.button:hover{background:var(--act-deep)}
form[data-tuoke-busy] button{background:#5b7385;cursor:progress}
form[data-tuoke-busy] button::after{content:"";display:inline-block;width:16px;height:16px;margin-left:10px;border:2px solid rgb(255 255 255/.4);border-top-color:#fff;border-radius:50%;vertical-align:-2px;animation:turn .8s linear infinite}
form[data-tuoke-busy] .notice{position:absolute;width:1px;height:1px;margin:0;padding:0;border:0;overflow:hidden;clip-path:inset(50%)}
@keyframes turn{to{transform:rotate(1turn)}}
.notice{margin-top:18px;padding:12px 14px;border:1px solid #f0c9c5;border-radius:11px;background:#fdf0ee;color:#8c1d18;font-size:15px}
.notice:empty{display:none}
.card h2+.notice{margin-top:14px}
.safe{display:flex;justify-content:center;gap:7px;margin-top:14px;text-align:center}
.safe svg{margin-top:4px}

.bar{display:flex;align-items:center;justify-content:space-between;gap:12px}
.lang a{display:block;padding:10px 15px;border:1px solid rgb(255 255 255/.5);border-radius:22px;color:#fff;font-size:14px;line-height:22px;white-space:nowrap;text-decoration:none}
.lang a:hover{background:rgb(255 255 255/.14)}
.hero{padding:calc(16px + env(safe-area-inset-top)) var(--edge) 78px;background:var(--rise) bottom/100% 78% no-repeat,radial-gradient(110% 130% at 105% -10%,#1b6a97 0,transparent 58%),linear-gradient(165deg,var(--navy),var(--deep));color:#fff}
.eyebrow{display:flex;align-items:center;gap:9px;color:var(--gold);font-size:15px;font-weight:600;letter-spacing:.08em}
.hero h1{margin-top:12px;font-size:clamp(30px,8.6vw,36px);letter-spacing:.03em}
.hero .lead{margin-top:10px;font-size:16px;color:#d9e6ee}
.points{display:flex;flex-wrap:wrap;gap:8px 16px;margin-top:18px;font-size:14px}
.points li{display:flex;align-items:center;gap:5px}
.ask{position:relative;margin:-48px max(12px,env(safe-area-inset-right)) 0 max(12px,env(safe-area-inset-left))}
.steps{padding:30px var(--edge) 0}
.steps h2,.next h2{font-size:17px}
.steps ol+h2{margin-top:30px}
.steps ul{display:grid;gap:11px;margin-top:14px}
.steps ul li{padding:0}.steps ul svg{margin-top:4px}
.steps ul li::before,.steps ul li::after{display:none}
.steps ol,.next ol{margin-top:14px;counter-reset:step}
.steps li,.next li{position:relative;display:flex;gap:14px;align-items:flex-start;padding-bottom:18px;counter-increment:step}
.steps li::before,.next li::before{content:counter(step);flex:none;width:28px;height:28px;border-radius:50%;background:#dbe8f2;color:var(--act-deep);font:700 15px/28px system-ui;text-align:center}
.steps li:not(:last-child)::after,.next li:not(:last-child)::after{content:"";position:absolute;left:13.5px;top:31px;bottom:3px;width:1px;background:#b9cad6}
.risk{padding:24px var(--edge) calc(28px + env(safe-area-inset-bottom))}
@media (min-width:900px){
.split{display:grid;grid-template:"hero ask" auto "steps ask" 1fr "steps risk" auto/minmax(380px,43%) 1fr;min-height:100vh;background:var(--rise) left bottom/43% min(420px,50%) no-repeat,radial-gradient(90% 70% at 100% 0,#1b6a97 0,transparent 62%) left/43% 100% no-repeat,linear-gradient(165deg,var(--navy),var(--deep)) left/43% 100% no-repeat}
.hero{grid-area:hero;padding:clamp(28px,7vh,88px) 56px 0 max(40px,calc(50vw - 580px));background:none}
.hero h1{font-size:44px}.hero .lead{font-size:17px}
.ask{grid-area:ask;align-self:start;width:min(520px,100% - 80px);margin:clamp(32px,7vh,72px) auto 0;padding:34px 36px 36px}
.steps{grid-area:steps;padding:48px 56px 40px max(40px,calc(50vw - 580px));color:#e8f0f5}
.steps li::before{background:rgb(255 255 255/.14);color:#fff}.steps li:not(:last-child)::after{background:rgb(255 255 255/.24)}
.risk{grid-area:risk;width:min(520px,100% - 80px);margin:0 auto;padding:22px 0 32px}
}

.band{min-height:100vh;padding:calc(40px + env(safe-area-inset-top)) max(12px,env(safe-area-inset-right)) calc(40px + env(safe-area-inset-bottom)) max(12px,env(safe-area-inset-left));background:var(--rise) 0 0/100% 208px no-repeat,radial-gradient(70% 100% at 90% 0,#1b6a97 0,transparent 65%) top/100% 208px no-repeat,linear-gradient(165deg,var(--navy),var(--deep)) top/100% 208px no-repeat}
.band>*{max-width:560px;margin:0 auto}
.band .top{padding:0 8px 22px;color:#fff}
.band .top h1{font-size:26px}
.band .top p{color:#d9e6ee}
.band .top .eyebrow{color:var(--gold)}
.band .bar,.band .eyebrow:only-child{margin-bottom:6px}
.band .wide{max-width:880px}
.card .big{font-size:25px}
.card h2+p{margin-top:8px}
.card p+p,.card .big+p{margin-top:10px}
.badge{display:grid;place-items:center;width:60px;height:60px;margin-bottom:16px;border-radius:50%;background:#e2f3ea;color:var(--good)}
.badge.calm{background:#e6eef5;color:var(--act-deep)}
.next{margin-top:26px;padding-top:22px;border-top:1px solid var(--hair)}
.steps li:last-child,.next li:last-child{padding-bottom:0}
.next .done::before{content:"✓";background:var(--good);color:#fff}
.facts{margin-top:18px;padding-top:16px;border-top:1px solid var(--hair)}
.facts:empty{display:none}
.facts div{display:flex;justify-content:space-between;gap:16px;padding:5px 0}
.facts dt{color:var(--soft)}
.facts dd{font-weight:600;text-align:right}
button.quiet,.button.quiet{min-height:44px;background:#e6eef5;color:var(--act-deep);font-size:16px;font-weight:600}
button.quiet:hover,.button.quiet:hover{background:#d6e3ee}
.links{display:grid;gap:12px;margin-top:16px}
.links a{display:block;min-height:44px;padding:13px 16px;border:1px solid var(--hair);border-radius:12px;text-decoration:none}
.links a:hover{border-color:var(--act)}
.links b{display:block;color:var(--act-deep)}
.wide section+section{margin-top:32px}
.who{display:grid;gap:10px 24px;margin-top:12px}
.button{text-align:center;text-decoration:none}
.follow{margin-top:26px;padding-top:22px;border-top:1px solid var(--hair)}
.follow h2{font-size:17px}
.follow figure{display:grid;justify-items:center;gap:10px;margin-top:18px;text-align:center}
.follow img{padding:8px;border:1px solid var(--hair);border-radius:11px;background:#fff}
.follow .plain{display:block;min-height:44px;margin:6px auto 0;padding:9px;background:none;color:var(--act);font-size:16px;font-weight:600;letter-spacing:0;text-decoration:underline}
.ok{display:flex;gap:9px;margin-top:14px;color:var(--good);font-weight:600}.ok svg{margin-top:4px}
.press{display:none}
@media (max-width:639px),(hover:none){.scan{display:none}.press{display:inline}}
@media (min-width:640px){
.band{padding-top:72px}
.card{padding:34px 36px 36px}
.links,.who{grid-template-columns:1fr 1fr}
}
@media (prefers-reduced-motion:reduce){*,::after{transition:none!important;animation:none!important}}
`

/** The one style sheet of our pages, sent inline. */
export const STYLE = SHEET.trim().replaceAll(/\n+/g, '\n')
