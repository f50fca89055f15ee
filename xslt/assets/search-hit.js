/* Marks the hit that a result of the search led to. In: ?hit=<place>~<what it follows>~<the words>
   and the unit after #, as search.js writes them. Out: the words marked and in view. The marking is
   the browser's own: nothing is put into the text, and what is copied stays the text. */
(() => {
  'use strict';
  const given = new URLSearchParams(location.search).get('hit');
  if (!given) return;
  const [place, before, words] = given.split('~');
  const own = document.getElementById(decodeURIComponent(location.hash.slice(1))) || document.querySelector('main > article');
  if (!own || !words) return;

  /* The unit's text as it is read, white space folded, and where each of its letters stands. */
  const letters = [];
  let text = '';
  const shown = (node) => {
    const parent = node.parentElement;
    const added = parent.closest('[data-edition]');
    return !(added && own.contains(added) && added !== own) && (!parent.checkVisibility || parent.checkVisibility());
  };
  const walk = document.createTreeWalker(own, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!shown(node)) continue;
    for (let i = 0; i < node.data.length; i += 1) {
      const space = /\s/.test(node.data[i]);
      if (space && (!text || text.endsWith(' '))) continue;
      text += space ? ' ' : node.data[i];
      letters.push([node, i]);
    }
  }

  const near = (sought, shift) => {
    let best = -1;
    for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
      if (best < 0 || Math.abs(at + shift - place) < Math.abs(best - place)) best = at + shift;
    }
    return best;
  };
  let at = near(before + words, before.length);
  if (at < 0) at = near(words, 0);
  if (at < 0) return;
  const range = document.createRange();
  range.setStart(...letters[at]);
  range.setEnd(letters[at + words.length - 1][0], letters[at + words.length - 1][1] + 1);

  if (self.Highlight && CSS.highlights) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('::highlight(search-hit) { background-color: Mark; color: MarkText; }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    CSS.highlights.set('search-hit', new Highlight(range));
  } else {
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
  const reach = () => {
    const box = range.getBoundingClientRect();
    scrollTo({ top: scrollY + box.top - innerHeight / 3 });
  };
  document.documentElement.dataset.hit = range.toString();
  reach();
  document.fonts.ready.then(reach);
})();
