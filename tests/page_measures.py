"""What the tests of the page measure in the browser, as scripts."""

# Of some elements, those that reach beyond the window's right edge.
TOO_WIDE = "all => all.filter(n => n.getBoundingClientRect().right > innerWidth + 1).map(n => n.outerHTML.slice(0, 80))"
# Writes down everything that the page says it is doing, for TOLD to give.
WATCH = """() => {
  window.stages = new Set();
  new MutationObserver(() => document.querySelectorAll('#dl-current .stage').forEach(
    (stage) => window.stages.add(stage.textContent)
  )).observe(document.getElementById('dl-current'), {childList: true, subtree: true, characterData: true});
}"""
TOLD = "[...window.stages]"
# How many lines the words of a button take; a cut word counts as a line more.
BUTTON_LINES = """() => {
  const button = document.querySelector('#dl-new');
  const words = document.createRange();
  words.selectNodeContents(button);
  const lines = new Set([...words.getClientRects()].map((r) => r.top)).size;
  return lines + (button.scrollWidth > button.clientWidth) + (button.scrollHeight > button.clientHeight);
}"""
# What cuts off the ring that shows the focus in the question box: parts as narrow as the box itself that hide the rest.
CUT_RING = """() => {
  const box = document.querySelector('#dl-box textarea');
  const [cut, inner] = [[], box.getBoundingClientRect()];
  for (let part = box.parentElement; part.id !== 'dl-below'; part = part.parentElement) {
    const outer = part.getBoundingClientRect();
    const room = Math.min(inner.top - outer.top, inner.left - outer.left, outer.bottom - inner.bottom);
    if (getComputedStyle(part).overflow !== 'visible' && room < 2) cut.push(part.outerHTML.slice(0, 80));
  }
  return cut;
}"""
# The words whose contrast to what is behind them is below 4.5, with that contrast.
FAINT_WORDS = """() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const c = parse(getComputedStyle(node).backgroundColor);
      if (c.length < 4 || c[3] > 0.99) return c;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const node of document.querySelectorAll('#dl-page *')) {
    const words = [...node.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!words || !node.checkVisibility()) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push(node.textContent.slice(0, 40) + ' ' + ratio.toFixed(1));
  }
  return faint;
}"""
