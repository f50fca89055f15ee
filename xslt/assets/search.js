/* Searches the site's texts, also from a folder. In: the form, and what the search-*.js files offer in
   tahqiq.search; the index pushes itself onto self.tahqiqSearch. Out: the lines where the words stand,
   marked and counted. The question is in the address after #, so that a result can be kept and sent. */
(() => {
  'use strict';
  const { words, index, parse, relaxed, seek, line, element, filled, number, suggest, offer } = self.tahqiq.search;
  const form = document.getElementById('search');
  const field = Object.fromEntries(['q', 'match', 'kind', 'entity', 'text'].map((name) => [name, form.elements[name]]));
  const [status, results, more, chips] =
    ['status', 'results', 'more', 'forms'].map((id) => document.getElementById(id));
  const STEP = 50;

  /* ---- One search, shard by shard, with a breath between them ---- */

  let ask = null;

  function start(question) {
    ask = { ...question, terms: parse(question.q, question.match), hits: [], next: 0, shown: 0, form: null, asked: performance.now(), first: null };
    results.replaceChildren();
    chips.replaceChildren();
    delete results.dataset.first;
    delete results.dataset.all;
    suggest(ask.q);
    if (!ask.terms.length && ask.entity === '' && !index.header?.kinds.includes(ask.kind)) {
      status.textContent = '';
      more.hidden = true;
      ask = null;
      return;
    }
    status.textContent = index.header && index.shards[0] ? '' : words.loading;
    step();
  }

  const failed = (name) => { status.textContent = filled(words.failed, { file: name }); };
  let waiting = 0;

  function step() {
    if (!index.header || !ask) return;
    index.load(failed);
    const until = performance.now() + 14;
    while (ask.next < index.header.shards.length && index.shards[ask.next]) {
      ask.hits.push(...seek(index.shards[ask.next], ask));
      ask.next += 1;
      if (ask.hits.length && ask.first === null) {
        draw();
        ask.first = performance.now() - ask.asked;
        results.dataset.first = ask.first.toFixed(1);
      }
      if (performance.now() > until && ask.next < index.header.shards.length) break;
    }
    if (ask.next < index.header.shards.length) {
      status.textContent = ask.hits.length ? `${counted()} ${words.more}` : words.loading;
      if (index.shards[ask.next] && !waiting) waiting = setTimeout(() => { waiting = 0; step(); });
      return;
    }
    finish();
  }

  function finish() {
    results.dataset.all = (performance.now() - ask.asked).toFixed(1);
    if (!ask.hits.length && ask.match === '' && !ask.instead) {
      const instead = relaxed(ask.q);
      if (instead !== ask.q && parse(instead, '').length) {
        const written = ask.q;
        ask = { ...ask, q: instead, terms: parse(instead, ''), next: 0, instead: written };
        step();
        return;
      }
    }
    draw();
    status.textContent = ask.hits.length
      ? `${ask.instead ? `${filled(words.relaxed, { query: ask.instead, instead: ask.q })} ` : ''}${counted()}`
      : words.none;
    facets();
  }

  const shownHits = () => (ask.form === null ? ask.hits : ask.hits.filter((hit) => hit.marks[0].form === ask.form));

  function counted() {
    const hits = shownHits();
    if (hits.length === 1) return words.one;
    const units = new Set(hits.map((hit) => `${index.shards.indexOf(hit.where)}/${hit.unit}`)).size;
    return filled(words.found, { hits: number(hits.reduce((sum, hit) => sum + hit.marks.length, 0)), units: number(units) });
  }

  /* ---- Showing ---- */

  function draw() {
    const hits = shownHits();
    const upTo = Math.min(hits.length, Math.max(ask.shown, STEP));
    for (let i = results.childElementCount; i < upTo; i += 1) results.append(line(hits[i]));
    ask.shown = upTo;
    more.hidden = upTo >= hits.length;
  }

  /* The forms in which a word was found, most frequent first; one of them can be looked at alone. */
  function facets() {
    chips.replaceChildren();
    if (ask.terms.length !== 1 || ask.terms[0].length !== 1 || ask.match === 'word') return;
    const counts = new Map();
    const written = new Map();
    for (const { where, unit, marks: [mark] } of ask.hits) {
      counts.set(mark.form, (counts.get(mark.form) || 0) + 1);
      if (!written.has(mark.form)) written.set(mark.form, where.units[unit].slice(mark.start, mark.end).replace(/[\p{M}ـ]/gu, ''));
    }
    if (counts.size < 2) return;
    const list = element('ul', { class: 'chips' });
    for (const [form, count] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 24)) {
      const button = element('button', { type: 'button', 'aria-pressed': 'false' }, element('bdi', {}, written.get(form)), ' ', element('span', { class: 'count' }, number(count)));
      button.addEventListener('click', () => {
        ask.form = ask.form === form ? null : form;
        for (const other of list.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === button && ask.form !== null));
        results.replaceChildren();
        ask.shown = 0;
        draw();
        status.textContent = counted();
      });
      list.append(element('li', {}, button));
    }
    chips.append(element('h2', {}, words.forms), list);
  }

  /* ---- The form ---- */

  const state = () => Object.fromEntries(Object.entries(field).map(([name, input]) => [name, input.value.trim()]));

  function recall() {
    const given = new URLSearchParams(location.hash.length > 1 ? location.hash.slice(1) : location.search);
    for (const [name, input] of Object.entries(field)) input.value = given.get(name) || '';
    for (const input of Object.values(field)) if (input.value === '' && input.options) input.selectedIndex = 0;
    start(state());
  }

  function keep() {
    const kept = new URLSearchParams(Object.entries(state()).filter(([, value]) => value));
    const target = `${location.pathname}${location.search && !location.hash ? '' : location.search}#${kept}`;
    try { history.replaceState(null, '', `#${kept}`); } catch { location.replace(target); }
  }

  let timer = 0;
  function changed(delay) {
    clearTimeout(timer);
    timer = setTimeout(() => { keep(); start(state()); }, delay);
  }

  form.hidden = false;
  form.addEventListener('submit', (event) => { event.preventDefault(); changed(0); });
  field.q.addEventListener('input', () => changed(120));
  for (const name of ['match', 'kind', 'entity', 'text']) field[name].addEventListener('change', () => changed(0));
  more.addEventListener('click', () => {
    const first = results.childElementCount;
    ask.shown += STEP;
    draw();
    results.children[first]?.querySelector('a').focus();
  });
  addEventListener('hashchange', recall);
  field.q.addEventListener('focus', () => { if (index.header) index.load(failed); }, { once: true });

  function receive(data) {
    index.take(data);
    if (data.header) {
      offer();
      recall();
    }
    step();
  }

  const queue = self.tahqiqSearch || [];
  self.tahqiqSearch = { push: receive };
  queue.forEach(receive);
  if (!location.hash && matchMedia('(hover: hover)').matches) field.q.focus();
})();
