/** The style of charts: colours that meet AA on white, and dashes beside them. */
export const CHART_STYLE = `
.chart{max-width:100%}
svg.chart,.chart svg{display:block;width:100%;height:auto}
.chart text{font:14px system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;fill:#15242e}
.chart .tick{font-size:12px;fill:#4d5f6b}
.chart .share{fill:#4d5f6b}
.chart .count{font-weight:600}
.chart .track{fill:#eef2f5}
.chart .bar{fill:#0a5c9e}
.chart .grid{stroke:#dfe6eb}
.chart path{fill:none;stroke-width:2.2;stroke-linejoin:round}
.chart .line1{stroke:#0a5c9e}.chart .line2{stroke:#a3541a;stroke-dasharray:7 3}.chart .line3{stroke:#12704a;stroke-dasharray:2 3}.chart .line4{stroke:#7a2d83;stroke-dasharray:9 3 2 3}
figure.chart{margin:0}
.chart figcaption{display:flex;flex-wrap:wrap;gap:4px 18px;margin-bottom:6px;font-size:14px;color:#4d5f6b}
.chart .key{display:inline-flex;align-items:center;gap:7px}
.chart .key svg{width:26px;height:8px;stroke-width:2.5}
`
