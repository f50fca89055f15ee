/* The index of the search. In: what search/index.js and the shards that it names hand over. Out, in
   tahqiq.search: the index, with its header and its shards; and fold, by the table of the header. */
(() => {
  'use strict';
  const words = document.getElementById('search').dataset;
  const index = { header: null, language: 0, shards: [], load, take, spans };
  self.tahqiq.search = { words, index, fold };

  const asked = new Set();
  const letters = new Uint16Array(65536);
  const unfolded = new Map();

  /* Asks for the shards, each once; tells failed the name of one that does not come. */
  function load(failed) {
    index.header.shards.forEach((_, i) => {
      const name = `units-${i}.js`;
      if (asked.has(name)) return;
      asked.add(name);
      const script = document.createElement('script');
      script.src = `${words.root}search/${name}`;
      script.onerror = () => failed(name);
      document.head.append(script);
    });
  }

  function take(data) {
    if (data.header) open(data.header);
    else index.shards[data.shard] = shard(data);
  }

  function open(given) {
    index.header = given;
    index.language = Math.max(0, given.languages.indexOf(words.lang));
    for (let i = 0; i < 65536; i += 1) letters[i] = i;
    for (const [result, from] of given.fold) {
      for (const letter of from) {
        if (result.length === 1) letters[letter.charCodeAt(0)] = result.charCodeAt(0);
        else {
          letters[letter.charCodeAt(0)] = 0;
          if (result) unfolded.set(letter.charCodeAt(0), result);
        }
      }
    }
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
      return { start, end: start + length, kind: index.header.kinds[kind], entity };
    }) : [];
  }
})();
