/** How the page looks: system fonts, two palettes, one column on a phone. */
export const style = `
:root {
  --paper: #fcfcfb; --ink: #1d2127; --soft: #5a626d; --line: #e2e4e7; --track: #eff0f2; --bar: #6f8098; --wait: #c3cbd6;
  --good: #14693a; --good-paper: #eaf5ee; --bad: #ac2117; --bad-paper: #fcedeb; --open: #7a5200; --open-paper: #fbf3e0;
  --link: #2152a8;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --ink: #e4e7ea; --soft: #a0a8b2; --line: #2d3239; --track: #21262c; --bar: #8796ab; --wait: #465263;
    --good: #6fcf97; --good-paper: #16271d; --bad: #ff9489; --bad-paper: #321b19; --open: #e6bd62; --open-paper: #2c2412;
    --link: #8ab4f8;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
body { max-width: 62rem; margin: 0 auto; padding: clamp(1.5rem, 5vw, 3.5rem) clamp(1rem, 4vw, 2.5rem); overflow-wrap: anywhere; }
h1, h2, h3, p, dl, dd, ul, pre { margin: 0; padding: 0; }
h1 { font-size: 1.9rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; }
h2 { font-size: 1.1rem; line-height: 1.35; font-weight: 600; margin-bottom: 0.75rem; }
h3 { font-size: 0.95rem; font-weight: 600; margin: 1.25rem 0 0.5rem; }
small { font-size: 0.875rem; font-weight: 400; color: var(--soft); }
code, pre { font: 0.8125rem/1.5 var(--mono); }
a { color: var(--link); text-underline-offset: 0.15em; }
header p, footer p { color: var(--soft); font-size: 0.9rem; }
section { margin-top: 2.75rem; }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.verdict { margin-top: 1.5rem; padding: 1.25rem 1.5rem; border-radius: 0.75rem; color: var(--ink); }
.verdict h2 { font-size: 1.35rem; margin-bottom: 0.25rem; }
.verdict small { margin-left: 0.35rem; }
.verdict.good { background: var(--good-paper); } .verdict.good .mark { color: var(--good); }
.verdict.bad { background: var(--bad-paper); } .verdict.bad .mark { color: var(--bad); }
.verdict.open { background: var(--open-paper); } .verdict.open .mark { color: var(--open); }
.verdict dl { margin-top: 0.85rem; }
dl div { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; padding: 0.2rem 0; }
.verdict dl div { grid-template-columns: 3rem 1fr; }
dt { color: var(--soft); }
.verdict dt { color: var(--ink); font-weight: 600; }
dl ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.25rem; }

table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: baseline; padding: 0.45rem 1rem 0.45rem 0; font-weight: 400; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: 0.875rem; }
.kind { color: var(--soft); }
.sign { display: inline-block; width: 1ch; font-family: var(--mono); color: var(--soft); }
.objects td, .history td, .history th { white-space: nowrap; }
.history td:nth-child(4) { white-space: normal; min-width: 6rem; }
tr[aria-current] th { font-weight: 650; }
.evidence th { width: 6rem; color: var(--soft); }
.evidence small { display: block; }
pre { padding: 0.9rem 1.1rem; background: var(--track); border-radius: 0.5rem; white-space: pre-wrap; tab-size: 4; }
details pre { margin: 0.5rem 0; }
summary { color: var(--soft); margin-bottom: 0.5rem; cursor: pointer; }

.timeline { table-layout: fixed; }
.timeline th, .timeline td { border: 0; padding: 0.2rem 1rem 0.2rem 0; vertical-align: middle; line-height: 1.35; }
.timeline th:first-child { width: 16rem; } .timeline th:last-child { width: 9rem; }
.timeline td:last-child { padding-right: 0; }
.timeline .group th { padding-top: 0.9rem; color: var(--soft); font-size: 0.875rem; }
.timeline thead + tbody .group th { padding-top: 0.2rem; }
svg { display: block; width: 100%; height: 0.75rem; overflow: visible; }
svg.axis { height: 1.2rem; }
svg text { font: 0.8125rem var(--sans); fill: var(--soft); }
.track { fill: var(--track); rx: 3px; } .bar { fill: var(--bar); stroke: var(--bar); stroke-width: 1px; rx: 3px; } .wait { fill: var(--wait); rx: 3px; }
.failed .bar, .open .bar { fill: var(--bad); stroke: var(--bad); } .event circle { fill: var(--bad); }
.timeline .failed, .timeline .open { color: var(--bad); }

@media (max-width: 40rem) {
  .verdict { padding: 1.1rem 1.15rem; }
  .facts div { grid-template-columns: 6.5rem 1fr; }
  .timeline thead th:not(:nth-child(2)), .objects thead, .history thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .timeline tr, .objects tr, .history tr { display: grid; gap: 0.15rem 1rem; padding: 0.5rem 0; }
  .timeline th, .timeline td, .objects th, .objects td, .history th, .history td { padding: 0; border: 0; width: auto; white-space: normal; }
  .objects tbody tr, .history tbody tr { border-bottom: 1px solid var(--line); }
  .timeline tr { grid-template-columns: 1fr auto; padding: 0.25rem 0; }
  .timeline .group { padding-top: 1rem; }
  .timeline .group th, .objects tbody th { grid-column: 1 / -1; }
  .timeline th:first-child, .timeline th:last-child { width: auto; }
  .timeline tr > :nth-child(2) { grid-row: 2; grid-column: 1 / -1; }
  .objects tr { grid-template-columns: 1fr auto; }
  .history tr { grid-template-columns: 2rem auto 1fr; }
  .history tr > :nth-child(1) { grid-row: 1; }
  .history tr > :nth-child(3) { grid-row: 1; grid-column: 2 / -1; }
  .history tr > :nth-child(2), .history tr > :nth-child(4) { grid-column: 2 / -1; color: var(--soft); }
  .history tr > :nth-child(5) { grid-column: 2; }
}
@media print { body { max-width: none; padding: 0; } section { break-inside: avoid; } }
`;
