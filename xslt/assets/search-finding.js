/* Where the words stand. In: a shard of the index, and a question that was parsed. Out, in
   tahqiq.search: seek, which returns the hits of the shard: {where, unit, marks}, the marks in places
   of the unit's own text. */
(() => {
  'use strict';
  const { words, index, fold, isWord, isDigit, ANYTHING } = self.tahqiq.search;

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
    if (language && language !== words.lang && index.header.languages.includes(language)) return false;
    if (ask.text !== '' && (where.parts[unit] === 'r' || where.texts[unit] !== Number(ask.text))) return false;
    const part = PARTS[ask.kind];
    if (part ? where.parts[unit] !== part && !(part === 't' && 'hv'.includes(where.parts[unit])) : where.parts[unit] === 'r' && ask.kind) return false;
    return ask.entity === '' || index.spans(where, unit).some((span) => span.entity === Number(ask.entity));
  }

  /* The hits of one shard, in the order of the text. */
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
      const inName = index.header.kinds.includes(ask.kind) ? index.spans(where, unit).filter((span) => span.kind === ask.kind && (ask.entity === '' || span.entity === Number(ask.entity) || ask.kind === 'speech' || ask.kind === 'quotation')) : null;
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
    if (!index.header.kinds.includes(ask.kind) && ask.entity === '') return hits;
    where.units.forEach((text, unit) => {
      if (!where.spans[unit] || where.parts[unit] === 'r' || !wanted(where, unit, ask)) return;
      for (const span of index.spans(where, unit)) {
        if (index.header.kinds.includes(ask.kind) && span.kind !== ask.kind) continue;
        if (ask.entity !== '' && span.entity !== Number(ask.entity) && !['speech', 'quotation'].includes(ask.kind)) continue;
        hits.push({ where, unit, marks: [{ start: span.start, end: span.end, form: fold(text.slice(span.start, span.end)) }] });
      }
    });
    return hits;
  }

  self.tahqiq.search.seek = seek;
})();
