/* Follows one voice or one subject through the diagram. In: names and curves with data-speaker and
   data-subject. Out: on hover and focus the curves of that name stand out and the others step back. */
(() => {
  'use strict';
  const flow = document.querySelector('.flow');
  if (!flow) return;
  const curves = [...flow.querySelectorAll('path')];
  const names = [...flow.querySelectorAll('a')];

  function follow(link) {
    const key = link && (link.dataset.speaker ? 'speaker' : 'subject');
    const lit = link ? curves.filter((curve) => curve.dataset[key] === link.dataset[key]) : [];
    flow.classList.toggle('is-following', lit.length > 0);
    for (const curve of curves) curve.classList.toggle('is-lit', lit.includes(curve));
    for (const name of names) {
      name.classList.toggle('is-lit', name === link || lit.some((curve) =>
        (name.dataset.speaker && curve.dataset.speaker === name.dataset.speaker)
        || (name.dataset.subject && curve.dataset.subject === name.dataset.subject)));
    }
  }
  for (const name of names) {
    name.addEventListener('pointerenter', () => follow(name));
    name.addEventListener('pointerleave', () => follow(names.find((one) => one === document.activeElement)));
    name.addEventListener('focus', () => follow(name));
    name.addEventListener('blur', () => follow(null));
  }
})();
