"""How the page looks, in light and in dark, from a phone to a wide screen."""

_LIGHT = (
    "--paper:#fbfaf7;--card:#ffffff;--ink:#1d1b18;--muted:#5c574e;--rule:#ddd8cd;--link:#1c4f7c;--fill:#1c4f7c;"
    "--on-fill:#ffffff;--mark:#ffeaa6;--mark-strong:#ffd34d;--on-mark:#1d1b18;--flag:#9a1b1b;--flag-paper:#fbeceb;"
)
_DARK = (
    "--paper:#181715;--card:#211f1c;--ink:#ebe8e1;--muted:#aea89c;--rule:#3d3a34;--link:#94bfe9;--fill:#94bfe9;"
    "--on-fill:#12202d;--mark:#57470f;--mark-strong:#8a6d00;--on-mark:#fff6db;--flag:#f3a59e;--flag-paper:#3a2220;"
)
STYLE = (
    ":root{--serif:Charter,'Bitstream Charter','Iowan Old Style',Georgia,'Liberation Serif',serif;"
    + _LIGHT
    + "} .dark{"
    + _DARK
    + "}"
    """
body, .gradio-container {background: var(--paper) !important; color: var(--ink)}
.gradio-container > .main {padding: 0 !important; max-width: none !important}
.gradio-container {overflow: visible !important}
.gradio-container footer {display: none}
#dl-page .html-container {padding: 0}
#dl-page, #dl-main {gap: 0}
#dl-head {align-items: center; flex-wrap: nowrap; gap: .6rem; padding: 0 1.5rem; border-bottom: 1px solid var(--rule)}
#dl-shelf {display: none}
#dl-page[data-room=shelf] #dl-main {display: none}
#dl-page[data-room=shelf] #dl-shelf {display: flex}
.masthead {display: flex; align-items: center; gap: 1rem}
.masthead h1 {font: 600 1.35rem/1.2 var(--serif); color: var(--ink); margin: 0}
.masthead .how {font-size: .9rem; flex: 1 1 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap}
.rooms {display: flex; gap: .3rem; align-self: stretch}
.rooms button {font: 700 .95rem/1.2 var(--font); color: var(--muted); background: none; border: 0; cursor: pointer;
  padding: 1.1rem .7rem; border-bottom: 3px solid transparent; border-top: 3px solid transparent}
.rooms button:hover {color: var(--ink)}
.rooms [aria-selected=true] {color: var(--ink); border-bottom-color: var(--link)}
.save {position: relative}
.save summary, #dl-new {flex: none; width: max-content; min-height: 0; padding: .35rem .8rem; font: 400 .9rem/1.4
  var(--font); white-space: nowrap; background: none; color: var(--link); border: 1px solid var(--rule);
  border-radius: 6px; margin: 0; cursor: pointer; list-style: none; box-shadow: none}
.save summary::-webkit-details-marker {display: none}
.save summary:hover, #dl-new:hover {border-color: var(--link)}
.menu {position: absolute; right: 0; top: calc(100% + .3rem); z-index: 5; background: var(--card); padding: .3rem;
  border: 1px solid var(--rule); border-radius: 6px; box-shadow: 0 4px 14px rgb(0 0 0 / .18)}
.menu button {display: block; width: 100%; text-align: left; white-space: nowrap; background: none; border: 0;
  border-radius: 4px; color: var(--ink); font: 400 .95rem/1.4 var(--font); padding: .45rem .8rem; cursor: pointer}
.menu button:hover, .menu button:focus-visible {background: var(--paper)}
.unseen {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap}
.masthead .how, .small, .notes, .gaps, .reports span, .said, .stage, .byline, .when {color: var(--muted)}
.small, .notes, .gaps, .reports, .byline, .said, .flag, .difference {font-size: .9rem; line-height: 1.5}
.label {font-size: .8rem; font-weight: 700; letter-spacing: .05em; text-transform: uppercase; color: var(--muted);
  margin: 1.6rem 0 .6rem}
#dl-side .label:first-child {margin-top: 0}
.exchange {padding: 1.5rem 0 2rem; overflow-wrap: anywhere}
#dl-current .exchange {padding-bottom: 1.2rem}
.exchange + .exchange {border-top: 1px solid var(--rule)}
.question {font: 600 1.45rem/1.35 var(--serif); color: var(--ink); margin: 0 0 .7rem; overflow-wrap: anywhere;
  text-wrap: pretty}
.prose, .quotation blockquote, .passage {font-family: var(--serif); color: var(--ink); white-space: pre-line;
  text-wrap: pretty}
.prose {font-size: 1.1rem; line-height: 1.65; margin: .8rem 0 1rem}
.unchecked {color: var(--muted)}
.byline {padding-bottom: .3rem}
.declined {font-weight: 700; font-size: 1.05rem; line-height: 1.5; padding-bottom: .3rem}
.quotation {margin: 1.3rem 0}
.quotation.more {margin-top: -.6rem}
.said::first-letter {text-transform: uppercase}
.quotation .small {padding-left: 1.2rem}
.passage {text-wrap: wrap}
.quotation blockquote {margin: .25rem 0 .3rem; padding-left: 1rem; border-left: 3px solid var(--rule); font-size:
  1.1rem; line-height: 1.65}
.flag {display: inline-block; font-family: var(--font); color: var(--flag); background: var(--flag-paper);
  border-radius: 3px; padding: 0 .4rem; margin: 0 .25rem}
.unsupported {text-decoration: underline wavy var(--flag) 1px; text-underline-offset: .25em}
.ended {font-size: 1.05rem; line-height: 1.6; padding: .7rem 1rem; border-left: 3px solid var(--flag); background:
  var(--flag-paper)}
.cite {margin: 0 .1em; padding: .12em .45em; font: 700 .78rem/1.5 var(--font); vertical-align: .12em; white-space:
  nowrap; color: var(--link); border: 1px solid var(--rule); border-radius: 4px; background: var(--card);
  text-decoration: none}
.cite:hover, .cite:target {background: var(--fill); color: var(--on-fill)}
.title a, .reports a {color: var(--link); text-decoration: underline; text-underline-offset: .15em}
#dl-page :is(a, button, summary, .option input):focus-visible {outline: 3px solid var(--link); outline-offset: 2px}
:is(.spot, .answers):focus {outline: none}
.block:is(#dl-box, #dl-sought) {overflow: visible !important}
#dl-page :is(textarea, input[type=date], input[type=search]):focus, #dl-sought :is(textarea, input):focus {outline:
  none; border-color: var(--link); box-shadow: 0 0 0 2px color-mix(in srgb, var(--link) 35%, transparent)}
.reports, .gaps, .notes {list-style: none; margin: .3rem 0; padding: 0}
.reports li, .gaps li, .notes li {margin: .45rem 0}
.reports span {display: block}
.difference {width: 100%; table-layout: fixed; border-collapse: collapse; margin: 1.4rem 0}
.difference caption {text-align: left; font-weight: 700; font-size: 1rem; padding-bottom: .4rem}
.difference th, .difference td {text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0; border-top: 1px
  solid var(--rule); font-weight: 400}
.difference thead th {color: var(--muted); border-top: 0}
.difference thead th {width: 18%}
.difference thead th:nth-child(2) {width: 22%}
.difference thead th:last-child {width: auto}
.gaps li::first-letter {text-transform: uppercase}
.difference tbody th {font-weight: 700}
.card {background: var(--card); border: 1px solid var(--rule); border-radius: 6px; padding: 1rem 1.1rem; margin: 0 0
  1rem; overflow-wrap: anywhere; scroll-margin: 1rem}
.card header {display: flex; gap: .8rem; position: sticky; top: 0; background: var(--card); padding: .3rem 0}
.card .number {flex: none; min-width: 1.9em; height: 1.9em; font-weight: 700; line-height: 1.9em; text-align:
  center; border-radius: 4px; background: var(--fill); color: var(--on-fill); text-decoration: none}
.card:target, .card:has(:target) {outline: 3px solid var(--link)}
.card .from {font-size: .95rem; line-height: 1.4}
.outlet {display: inline-block}
.outlet::first-letter {text-transform: uppercase}
.passage {font-size: 1rem; line-height: 1.6; margin: .7rem 0}
mark {background: var(--mark); color: var(--on-mark); padding: .1em 0; border-radius: 2px}
mark:has(:target), mark.sought {background: var(--mark-strong)}
.spot {scroll-margin: 9rem 0}
.whole, .close {font: 700 .9rem/1.4 var(--font); color: var(--link); background: none; border: 0; padding: .2rem 0;
  cursor: pointer; text-decoration: underline; text-underline-offset: .15em}
summary {cursor: pointer; color: var(--link); font-size: .9rem; margin: 0 0 1rem}
dialog {background: var(--paper); color: var(--ink); width: min(46rem, 94vw); max-height: 90dvh; margin: auto;
  padding: 0 1.8rem 2rem; border: 1px solid var(--rule); border-radius: 8px; overflow: auto; overflow-wrap:
  anywhere}
dialog::backdrop {background: rgb(0 0 0 / .5)}
dialog > header {display: flex; align-items: baseline; justify-content: space-between; gap: 1rem; position: sticky;
  top: 0; background: var(--paper); padding: .9rem 0 .7rem; border-bottom: 1px solid var(--rule); margin-bottom: 1.3rem}
dialog form {flex: none; margin-left: auto}
dialog .passage {font-size: 1.08rem; line-height: 1.7}
pre, code {font-family: ui-monospace, monospace; color: var(--ink); background: none}
pre {background: var(--card); border: 1px solid var(--rule); border-radius: 6px; padding: .7rem 1rem}
.offers {display: grid; gap: .5rem; padding-bottom: 1.2rem}
.offers .label {margin: .4rem 0 .1rem}
.offer {text-align: left; font: 400 1rem/1.45 var(--font); background: var(--card); color: var(--link); border: 1px
  solid var(--rule); border-radius: 6px; padding: .55rem .9rem; cursor: pointer}
.offer:hover {border-color: var(--link)}
#dl-current:has([aria-busy=true]) ~ #dl-offers {visibility: hidden}
.limits {display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .5rem; padding: .2rem 0 .3rem}
.chips {display: flex; flex-wrap: wrap; gap: .35rem; list-style: none; margin: 0; padding: 0}
.chip {font: 400 .88rem/1.3 var(--font); color: var(--ink); background: var(--card); border: 1px solid var(--muted);
  border-radius: 999px; padding: .2rem .7rem; cursor: pointer}
.chip span {margin-left: .4rem; color: var(--muted); font-weight: 700}
.chip:hover {border-color: var(--flag); color: var(--flag)}
.claim {position: relative; border-radius: 3px}
.prose .claim {position: static}
.prose {position: relative}
.claim:hover, .claim:focus-visible {background: color-mix(in srgb, var(--mark) 45%, transparent)}
.claim:focus-visible {outline: 2px solid var(--link); outline-offset: 2px}
.claim[data-support]:is(:hover, :focus-visible)::after {content: attr(data-support); position: absolute; left: 0;
  right: 0; margin-top: 1.9em; z-index: 4; font: 400 .92rem/1.5 var(--font); white-space: pre-line; text-decoration:
  none; background: var(--card); color: var(--ink); border: 1px solid var(--rule); border-left: 3px solid var(--link);
  border-radius: 6px; padding: .6rem .9rem; box-shadow: 0 4px 14px rgb(0 0 0 / .18); pointer-events: none}
.claim.unsupported[data-support]::after {border-left-color: var(--flag) !important}
.timeline {margin: 1rem 0 0; padding: 0 0 0 2.4rem; border-left: 2px solid var(--rule)}
.timeline li {margin: 0 0 1.5rem; padding-left: .4rem; line-height: 1.5}
.timeline li::marker {color: var(--link); font-weight: 700}
.timeline blockquote {margin: .3rem 0 .1rem; font: 400 1.05rem/1.55 var(--serif); text-wrap: pretty}
.actions {display: flex; flex-wrap: wrap; align-items: center; gap: .2rem 1.1rem; margin-top: 1rem}
.act, .read {font: 400 .9rem/1.4 var(--font); color: var(--link); background: none; border: 0; padding: .2rem 0; cursor:
  pointer; text-decoration: underline; text-underline-offset: .15em}
.chart {margin: .6rem 0 1.4rem; max-width: 30rem}
.chart svg {width: 100%; height: auto; display: block; font-family: var(--font)}
.chart figcaption {font-size: .85rem; color: var(--muted)}
.chart .grid, .chart .edge {stroke: var(--rule); stroke-width: 1}
.chart .edge {stroke-dasharray: 3 3; stroke: var(--muted)}
.chart .tick {fill: var(--muted); font-size: 12px}
.chart .range {stroke: var(--link); stroke-width: 5; stroke-linecap: round; opacity: .45}
.chart .dot {fill: var(--fill)}
.chart .dot-number {fill: var(--on-fill); font-size: 11px; font-weight: 700}
#dl-below {gap: 0; border-top: 1px solid var(--rule); background: var(--paper); flex: none !important; overflow:
  visible; position: relative}
#dl-below::before {content: ""; position: absolute; inset: auto 0 100% 0; height: 1.6rem; pointer-events: none;
  background: linear-gradient(transparent, var(--paper))}
.add {font: 600 1.15rem/1.3 var(--serif); margin: 0 0 .2rem}
.filters {padding: .55rem 0 0; font-size: .9rem}
.filters summary {margin: 0; color: var(--link); width: fit-content; max-width: 100%; overflow: hidden; text-overflow:
  ellipsis; white-space: nowrap}
.filters-set {color: var(--muted)}
.filters-name::after {content: ":"}
.filters.on .filters-set {color: var(--ink); font-weight: 700}
.filters-form {display: grid; gap: .7rem; padding: .7rem 0 .2rem; max-height: 45dvh; overflow-y: auto; justify-items:
  start}
.filters fieldset {border: 0; padding: 0; margin: 0; min-width: 0; width: 100%}
.filters legend {font-weight: 700; padding: 0 0 .3rem; color: var(--muted)}
.options {display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; max-height: 8.5rem; overflow-y: auto; scrollbar-width:
  thin}
.option {display: flex; align-items: baseline; gap: .4rem; padding: .15rem 0; cursor: pointer; overflow-wrap: anywhere}
.option[hidden] {display: none}
.option small {color: var(--muted)}
#dl-page .option input {appearance: auto; accent-color: var(--fill); width: 1rem; height: 1rem; flex: none; position:
  relative; top: .15rem; color-scheme: light}
.dark #dl-page .option input {color-scheme: dark}
.find {margin: 0 0 .4rem; max-width: 16rem}
.days {display: flex; flex-wrap: wrap; gap: .5rem 1.2rem}
.day {display: flex; align-items: center; gap: .5rem}
.filters input[type=date], .find {font: 400 .9rem/1.4 var(--font); color: var(--ink); background: var(--card); border:
  1px solid var(--muted); border-radius: 6px; padding: .25rem .5rem; color-scheme: light}
.dark .filters input[type=date], .dark .find {color-scheme: dark}
.lit.card {outline: 2px solid var(--link)}
mark.lit {background: var(--mark-strong)}
#dl-shelf {padding: 1.6rem 1.5rem 3rem}
#dl-shelf-inner {width: 100%; max-width: 66rem; margin: 0 auto; gap: 1rem}
#dl-shelf-row {flex-wrap: nowrap; align-items: center; gap: .6rem}
#dl-check, #dl-repair {background: none; color: var(--link); border: 1px solid var(--rule); border-radius: 6px;
  font-weight: 400; box-shadow: none}
#dl-check:hover, #dl-repair:hover {border-color: var(--link)}
#dl-sought :is(textarea, input) {background: var(--card); color: var(--ink); border: 1px solid var(--muted);
  border-radius: 6px; padding: .5rem .8rem}
#dl-sought :is(textarea, input)::placeholder {color: var(--muted); opacity: 1}
#dl-files {background: var(--card); border: 1px dashed var(--muted); border-radius: 6px; color: var(--ink)}
#dl-files :is(button, div, span, label) {color: var(--ink)}
#dl-files label {background: none; border: 0; box-shadow: none}
#dl-files .wrap:not(.hide) {font-size: 0; padding: 0; gap: .4rem}
#dl-files .wrap .or {display: none}
#dl-files .wrap .icon-wrap {color: var(--muted); width: 1.6rem; margin: 0}
#dl-files .wrap[data-upload-density]::after {content: "Drop reports here, or press to choose files"; font: 400
  1rem/1.5 var(--font); color: var(--link)}
#dl-files button:hover .wrap::after {text-decoration: underline; text-underline-offset: .15em}
.sums {display: flex; flex-wrap: wrap; gap: .5rem 2rem; list-style: none; margin: .4rem 0 1.2rem; padding: 0; font-size:
  .9rem; color: var(--muted)}
.sums b {display: block; font: 600 1.3rem/1.3 var(--serif); color: var(--ink)}
.holdings {width: 100%; border-collapse: collapse; font-size: .95rem; line-height: 1.5; overflow-wrap: anywhere}
.holdings th, .holdings td {text-align: left; vertical-align: baseline; padding: .6rem 1rem .6rem 0; border-top: 1px
  solid var(--rule); font-weight: 400}
.holdings thead th {border-top: 0; color: var(--muted)}
.holdings tbody th {width: 55%; font-weight: 700}
.holdings .small {font-weight: 400}
.holdings a {color: var(--link)}
.holdings .row-acts {padding-right: 0; text-align: right; white-space: nowrap}
.read {font-weight: 400; margin-left: .5rem}
[data-sure] {color: var(--flag); font-weight: 700}
.unread {list-style: none; margin: .3rem 0; padding: 0; font-size: .95rem; line-height: 1.5}
.unread li {margin: .4rem 0}
.doing, .done {padding: .7rem 1rem; border-left: 3px solid var(--link); background: var(--card); line-height: 1.5;
  overflow-wrap: anywhere}
progress {width: 10rem; max-width: 40%; accent-color: var(--fill); vertical-align: middle}
.to-shelf {font: inherit; color: var(--link); background: none; border: 0; padding: 0; cursor: pointer; text-decoration:
  underline}
#dl-ask-row {flex-wrap: nowrap; align-items: end; gap: .6rem; padding: .6rem 0 1.1rem}
#dl-box textarea {font-size: 1.05rem; background: var(--card); color: var(--ink); border: 1px solid var(--muted);
  border-radius: 6px; padding: .65rem .8rem}
#dl-box textarea::placeholder {color: var(--muted); opacity: 1}
#dl-ask, #dl-stop {background: var(--fill); color: var(--on-fill); border-radius: 6px; min-height: 2.9rem}
#dl-stop {background: var(--flag); color: var(--paper)}
#dl-talk {gap: 0; padding: 0 1.5rem; max-width: 51rem; margin: 0 auto}
#dl-side {padding: 1.5rem; border-left: 1px solid var(--rule)}
@media (min-width: 900px) {
  #dl-main {flex-wrap: nowrap; height: calc(100dvh - 3.6rem)}
  #dl-head {height: 3.6rem}
  #dl-talk {height: 100%; flex-wrap: nowrap}
  #dl-scroll {flex: 1 1 0; min-height: 0; overflow-y: auto; flex-wrap: nowrap; scrollbar-width: thin}
  #dl-side {height: 100%; overflow-y: auto; flex: 0 0 clamp(21rem, 38vw, 44rem) !important; scrollbar-width: thin}
  .card header {top: -1.5rem}
  #dl-current:has([data-turn]) ~ #dl-offers {min-height: calc(100dvh - 16rem)}
}
@media (max-width: 899px) {
  #dl-main {flex-direction: column; flex-wrap: nowrap}
  #dl-talk, #dl-side {flex: none !important; width: 100%; padding: 0 1rem; border: 0; min-width: 0 !important;
    max-width: 100vw}
  #dl-head {padding: 0 1rem}
  .masthead .how {display: none}
  .masthead {flex-wrap: wrap; gap: 0 .6rem; justify-content: space-between}
  .masthead h1 {padding: .8rem 0 0}
  .rooms {order: 3; width: 100%}
  .rooms button {padding: .6rem .7rem}
  #dl-head {align-items: start}
  .save, #dl-new {margin-top: .6rem}
  #dl-below {position: sticky; bottom: 0; z-index: 2}
  #dl-side .label:first-child {margin-top: 1.5rem}
  #dl-shelf {padding: 1rem}
  dialog {padding: 0 1.2rem 1.5rem}
}
@media (max-width: 639px) {
  .holdings thead {display: none}
  .holdings tr {display: block; border-top: 1px solid var(--rule); padding: .6rem 0}
  .holdings th, .holdings td {display: block; width: auto !important; border: 0; padding: .1rem 0}
  .holdings td[data-head]::before {content: attr(data-head) ": "; color: var(--muted)}
  .holdings .row-acts {text-align: left}
  .day span {min-width: 3rem}
  .difference thead {display: none}
  .difference tr {display: block; border-top: 1px solid var(--rule); padding: .5rem 0}
  .difference th, .difference td {display: block; border: 0; padding: .1rem 0}
  .difference td::before {content: attr(data-head) ": "; color: var(--muted)}
}
@media (prefers-reduced-motion: no-preference) {#dl-scroll, #dl-side, html {scroll-behavior: smooth}}
"""
)
