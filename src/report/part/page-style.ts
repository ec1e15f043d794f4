// The style of the HTML report. Colours come from the drawing; all pairs have the contrast of WCAG 2.2 AA.
export const PAGE_STYLE = `
*{box-sizing:border-box}
html{color-scheme:light dark}
body{margin:0;padding:1.5rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:72rem;margin:0 auto}
h1{font-size:1.35rem;margin:0 0 .25rem}
h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
h3{font-size:1rem;margin:1rem 0 .25rem}
a{color:var(--link)}
code,pre,.mono{font:13px/1.45 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.faint{color:var(--faint)}
.verdict{display:inline-block;margin:.5rem 0 0;padding:.25rem .75rem;border:1.5px solid;border-radius:6px;font-weight:bold}
.verdict.failed,.bad{color:var(--added)}
.verdict.held,.good{color:var(--removed)}
.stepper{display:none;gap:1rem;align-items:center;flex-wrap:wrap;margin:.5rem 0}
.scripted .stepper{display:flex}
.stepper[hidden]{display:none!important}
th button{all:unset;cursor:pointer;font:inherit}
th button:focus-visible{outline:2px solid var(--link)}
th[aria-sort=ascending] button::after{content:" ↑"}
th[aria-sort=descending] button::after{content:" ↓"}
.scripted .unscripted{display:none}
.stepper input{flex:1 1 16rem;min-width:10rem;accent-color:var(--link);height:1.5rem}
.stepper output{flex:1 1 20rem}
.box{position:relative;overflow-x:auto;border:1px solid var(--line);border-radius:6px}
.box:focus-visible,summary:focus-visible,input:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
#graph{max-height:85vh;overflow:auto}
.drawing{display:block;margin:0 auto}
p.whole{margin:.25rem 0}
.whole input{margin:0 .5rem 0 0;accent-color:var(--link)}
.whole:has(:checked)+#graph .drawing{max-width:100%;height:auto}
.whole:has(:checked)+#graph :is(.arrow,rect){vector-effect:non-scaling-stroke}
#detail{min-height:3em;margin:.5rem 0}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:.5rem 0;list-style:none;font-size:.9rem}
table{border-collapse:separate;border-spacing:0;min-width:100%}
th,td{padding:.2rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:normal;overflow-wrap:normal}
thead th,tbody.heading th{font-weight:bold}
td.mark,th.state{text-align:center;white-space:nowrap}
.now{background:var(--plate)}
tr.gone th{color:var(--faint)}
.ledger tr>th:first-child,.ledger tbody.heading span{position:sticky;left:0;background:var(--paper)}
.ledger tr>th:first-child{z-index:1}
.ledger tbody.heading span{left:.6rem}
.ledger td.mark,.ledger th.state{padding:.2rem .4rem}
.findings,.objections{padding-left:1.2rem}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 .75rem}
.sides>div{min-width:0}
.sides p{margin:.2rem 0 0}
details{border:1px solid var(--line);border-radius:6px;margin:.4rem 0;padding:.3rem .7rem}
summary{cursor:pointer}
pre{margin:.4rem 0;overflow-x:auto;background:var(--plate);padding:.5rem;border-radius:4px;overflow-wrap:normal}
pre .hit{font-weight:bold;color:var(--link)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .75rem;margin:.3rem 0}
dt{color:var(--faint)}
dd{margin:0;min-width:0}
ol.patches{padding-left:0;list-style:none}
ol.patches>li{margin:.5rem 0;padding:.5rem .75rem;border:1px solid var(--line);border-radius:6px}
.tags{margin:.2rem 0 0;padding-left:1.2rem}
@media (max-width:40rem){.ledger tr>th:first-child{min-width:8rem;max-width:11rem;overflow-wrap:anywhere}}
@media (max-width:30rem){body{padding:.75rem}dl{grid-template-columns:1fr}dt{margin-top:.3rem}}
@media (prefers-reduced-motion:no-preference){.drawing .link,.drawing .edge,.drawing .arrow{transition:opacity .25s}}
@media print{body{padding:0;font-size:11px}code,pre,.mono{font-size:10px}.stepper,#detail,p.whole{display:none!important}.box,pre{overflow:visible;border-color:#999}.drawing{max-width:100%;height:auto}details,li,tr{break-inside:avoid}a[href^=https]::after{content:" <" attr(href) ">";font-size:.8em}}`;
