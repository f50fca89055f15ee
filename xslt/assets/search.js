/* Searches the site's texts, also from a folder. In: search/index.js and the shards that it names,
   which push themselves onto self.tahqiqSearch. Out: the lines where the words stand, marked and
   counted. The question is in the address after #, so that a result can be kept and sent. */
(() => {
  'use strict';
  const form = document.getElementById('search');
  if (!form) return;
  const words = form.dataset;
  const field = Object.fromEntries(['q', 'match', 'kind', 'entity', 'text'].map((name) => [name, form.elements[name]]));
  const [status, results, more, chips, suggestions] =
    ['status', 'results', 'more', 'forms', 'suggestions'].map((id) => document.getElementById(id));
  const textNames = JSON.parse(document.getElementById('texts').textContent);
  const STEP = 50;
  const REACH = 70;

  /* ---- The index ---- */

  let header = null;
  let own = 0;
  const shards = [];
  const asked = new Set();
  const letters = new Uint16Array(65536);
  const unfolded = new Map();

  function load(name) {
    if (asked.has(name)) return;
    asked.add(name);
    const script = document.createElement('script');
    script.src = `${words.root}search/${name}`;
    script.onerror = () => { status.textContent = filled(words.failed, { file: name }); };
    document.head.append(script);
  }

  function receive(data) {
    if (data.header) open(data.header);
    else shards[data.shard] = shard(data);
    step();
  }

  function open(given) {
    header = given;
    own = Math.max(0, header.languages.indexOf(words.lang));
    for (let i = 0; i < 65536; i += 1) letters[i] = i;
    for (const [result, from] of header.fold) {
      for (const letter of from) {
        if (result.length === 1) letters[letter.charCodeAt(0)] = result.charCodeAt(0);
        else {
          letters[letter.charCodeAt(0)] = 0;
          if (result) unfolded.set(letter.charCodeAt(0), result);
        }
      }
    }
    offer();
  }

  const decoder = new TextDecoder('utf-16le');

  /* The text as it is compared; with places, also where each of its letters came from. */
  function fold(text, places) {
    const out = new Uint16Array(text.length + (unfolded.size ? 20 * (text.match(/[\ufb00-\ufefc]/g) || []).length : 0));
    let n = 0;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      const letter = letters[code];
      if (letter) {
        if (places) places[n] = i;
        out[n++] = letter;
      } else if (unfolded.has(code)) {
        for (const part of unfolded.get(code)) {
          if (places) places[n] = i;
          out[n++] = part.charCodeAt(0);
        }
      }
    }
    if (places) places[n] = text.length;
    return decoder.decode(out.subarray(0, n));
  }

  function shard(data) {
    const units = data.text.split('\n');
    const folded = fold(data.text);
    const starts = [0];
    for (let i = folded.indexOf('\n'); i >= 0; i = folded.indexOf('\n', i + 1)) starts.push(i + 1);
    const texts = [];
    for (const [text, count] of data.runs) for (let i = 0; i < count; i += 1) texts.push(text);
    return {
      units, folded, starts, texts, parts: data.parts, languages: new Map(data.languages),
      anchors: data.anchors.split('\n'), numbers: data.numbers.split('\n'), spans: data.spans.split('\n'),
    };
  }

  function spans(where, unit) {
    return where.spans[unit] ? where.spans[unit].split(';').map((one) => {
      const [start, length, kind, entity = -1] = one.split(',').map((value) => parseInt(value, 36));
      return { start, end: start + length, kind: header.kinds[kind], entity };
    }) : [];
  }

  /* ---- The question ---- */

  const isWord = (code) => code > 47 && (code < 58 || (code > 96 && code < 123) || code === 95
    || (code >= 0x620 && code <= 0x64a) || (code > 0x7f && /[\p{L}\p{N}]/u.test(String.fromCharCode(code))));
  const isDigit = (code) => code > 47 && code < 58;

  const BEFORE = /^[وف]?(?:[بك]?(?:ال)?|ل|لل|س)?$/;
  const BEFORE_SHORT = /^[وف]?(?:ال)?$/;
  const BEFORE_ARTICLE = /^[وف]?[بك]?$/;
  const BEFORE_ELIDED = /^[وف]?$/;
  const AFTER = /^(?:ا|ه|ها|هم|هما|هن|ك|كم|كما|كن|ي|نا|ني)?$/;
  const PRONOUN = /^(?:ه|ها|هم|هما|هن|ك|كم|كما|كن|ي|نا)$/;
  const NOTHING = /^$/;
  const ANYTHING = /^/;

  /* The spellings of a word that hamza allows: مسئول and مسؤول are one word. */
  function spellings(raw) {
    let found = [''];
    for (const letter of raw.normalize('NFC')) {
      const own = fold(letter);
      const others = 'ؤئء'.includes(letter) ? [...new Set([own, 'و', 'ي', 'ء'])] : [own];
      found = found.flatMap((start) => others.map((other) => start + other));
      if (found.length > 27) found.length = 27;
    }
    /* شئ and شيء are one word too. */
    const last = raw.normalize('NFC').replace(/[\u064b-\u0652]/g, '');
    if (last.endsWith('ئ')) found.push(...found.map((one) => `${one.slice(0, -1)}يء`));
    if (last.endsWith('يء')) found.push(...found.map((one) => one.slice(0, -1)));
    return [...new Set(found)].filter(Boolean);
  }

  /* What a word of the question may be within a word of the text: its core, and what may stand
     before and after it there. */
  function forms(raw, match) {
    return spellings(raw).flatMap((core) => {
      if (match === 'part') return [{ core, before: ANYTHING, after: ANYTHING }];
      if (match === 'word') return [{ core, before: NOTHING, after: NOTHING }];
      if (core.startsWith('ال') && core.length > 3) {
        const rest = core.slice(2);
        return [
          { core, before: BEFORE_ARTICLE, after: NOTHING },
          { core: (rest.startsWith('ل') ? 'ل' : 'لل') + rest, before: BEFORE_ELIDED, after: NOTHING },
        ];
      }
      if (core.length < 2) return [{ core, before: NOTHING, after: NOTHING }];
      const before = core.length < 3 ? BEFORE_SHORT : BEFORE;
      const found = [{ core, before, after: AFTER }];
      if (core.endsWith('ه') && core.length > 2) found.push({ core: `${core.slice(0, -1)}ت`, before, after: PRONOUN });
      return found;
    });
  }

  function parse(text, match) {
    const terms = [];
    for (const [, phrase, word] of text.matchAll(/["“”«»„]([^"“”«»„]+)["“”«»„]?|([^\s"“”«»„]+)/g)) {
      const list = (phrase || word).split(/[^\p{L}\p{N}\p{M}ـ_]+/u).filter((one) => fold(one));
      if (list.length) terms.push(list.map((raw) => ({ raw, forms: forms(raw, match) })));
    }
    return terms;
  }

  /* The question without what is joined to its words, asked where the words as written do not occur. */
  function relaxed(text) {
    return text.replace(/[\p{L}\p{M}]+/gu, (word) => {
      const bare = fold(word).replace(/^[وف]?(?:[بك]?ال|لل|[بكل])/, '').replace(/^[وف](?=...)/, '');
      return bare.length > 2 ? bare : word;
    });
  }

  /* ---- Finding ---- */

  /* The word round a place of the folded text, from start to end; digits and letters part words. */
  function token(text, at) {
    const digit = isDigit(text.charCodeAt(at));
    const joins = (code) => isWord(code) && isDigit(code) === digit;
    let start = at;
    let end = at + 1;
    while (start > 0 && joins(text.charCodeAt(start - 1))) start -= 1;
    while (end < text.length && joins(text.charCodeAt(end))) end += 1;
    return [start, end];
  }

  function fits(word, form) {
    for (let at = word.indexOf(form.core); at >= 0; at = word.indexOf(form.core, at + 1)) {
      const before = word.slice(0, at);
      const after = word.slice(at + form.core.length);
      /* A word with the article takes no pronoun: المصري is no form of مصر. */
      if (after && form.after !== ANYTHING && /(?:ال|لل)$/.test(before)) continue;
      if (form.before.test(before) && form.after.test(after)) return at;
    }
    return -1;
  }

  /* From one word on, the place of the other words of its phrase; null where one is another. */
  function beside(text, list, from, step, at) {
    let edge = at;
    for (let i = from; i >= 0 && i < list.length; i += step) {
      let next = step > 0 ? edge : edge - 1;
      while (next >= 0 && next < text.length && !isWord(text.charCodeAt(next))) {
        if (text.charCodeAt(next) === 10) return null;
        next += step;
      }
      if (next < 0 || next >= text.length) return null;
      const [start, end] = token(text, next);
      if (!list[i].forms.some((form) => fits(text.slice(start, end), form) >= 0)) return null;
      edge = step > 0 ? end : start;
    }
    return edge;
  }

  /* Every place of a term in the folded text, in order. */
  function places(text, list, match) {
    const found = new Map();
    const longest = list.reduce((best, one, i) => (one.raw.length > list[best].raw.length ? i : best), 0);
    for (const form of list[longest].forms) {
      for (let at = text.indexOf(form.core); at >= 0; at = text.indexOf(form.core, at + 1)) {
        let [start, end] = token(text, at);
        const inner = fits(text.slice(start, end), form);
        if (inner < 0) { at = Math.max(at, end - 1); continue; }
        if (match === 'part') { start = at; end = at + form.core.length; }
        const first = beside(text, list, longest - 1, -1, start);
        const last = first === null ? null : beside(text, list, longest + 1, 1, end);
        if (last !== null) found.set(first, last);
        at = end - 1;
      }
    }
    return [...found].sort((a, b) => a[0] - b[0]);
  }

  function unitOf(where, at) {
    let low = 0;
    let high = where.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (where.starts[middle] <= at) low = middle; else high = middle - 1;
    }
    return low;
  }

  const PARTS = { text: 't', heading: 'h', verse: 'v', note: 'n', record: 'r' };

  /* Whether a unit is one that is asked for; a note or a record in a language of its own only in that. */
  function wanted(where, unit, ask) {
    const language = where.languages.get(unit);
    if (language && language !== words.lang && header.languages.includes(language)) return false;
    if (ask.text !== '' && (where.parts[unit] === 'r' || where.texts[unit] !== Number(ask.text))) return false;
    const part = PARTS[ask.kind];
    if (part ? where.parts[unit] !== part && !(part === 't' && 'hv'.includes(where.parts[unit])) : where.parts[unit] === 'r' && ask.kind) return false;
    return ask.entity === '' || spans(where, unit).some((span) => span.entity === Number(ask.entity));
  }

  /* The hits of one shard: {where, unit, marks}, marks in places of the unit's own text. */
  function seek(where, ask) {
    if (!ask.terms.length) return names(where, ask);
    const byUnit = new Map();
    ask.terms.forEach((list, i) => {
      for (const [start, end] of places(where.folded, list, ask.match)) {
        const unit = unitOf(where, start);
        if (i && !byUnit.has(unit)) continue;
        if (!byUnit.has(unit)) byUnit.set(unit, ask.terms.map(() => []));
        byUnit.get(unit)[i].push([start - where.starts[unit], end - where.starts[unit]]);
      }
    });
    const hits = [];
    for (const [unit, lists] of byUnit) {
      if (lists.some((list) => !list.length) || !wanted(where, unit, ask)) continue;
      const back = new Uint32Array(where.units[unit].length * 2 + 1);
      const folded = fold(where.units[unit], back);
      const inName = header.kinds.includes(ask.kind) ? spans(where, unit).filter((span) => span.kind === ask.kind && (ask.entity === '' || span.entity === Number(ask.entity) || ask.kind === 'speech' || ask.kind === 'quotation')) : null;
      const marks = lists.map((list) => list
        .map(([start, end]) => ({ start: back[start], end: back[end - 1] + 1, form: folded.slice(start, end) }))
        .map((mark) => ({ ...mark, end: tail(where.units[unit], mark.end) }))
        .filter((mark) => !inName || inName.some((span) => mark.start < span.end && mark.end > span.start)));
      if (marks.some((list) => !list.length)) continue;
      if (marks.length === 1) for (const mark of marks[0]) hits.push({ where, unit, marks: [mark] });
      else hits.push({ where, unit, marks: marks.flat().sort((a, b) => a.start - b.start) });
    }
    return hits.sort((a, b) => a.unit - b.unit || a.marks[0].start - b.marks[0].start);
  }

  /* The vowels that stand on a word's last letter belong to the word. */
  function tail(text, end) {
    let at = end;
    while (at < text.length && /[\p{M}ـ]/u.test(text[at])) at += 1;
    return at;
  }

  /* Without words: every name of the kind, or of the thing, that is asked for. */
  function names(where, ask) {
    const hits = [];
    if (!header.kinds.includes(ask.kind) && ask.entity === '') return hits;
    where.units.forEach((text, unit) => {
      if (!where.spans[unit] || where.parts[unit] === 'r' || !wanted(where, unit, ask)) return;
      for (const span of spans(where, unit)) {
        if (header.kinds.includes(ask.kind) && span.kind !== ask.kind) continue;
        if (ask.entity !== '' && span.entity !== Number(ask.entity) && !['speech', 'quotation'].includes(ask.kind)) continue;
        hits.push({ where, unit, marks: [{ start: span.start, end: span.end, form: fold(text.slice(span.start, span.end)) }] });
      }
    });
    return hits;
  }

  /* ---- One search, shard by shard, with a breath between them ---- */

  let ask = null;

  function start(question) {
    ask = { ...question, terms: parse(question.q, question.match), hits: [], next: 0, shown: 0, form: null, asked: performance.now(), first: null };
    results.replaceChildren();
    chips.replaceChildren();
    delete results.dataset.first;
    delete results.dataset.all;
    suggest();
    if (!ask.terms.length && ask.entity === '' && !header?.kinds.includes(ask.kind)) {
      status.textContent = '';
      more.hidden = true;
      ask = null;
      return;
    }
    status.textContent = header && shards[0] ? '' : words.loading;
    step();
  }

  let waiting = 0;

  function step() {
    if (!header) return;
    if (!ask) return;
    header.shards.forEach((_, i) => load(`units-${i}.js`));
    const until = performance.now() + 14;
    while (ask.next < header.shards.length && shards[ask.next]) {
      ask.hits.push(...seek(shards[ask.next], ask));
      ask.next += 1;
      if (ask.hits.length && ask.first === null) {
        draw();
        ask.first = performance.now() - ask.asked;
        results.dataset.first = ask.first.toFixed(1);
      }
      if (performance.now() > until && ask.next < header.shards.length) break;
    }
    if (ask.next < header.shards.length) {
      status.textContent = ask.hits.length ? `${counted()} ${words.more}` : words.loading;
      if (shards[ask.next] && !waiting) waiting = setTimeout(() => { waiting = 0; step(); });
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
    const units = new Set(hits.map((hit) => `${shards.indexOf(hit.where)}/${hit.unit}`)).size;
    return filled(words.found, { hits: number(hits.reduce((sum, hit) => sum + hit.marks.length, 0)), units: number(units) });
  }

  /* ---- Showing ---- */

  const filled = (label, values) => label.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const number = (value) => String(value).replace(/\d/g, (digit) => words.digits[digit]);
  const element = (name, values = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(values)) if (value !== undefined && value !== null) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const rtl = new Set(['ar', 'fa', 'ur', 'he', 'ota', 'ckb', 'syr', 'ps', 'ug', 'sd']);
  const direction = (language) => (/-latn/i.test(language) ? 'ltr' : rtl.has(language.split('-')[0]) ? 'rtl' : 'ltr');

  function draw() {
    const hits = shownHits();
    const upTo = Math.min(hits.length, Math.max(ask.shown, STEP));
    for (let i = results.childElementCount; i < upTo; i += 1) results.append(line(hits[i]));
    ask.shown = upTo;
    more.hidden = upTo >= hits.length;
  }

  function line({ where, unit, marks }) {
    const text = where.units[unit];
    const record = where.parts[unit] === 'r';
    const source = record ? null : header.texts[where.texts[unit]];
    const language = where.languages.get(unit) || (source ? source.language : words.lang);
    const link = element('a', { href: address(where, unit, marks[0]), lang: language, dir: direction(language) });
    let at = 0;
    for (const [from, to] of windows(text, marks)) {
      if (from > 0) link.append('… ');
      at = from;
      for (const mark of marks) {
        if (mark.start < from || mark.start >= to || mark.start < at) continue;
        link.append(text.slice(at, mark.start), element('mark', {}, text.slice(mark.start, mark.end)));
        at = mark.end;
      }
      link.append(text.slice(at, Math.max(at, to)));
      at = Math.max(at, to);
    }
    if (at < text.length) link.append(' …');
    return element('li', {}, link, ' ', place(where, unit, source));
  }

  function place(where, unit, source) {
    const parts = [];
    if (!source) parts.push(words.inRecord);
    else {
      if (header.texts.length > 1) {
        parts.push(element('bdi', {}, textNames[where.texts[unit]]));
      }
      if (where.numbers[unit]) parts.push(filled(words.short, { n: number(where.numbers[unit]) }));
      if (where.parts[unit] === 'n') parts.push(words.note);
    }
    return element('span', { class: 'where' }, ...parts.flatMap((part, i) => (i ? [' · ', part] : [part])));
  }

  /* Whole words round the marks; windows that meet are one. */
  function windows(text, marks) {
    const found = [];
    for (const mark of marks) {
      let from = Math.max(0, mark.start - REACH);
      let to = Math.min(text.length, mark.end + REACH);
      if (from) from = Math.min(mark.start, text.indexOf(' ', from) + 1 || mark.start);
      if (to < text.length) to = Math.max(mark.end, text.lastIndexOf(' ', to));
      const last = found.at(-1);
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else found.push([from, to]);
    }
    return found;
  }

  /* The address of a hit: its unit, and what to mark there: where it stands, what it follows, itself. */
  function address(where, unit, mark) {
    const anchor = where.anchors[unit];
    if (where.parts[unit] === 'r') return anchor;
    const text = where.units[unit];
    const hit = [mark.start, text.slice(Math.max(0, mark.start - 12), mark.start), text.slice(mark.start, mark.end)];
    return `${encodeURIComponent(header.texts[where.texts[unit]].id)}.html?hit=${hit.map(encodeURIComponent).join('~')}${anchor ? `#${encodeURIComponent(anchor)}` : ''}`;
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

  /* Records whose names the question begins, so that one reaches them without the text. */
  function suggest() {
    suggestions.replaceChildren();
    if (!header || ask === null) return;
    const wantedName = fold(ask.q.replace(/["“”«»]/g, '').trim());
    if (wantedName.length < 2) return;
    const start = new RegExp(`[ («"](?:ال)?${escaped(wantedName)}`, 'u');
    const rank = ([kind, names]) => {
      const all = kind ? names.join('\n').split('\n').map((name) => fold(name).replace(/-/g, ' ')) : [];
      if (all.some((name) => name.replace(/^ال/, '') === wantedName.replace(/^ال/, ''))) return 0;
      if (all.some((name) => ` ${name} `.includes(` ${wantedName} `))) return 1;
      return all.some((name) => start.test(` ${name}`)) ? 2 : 3;
    };
    const found = header.entities.map((one) => [rank(one), one]).filter(([order]) => order < 3)
      .sort((a, b) => a[0] - b[0] || b[1][2] - a[1][2]).slice(0, 6).map(([, one]) => one);
    if (!found.length) return;
    const list = element('ul', { class: 'chips' });
    for (const [kind, names, count, target] of found) {
      const name = element('bdi', {}, names[own]);
      const label = target ? element('a', { href: target }, name) : name;
      list.append(element('li', {}, label, ' ', element('span', { class: 'count' }, `${kindName(kind)} · ${filled(words.mentions, { n: number(count) })}`)));
    }
    suggestions.append(element('h2', {}, words.records), list);
  }

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const kindName = (kind) => field.kind.querySelector(`option[value="${kind}"]`)?.textContent || kind;

  /* ---- The form ---- */

  /* Fills the lists of entities and texts, in the order of the language. */
  function offer() {
    const collator = new Intl.Collator(words.lang);
    const bare = (name) => name.replace(/^(?:ال|al-)/i, '');
    for (const kind of header.kinds) {
      const some = header.entities.map((entity, i) => [i, entity]).filter(([, entity]) => entity[0] === kind && entity[2]);
      if (!some.length) continue;
      const group = element('optgroup', { label: kindName(kind) });
      for (const [i, entity] of some.sort((a, b) => collator.compare(bare(a[1][1][own]), bare(b[1][1][own])))) {
        group.append(element('option', { value: i }, `${entity[1][own]} (${number(entity[2])})`));
      }
      field.entity.append(group);
    }
    textNames.forEach((name, i) => field.text.append(element('option', { value: i }, name)));
    field.text.closest('p').hidden = header.texts.length < 2;
    recall();
  }

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
  field.q.addEventListener('focus', () => { if (header) header.shards.forEach((_, i) => load(`units-${i}.js`)); }, { once: true });

  const queue = self.tahqiqSearch || [];
  self.tahqiqSearch = { push: receive };
  queue.forEach(receive);
  if (!location.hash && matchMedia('(hover: hover)').matches) field.q.focus();
})();
