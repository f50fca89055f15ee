/* How a hit is shown. In: a hit, {where, unit, marks}. Out, in tahqiq.search: line, its item of the
   list, with the words round it, where it stands and the way there; and what labels and lists are
   made of. */
(() => {
  'use strict';
  const { words, index } = self.tahqiq.search;
  const textNames = JSON.parse(document.getElementById('texts').textContent);
  const REACH = 70;

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

  function line({ where, unit, marks }) {
    const text = where.units[unit];
    const record = where.parts[unit] === 'r';
    const source = record ? null : index.header.texts[where.texts[unit]];
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
      if (index.header.texts.length > 1) {
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
    return `${encodeURIComponent(index.header.texts[where.texts[unit]].id)}.html?hit=${hit.map(encodeURIComponent).join('~')}${anchor ? `#${encodeURIComponent(anchor)}` : ''}`;
  }

  Object.assign(self.tahqiq.search, { line, element, filled, number, textNames });
})();
