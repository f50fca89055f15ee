/* Lights an entry of the timeline in the figure when it is pointed at in the table, and the other way
   round. In: rows and bars with the same data-record. Out: the class is-lit. */
(() => {
  'use strict';
  const light = (record, on) => {
    for (const one of document.querySelectorAll(`[data-record="${CSS.escape(record)}"]`)) one.classList.toggle('is-lit', on);
  };
  for (const one of document.querySelectorAll('[data-record]')) {
    /* A shape that listens to the focus is taken for one that can have it. */
    const focus = one instanceof SVGElement ? [] : [['focusin', true], ['focusout', false]];
    for (const [event, on] of [['pointerenter', true], ['pointerleave', false], ...focus]) {
      one.addEventListener(event, () => light(one.dataset.record, on));
    }
  }
})();
