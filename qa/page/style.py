"""How the page looks, in light and in dark, and the few scripts that its parts run."""

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
#dl-head {align-items: center; flex-wrap: nowrap; padding: 0 1.5rem; border-bottom: 1px solid var(--rule)}
.masthead {display: flex; align-items: baseline; gap: .9rem; padding: .9rem 0}
.masthead b {font: 600 1.35rem/1.2 var(--serif)}
.masthead span, .small, .notes, .gaps, .reports span, .said, .stage, .byline, .when {color: var(--muted)}
.small, .notes, .gaps, .reports, .byline, .said, .flag, .difference {font-size: .9rem; line-height: 1.5}
.label {font-size: .8rem; font-weight: 700; letter-spacing: .05em; text-transform: uppercase; color: var(--muted);
  margin: 1.6rem 0 .6rem}
#dl-side .label:first-child {margin-top: 0}
.exchange {padding: 1.5rem 0 2rem; overflow-wrap: anywhere}
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
.cite {display: inline-block; min-width: 1.5em; margin: 0 .1em; padding: 0 .35em; font: 700 .78rem/1.5 var(--font);
  text-align: center; vertical-align: .12em;
  color: var(--link); border: 1px solid var(--rule); border-radius: 4px; background: var(--card); text-decoration:
    none}
.cite:hover, .cite:target {background: var(--fill); color: var(--on-fill)}
.title a, .reports a {color: var(--link); text-decoration: underline; text-underline-offset: .15em}
#dl-page a:focus-visible, #dl-page button:focus-visible, summary:focus-visible, .spot:focus-visible {outline: 3px
  solid var(--link); outline-offset: 2px}
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
mark:has(:target) {background: var(--mark-strong)}
.spot {scroll-margin: 9rem 0}
.whole, .close {font: 700 .9rem/1.4 var(--font); color: var(--link); background: none; border: 0; padding: .2rem 0;
  cursor: pointer; text-decoration: underline; text-underline-offset: .15em}
summary {cursor: pointer; color: var(--link); font-size: .9rem; margin: 0 0 1rem}
dialog {background: var(--paper); color: var(--ink); width: min(46rem, 94vw); max-height: 90dvh; margin: auto;
  padding: 1.2rem 1.8rem 2rem; border: 1px solid var(--rule); border-radius: 8px; overflow: auto; overflow-wrap:
  anywhere}
dialog::backdrop {background: rgb(0 0 0 / .5)}
dialog form {position: sticky; top: -1.2rem; background: var(--paper); text-align: right; padding: .4rem 0}
dialog .passage {font-size: 1.08rem; line-height: 1.7}
pre, code {font-family: ui-monospace, monospace; color: var(--ink); background: none}
pre {background: var(--card); border: 1px solid var(--rule); border-radius: 6px; padding: .7rem 1rem}
#dl-examples {gap: .5rem}
#dl-examples button {justify-content: flex-start; text-align: left; font-weight: 400; white-space: normal;
  background: var(--card); color: var(--link); border: 1px solid var(--rule); border-radius: 6px; padding: .6rem
  .9rem}
#dl-ask-row {flex-wrap: nowrap; align-items: end; gap: .6rem; padding: .8rem 0 1.1rem; background: var(--paper);
  border-top: 1px solid var(--rule)}
#dl-box textarea {font-size: 1.05rem; background: var(--card); color: var(--ink); border: 1px solid var(--muted);
  border-radius: 6px; padding: .65rem .8rem}
#dl-box textarea::placeholder {color: var(--muted); opacity: 1}
#dl-ask, #dl-stop {background: var(--fill); color: var(--on-fill); border-radius: 6px; min-height: 2.9rem}
#dl-stop {background: var(--flag); color: var(--paper)}
#dl-new {flex: none; width: max-content; min-height: 0; padding: .35rem .8rem; font-size: .9rem; font-weight: 400;
  line-height: 1.4; white-space: nowrap; background: none; color: var(--link); border: 1px solid var(--rule);
  border-radius: 6px}
#dl-talk {padding: 0 1.5rem; max-width: 51rem; margin: 0 auto}
#dl-side {padding: 1.5rem; border-left: 1px solid var(--rule)}
@media (min-width: 900px) {
  #dl-main {flex-wrap: nowrap; height: calc(100dvh - 3.6rem)}
  #dl-head {height: 3.6rem}
  #dl-talk {height: 100%; flex-wrap: nowrap}
  #dl-scroll {flex: 1 1 0; min-height: 0; overflow-y: auto; flex-wrap: nowrap; scrollbar-width: thin}
  #dl-side {height: 100%; overflow-y: auto; flex: 0 0 clamp(21rem, 38vw, 44rem) !important; scrollbar-width: thin}
  .card header {top: -1.5rem}
  #dl-current .exchange {min-height: calc(100dvh - 11rem)}
  #dl-current .exchange:not([data-turn]) {min-height: 0; padding-bottom: .5rem}
}
@media (max-width: 899px) {
  #dl-main {flex-direction: column; flex-wrap: nowrap}
  #dl-talk, #dl-side {flex: none !important; width: 100%; padding: 0 1rem; border: 0; min-width: 0 !important;
    max-width: 100vw}
  #dl-head {padding: 0 1rem}
  .masthead span {display: none}
  #dl-ask-row {position: sticky; bottom: 0; z-index: 2}
  #dl-side .label:first-child {margin-top: 1.5rem}
  .difference thead {display: none}
  .difference tr {display: block; border-top: 1px solid var(--rule); padding: .5rem 0}
  .difference th, .difference td {display: block; border: 0; padding: .1rem 0}
  .difference td::before {content: attr(data-head) ": "; color: var(--muted)}
}
@media (prefers-reduced-motion: no-preference) {#dl-scroll, #dl-side, html {scroll-behavior: smooth}}
"""
)

# A new question is brought to the top and then left where it is, so that a long answer keeps its place.
TO_QUESTION = """
let turn; watch('value', () => {
  const asked = element.querySelector('[data-turn]');
  if (asked && asked.dataset.turn !== turn) setTimeout(() => {
    const question = element.querySelector('[data-turn]');
    if (question) question.scrollIntoView({block: 'start', behavior: 'instant'});
  }, 50);
  turn = asked && asked.dataset.turn;
})"""
TO_TOP_AND_WHOLE = """
watch('value', () => { document.getElementById('dl-side').scrollTop = 0; });
element.addEventListener('click', (event) => {
  const whole = event.target.closest('.whole');
  if (whole) trigger('click', {marker: Number(whole.dataset.marker)});
})"""
OPEN_REPORT = """
watch('value', () => {
  const report = element.querySelector('dialog');
  if (!report) return;
  report.addEventListener('close', () => { props.value = ''; }, {once: true});
  report.showModal();
  const cited = report.querySelector('mark');
  if (cited) cited.scrollIntoView({block: 'center'});
})"""
