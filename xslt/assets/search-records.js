/* The records of the registers in the search. In: the header of the index, and a question. Out, in
   tahqiq.search: suggest, which offers the records that the question names; and offer, which fills
   the lists of records and texts in the form. */
(() => {
  'use strict';
  const { words, index, fold, element, filled, number, textNames } = self.tahqiq.search;
  const fields = document.getElementById('search').elements;
  const suggestions = document.getElementById('suggestions');

  /* Records whose names the question begins, so that one reaches them without the text. */
  function suggest(question) {
    suggestions.replaceChildren();
    if (!index.header) return;
    const wantedName = fold(question.replace(/["“”«»]/g, '').trim());
    if (wantedName.length < 2) return;
    const start = new RegExp(`[ («"](?:ال)?${escaped(wantedName)}`, 'u');
    const rank = ([kind, names]) => {
      const all = kind ? names.join('\n').split('\n').map((name) => fold(name).replace(/-/g, ' ')) : [];
      if (all.some((name) => name.replace(/^ال/, '') === wantedName.replace(/^ال/, ''))) return 0;
      if (all.some((name) => ` ${name} `.includes(` ${wantedName} `))) return 1;
      return all.some((name) => start.test(` ${name}`)) ? 2 : 3;
    };
    const found = index.header.entities.map((one) => [rank(one), one]).filter(([order]) => order < 3)
      .sort((a, b) => a[0] - b[0] || b[1][2] - a[1][2]).slice(0, 6).map(([, one]) => one);
    if (!found.length) return;
    const list = element('ul', { class: 'chips' });
    for (const [kind, names, count, target] of found) {
      const name = element('bdi', {}, names[index.language]);
      const label = target ? element('a', { href: target }, name) : name;
      list.append(element('li', {}, label, ' ', element('span', { class: 'count' }, `${kindName(kind)} · ${filled(words.mentions, { n: number(count) })}`)));
    }
    suggestions.append(element('h2', {}, words.records), list);
  }

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const kindName = (kind) => fields.kind.querySelector(`option[value="${kind}"]`)?.textContent || kind;

  /* Fills the lists of entities and texts, in the order of the language. */
  function offer() {
    const collator = new Intl.Collator(words.lang);
    const bare = (name) => name.replace(/^(?:ال|al-)/i, '');
    for (const kind of index.header.kinds) {
      const some = index.header.entities.map((entity, i) => [i, entity]).filter(([, entity]) => entity[0] === kind && entity[2]);
      if (!some.length) continue;
      const group = element('optgroup', { label: kindName(kind) });
      for (const [i, entity] of some.sort((a, b) => collator.compare(bare(a[1][1][index.language]), bare(b[1][1][index.language])))) {
        group.append(element('option', { value: i }, `${entity[1][index.language]} (${number(entity[2])})`));
      }
      fields.entity.append(group);
    }
    textNames.forEach((name, i) => fields.text.append(element('option', { value: i }, name)));
    fields.text.closest('p').hidden = index.header.texts.length < 2;
  }

  Object.assign(self.tahqiq.search, { suggest, offer });
})();
