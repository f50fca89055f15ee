/* What is asked. In: the words of a question, and how they are to be matched. Out, in tahqiq.search:
   parse, which tells the forms that each word may have in a text; relaxed, the question without what
   is joined to its words; and which letters make a word. */
(() => {
  'use strict';
  const { fold } = self.tahqiq.search;

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

  Object.assign(self.tahqiq.search, { parse, relaxed, isWord, isDigit, ANYTHING });
})();
