"""The few scripts that the page's parts run in the browser.

Each is given to one part, as whose `element` it runs. What a part tells the server goes by `trigger('click', …)`;
nothing that comes from a report, a model or a visitor is ever put together into markup or script here.
"""

ROOMS = """
const tabs = [...element.querySelectorAll('[role=tab]')];
const open = (tab) => {
  document.getElementById('dl-page').dataset.room = tab.id.replace('tab-', '');
  tabs.forEach((t) => { t.setAttribute('aria-selected', t === tab); t.tabIndex = t === tab ? 0 : -1; });
  if (tab.id === 'tab-shelf') trigger('click', {room: 'shelf'});
};
const rooms = [['dl-main', 'tab-talk'], ['dl-shelf', 'tab-shelf']];
rooms.forEach(([id, label]) => {
  const room = document.getElementById(id);
  if (!room) return;
  room.setAttribute('role', 'tabpanel');
  room.setAttribute('aria-labelledby', label);
});
element.addEventListener('click', (event) => {
  const tab = event.target.closest('[role=tab]');
  if (tab) open(tab);
  const save = event.target.closest('[data-save]');
  if (save) trigger('click', {save: save.dataset.save});
  if (save) element.querySelector('.save').open = false;
});
element.addEventListener('keydown', (event) => {
  const at = tabs.indexOf(event.target);
  const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
  if (at >= 0 && step) { const next = tabs[(at + step + tabs.length) % tabs.length]; open(next); next.focus(); }
  if (event.key === 'Escape') element.querySelector('.save').open = false;
});
document.addEventListener('click', (event) => {
  const menu = element.querySelector('.save');
  if (menu && !menu.contains(event.target)) menu.open = false;
});"""

# What can be pressed and pointed at in an answer.
_TALK = """
const keep = (text, name, type) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
const copy = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const box = document.createElement('textarea');
  box.value = text;
  document.body.append(box);
  box.select();
  document.execCommand('copy');
  box.remove();
};
element.addEventListener('click', async (event) => {
  const chip = event.target.closest('.chip');
  if (chip) {
    const {kind, value} = chip.dataset;
    if (window.datelineFilters) window.datelineFilters.clear(kind, value);
    trigger('click', {turn: Number(chip.closest('[data-turn]').dataset.turn), kind, value});
  }
  if (event.target.closest('.to-shelf')) document.getElementById('tab-shelf').click();
  const act = event.target.closest('[data-act]');
  if (!act) return;
  const row = act.closest('[data-markdown]');
  const turn = Number(act.closest('[data-turn]').dataset.turn);
  if (act.dataset.act === 'history') return trigger('click', {history: turn});
  if (act.dataset.act === 'download') return keep(row.dataset.markdown, 'answer.md', 'text/markdown');
  const told = row.querySelector('[role=status]');
  try { await copy(row.dataset.markdown); told.textContent = 'Copied.'; } catch {
    told.textContent = 'The browser did not allow it. Download it instead.';
  }
});
const light = (claim, on) => (claim ? claim.dataset.spots.split(' ') : []).forEach((id) => {
  const spot = id && document.getElementById(id);
  if (!spot) return;
  spot.closest('mark').classList.toggle('lit', on);
  spot.closest('.card').classList.toggle('lit', on);
});
for (const [begin, end] of [['mouseover', 'mouseout'], ['focusin', 'focusout']]) {
  element.addEventListener(begin, (event) => light(event.target.closest('.claim'), true));
  element.addEventListener(end, (event) => light(event.target.closest('.claim'), false));
}
// What a sentence rests on comes into sight beside it, where the sources scroll by themselves.
let dwelling;
const bring = (event, after) => {
  clearTimeout(dwelling);
  const claim = event.target.closest('.claim');
  const spot = claim && document.getElementById(claim.dataset.spots.split(' ')[0]);
  const side = document.getElementById('dl-side');
  if (!spot || side.scrollHeight <= side.clientHeight) return;
  dwelling = setTimeout(() => {
    const [words, seen] = [spot.closest('mark').getBoundingClientRect(), side.getBoundingClientRect()];
    if (words.top < seen.top + 60 || words.bottom > seen.bottom) spot.scrollIntoView({block: 'nearest'});
  }, after);
};
element.addEventListener('mouseover', (event) => bring(event, 350));
element.addEventListener('focusin', (event) => bring(event, 0));"""
PAST = _TALK

# Tells screen readers the first words that a part has of some kind, in a place that was there before them.
_ALOUD = """
const aloud = (kinds) => {
  const [told, words] = [document.getElementById('dl-told'), element.querySelector(kinds)?.textContent];
  if (told && words && told.textContent !== words) told.textContent = words;
};"""

