"""The look of the page of a corpus. In: nothing. Out: CSS, for light and dark, desk and phone."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1d5c63; --land: #dfdcd3; --back: #fdfcf9; --text: #22201c;
  --soft: #5d584f; --line: #d9d4c8; --track: #efece4; --valid: #2f7d5b; --warned: #b7791f;
  --invalid: #b3392f; --failed: #5b4a86; --skipped: #8a857b; --made: #1d5c63; --same: #8a857b; }
@media (prefers-color-scheme: dark) { :root { --ink: #7cc4cc; --land: #39413f; --back: #171918;
  --text: #ece9e2; --soft: #b5b0a5; --line: #3a3d3b; --track: #262a29; --valid: #6cc39a;
  --warned: #e0b050; --invalid: #ee8a7f; --failed: #b3a1e6; --skipped: #98948a; --made: #7cc4cc; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text);
  font: 1rem/1.65 "Noto Sans", system-ui, "Noto Naskh Arabic", "Noto Sans Arabic", sans-serif; }
[lang="ar"] body { font-family: "Noto Naskh Arabic", Amiri, system-ui, serif; font-size: 1.08rem; }
main { margin: 2.5rem auto 5rem; max-width: 62rem; padding-inline: 1.25rem; }
h1 { font-size: 1.9rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; line-height: 1.4; margin: 0 0 .25rem; }
section { margin-block-start: 2.75rem; border-block-start: 1px solid var(--line);
  padding-block-start: 1.25rem; }
p { margin: 0 0 .75rem; color: var(--soft); max-inline-size: 46rem; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1px;
  background: var(--line); border: 1px solid var(--line); margin: 1.5rem 0; }
.numbers div { background: var(--back); padding: .7rem .9rem; }
.numbers dt { font-size: .85rem; color: var(--soft); }
.numbers dd { margin: 0; font-size: 1.3rem; font-weight: 600; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
figure { margin: .75rem 0; overflow-x: auto; }
.shares { display: flex; block-size: 1.6rem; overflow: hidden; gap: 2px; }
.shares i { display: block; min-inline-size: 2px; background: var(--ink); }
.valid { --of: var(--valid); } .warned { --of: var(--warned); } .invalid { --of: var(--invalid); }
.failed { --of: var(--failed); } .skipped { --of: var(--skipped); } .made { --of: var(--made); }
.shares .valid, .shares .warned, .shares .invalid, .shares .failed, .shares .skipped,
.shares .made, .key { background: var(--of); }
.key { display: inline-block; inline-size: .8rem; block-size: .8rem; margin-inline-end: .5rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; inline-size: 100%; }
caption { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
  clip-path: inset(50%); }
th, td { text-align: start; padding-block: .35rem;
  padding-inline: 0 .8rem; vertical-align: top;
  border-block-end: 1px solid var(--line); font-variant-numeric: tabular-nums; }
thead th { font-size: .85rem; color: var(--soft); font-weight: normal; white-space: nowrap; }
tbody th { font-weight: normal; overflow-wrap: anywhere; min-inline-size: 11rem; }
tbody th small { display: block; color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
td { white-space: nowrap; }
td:has(.bar) { inline-size: 45%; min-inline-size: 9rem; }
.bar { display: inline-block; inline-size: calc(100% - .8rem - .62em * var(--signs));
  block-size: .8rem; background: var(--track); margin-inline-end: .6rem; }
.bar i { display: block; block-size: 100%; min-inline-size: 1px; background: var(--ink); }
.error .bar i { background: var(--invalid); } .warning .bar i { background: var(--warned); }
.info .bar i { background: var(--skipped); }
.columns { display: flex; align-items: stretch; gap: 1px; block-size: 12rem; min-inline-size: 18rem;
  padding-block-end: 1.8rem; position: relative; border-block-start: 1px dashed var(--line); }
.columns::before { content: var(--most); position: absolute; inset-inline-end: 0;
  inset-block-start: 0; font-size: .8rem; color: var(--soft); background: var(--back);
  padding-inline: .3rem; }
.columns div { flex: 1; max-inline-size: 6rem; display: flex; align-items: end; position: relative;
  border-block-end: 1px solid var(--soft); }
.columns i { inline-size: 100%; background: var(--ink); }
.columns span { position: absolute; inset-block-start: calc(100% + .2rem); inset-inline-start: 0;
  font-size: .8rem; color: var(--soft); white-space: nowrap; }
svg { inline-size: 100%; block-size: auto; display: block; }
.scatter { min-inline-size: 28rem; font-size: 13px; } .scatter text { fill: var(--soft); }
.scatter path { stroke: var(--line); } .scatter circle { fill: var(--ink); fill-opacity: .55; }
.scatter .named { fill: var(--invalid); fill-opacity: 1; stroke: var(--back); }
.map { max-block-size: 34rem; background: var(--track); }
.land { fill: var(--land); stroke: var(--back); }
.spots { fill: var(--ink); fill-opacity: .65; stroke: var(--back); }
.names { fill: var(--text); stroke: var(--back); paint-order: stroke; text-anchor: middle; }
summary { cursor: pointer; color: var(--soft); margin-block: .5rem; }
footer { margin-block-start: 3rem; font-size: .85rem; }
@media (max-width: 40rem) { main { margin-block-start: 1.25rem; } h1 { font-size: 1.5rem; }
  .columns .other { display: none; }
  tbody th { min-inline-size: 9.5rem; } th, td { font-size: .9rem; padding-inline-end: .5rem; }
  thead th { white-space: normal; vertical-align: bottom; }
  td:has(.bar) { min-inline-size: 7rem; } }
@media print { details:not([open]) > :not(summary) { display: block; }
  section { break-inside: avoid; } }
"""
