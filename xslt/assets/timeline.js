/* Lights an entry of the timeline in the figure when it is pointed at in the table, and the other way
   round. In: rows and bars with the same data-record. Out: the class is-lit. */
(() => {
  'use strict';
  const light = (record, on) => {
    for (const one of document.querySelectorAll(`[data-record="${CSS.escape(record)}"]`)) one.classList.toggle('is-lit', on);
  };
  /* One listener for all: a journal has thousands of dates. */
  for (const [event, on] of [['pointerover', true], ['pointerout', false], ['focusin', true], ['focusout', false]]) {
    document.querySelector('main').addEventListener(event, ({ target }) => {
      const one = target.closest('[data-record]');
      if (one) light(one.dataset.record, on);
    });
  }
})();