# A new question is brought to the top and then left where it is, so that a long answer keeps its place. What was
# pressed may be gone by then: the focus that it had goes to the answer, and not to the beginning of the page.
CURRENT = (
    _ALOUD
    + """
element.tabIndex = -1;
element.classList.add('answers');
let turn; watch('value', () => {
  aloud('.stage, .ended, .byline, .declined');
  setTimeout(() => { if (document.activeElement === document.body) element.focus({preventScroll: true}); }, 100);
  const asked = element.querySelector('[data-turn]');
  if (asked && asked.dataset.turn !== turn) setTimeout(() => {
    const question = element.querySelector('[data-turn]');
    if (question) question.scrollIntoView({block: 'start', behavior: 'instant'});
  }, 50);
  turn = asked && asked.dataset.turn;
});"""
    + _TALK
)
OFFERS = """
element.addEventListener('click', (event) => {
  const offer = event.target.closest('.offer');
  const form = window.datelineFilters ? window.datelineFilters.read() : '';
  if (offer) trigger('click', {ask: offer.textContent, form});
})"""

# The form keeps its values in the browser; they are read when a question is asked.
FILTERS = """
const form = () => element.querySelector('form');
const chosen = () => [...element.querySelectorAll('[name=outlet]:checked')].map((box) => box.value);
const days = () => [...element.querySelectorAll('input[type=date]')].filter((day) => day.value);
const show = () => {
  const words = {since: 'since', until: 'until', as_of: 'as of'};
  const all = [...chosen(), ...days().map((day) => words[day.name] + ' ' + day.value)];
  const told = element.querySelector('.filters-set');
  if (!told) return;
  told.textContent = all.length ? all.join(', ') : 'none';
  element.querySelector('.filters').classList.toggle('on', all.length > 0);
};
window.datelineFilters = {
  read: () => JSON.stringify({outlets: chosen(), ...Object.fromEntries(days().map((day) => [day.name, day.value]))}),
  clear: (kind, value) => {
    for (const box of element.querySelectorAll('input')) {
      if (kind === 'outlet' && box.name === 'outlet' && box.value === value) box.checked = false;
      if (box.name === kind && box.value === value && box.type === 'date') box.value = '';
    }
    show();
  },
  reset: () => { if (form()) form().reset(); show(); },
};
element.addEventListener('change', show);
element.addEventListener('reset', () => setTimeout(show));
element.addEventListener('submit', (event) => event.preventDefault());
element.addEventListener('input', (event) => {
  if (!event.target.matches('.find')) return;
  const sought = event.target.value.toLowerCase();
  for (const option of element.querySelectorAll('.option')) {
    option.hidden = !option.textContent.toLowerCase().includes(sought);
  }
});
element.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches('.find')) event.preventDefault();
  if (event.key !== 'Escape') return;
  element.querySelector('details').open = false;
  element.querySelector('summary').focus();
});
watch('value', show);
show();"""
WITH_FILTERS = "(question, talk) => [question, talk, window.datelineFilters ? window.datelineFilters.read() : '']"
WITHOUT_FILTERS = """() => {
  if (window.datelineFilters) window.datelineFilters.reset();
  document.querySelector('#dl-box textarea').focus();
}"""

SOURCES = """
watch('value', () => { document.getElementById('dl-side').scrollTop = 0; });
element.addEventListener('click', (event) => {
  if (event.target.closest('.to-shelf')) document.getElementById('tab-shelf').click();
  const whole = event.target.closest('.whole');
  if (whole) trigger('click', {marker: Number(whole.dataset.marker)});
})"""
REPORT = """
watch('value', () => {
  const report = element.querySelector('dialog');
  if (!report) return;
  report.addEventListener('close', () => { props.value = ''; }, {once: true});
  report.showModal();
  const cited = report.querySelector('mark.sought') || report.querySelector('mark');
  if (cited) cited.scrollIntoView({block: 'center', behavior: 'instant'});
});
element.addEventListener('click', (event) => {
  const row = event.target.closest('[data-report]');
  if (!row) return;
  const {report, start, end} = row.dataset;
  trigger('click', {report, start: Number(start), end: Number(end)});
})"""
SAVED = """
watch('value', () => {
  if (!props.value) return;
  const {name, type, text} = JSON.parse(props.value);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
})"""

SAID = (
    _ALOUD
    + """
watch('value', () => aloud('.doing, .done'));"""
)

# Removing takes two presses of one button: the first only asks.
HOLDINGS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-shelf]');
  if (!button) return;
  const {shelf, id} = button.dataset;
  if (shelf !== 'remove' || button.dataset.sure) return trigger('click', {shelf, id});
  button.dataset.sure = 'yes';
  button.textContent = 'Remove for good?';
  button.setAttribute('aria-label', 'Remove for good: ' + button.dataset.title);
  button.addEventListener('blur', () => {
    delete button.dataset.sure;
    button.textContent = 'Remove';
    button.setAttribute('aria-label', 'Remove ' + button.dataset.title);
  }, {once: true});
})"""
