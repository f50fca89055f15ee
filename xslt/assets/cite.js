/* In: a passage, note, quotation, record or selection of a page. Out: its citation, which citing.js makes;
   and the dialog and the clipboard, which other scripts use, too. */
(function () {
  "use strict";
  var tahqiq = window.tahqiq, label = tahqiq.label, make = tahqiq.make;
  var citation = tahqiq.data.citation;
  if (!citation || !citation.forms) { return; }

  tahqiq.copy = function (text, button) {
    function done() {
      var word = button.textContent;
      button.textContent = label("copied");
      setTimeout(function () { button.textContent = word; }, 1600);
    }
    function byHand() {
      var area = make("textarea");
      area.value = text;
      (button.closest("dialog") || document.body).append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
      done();
    }
    if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(text).then(done, byHand); } else { byHand(); }
  };

  /* A dialog with a title; Escape and its button close it. */
  tahqiq.dialog = function (title, content) {
    var box = make("dialog");
    var head = make("h2", "", title);
    head.id = "dialog-title";
    box.setAttribute("aria-labelledby", head.id);
    var close = make("button", "tool", label("close"));
    close.type = "button";
    close.addEventListener("click", function () { box.close(); });
    box.append(make("header", "", [head, close]));
    content.forEach(function (one) { box.append(one); });
    box.addEventListener("close", function () { box.remove(); });
    box.addEventListener("click", function (event) { if (event.target === box) { box.close(); } });
    document.body.append(box);
    box.showModal();
    return box;
  };

  /* What the citations are made with comes when it is first asked for: scripts, since a page that is opened
     from a folder may fetch nothing. Without the formats the styles are there all the same. */
  function load(source, then) {
    var script = make("script");
    script.src = source;
    script.onload = script.onerror = function () { then(); };
    document.head.append(script);
  }
  var own = document.currentScript.src.replace(/cite\.js$/, "citing.js");
  tahqiq.withCitations = function (then) {
    if (tahqiq.citations) { then(); return; }
    load(own, function () { if (citation.formats) { load(citation.formats, then); } else { then(); } });
  };
  tahqiq.cite = function (target) { tahqiq.withCitations(function () { tahqiq.showCitation(target); }); };

  function selected() {
    var selection = getSelection(), article = document.querySelector(".folio > article.reading");
    if (!article || !tahqiq.textOf || !selection.rangeCount || selection.isCollapsed) { return null; }
    var range = selection.getRangeAt(0);
    if (!article.contains(range.commonAncestorContainer)) { return null; }
    var start = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
    var before = document.createRange();
    before.selectNodeContents(article);
    before.setEnd(range.startContainer, range.startOffset);
    var after = document.createRange();
    after.selectNodeContents(article);
    after.setStart(range.endContainer, range.endOffset);
    var whole = document.createRange();
    whole.selectNodeContents(article);
    var text = tahqiq.textOf(whole).text, quote = tahqiq.textOf(range).text;
    var guess = tahqiq.textOf(before).text.length;
    var at = [0, 1, -1, 2].map(function (by) { return guess + by; }).find(function (one) { return one >= 0 && text.substr(one, quote.length) === quote; });
    if (!quote || at === undefined) { return null; }
    var diplomatic = document.getElementById("view-diplomatic");
    return Object.assign(tahqiq.unitOf(start), {
      quote: quote, start: Array.from(text.slice(0, at)).length, view: diplomatic && diplomatic.checked ? "diplomatic" : "reading",
      prefix: text.slice(Math.max(0, at - 32), at), suffix: text.slice(at + quote.length, at + quote.length + 32)
    });
  }
  tahqiq.selected = selected;

  var offer = make("button", "float", label("cite-this"));
  offer.type = "button";
  offer.hidden = true;
  document.body.append(offer);
  var now = null;
  document.addEventListener("selectionchange", function () {
    var selection = getSelection();
    offer.hidden = selection.isCollapsed || !document.querySelector("article.reading");
    if (!offer.hidden) { now = selection.rangeCount && selection.anchorNode && document.querySelector("article.reading").contains(selection.anchorNode) ? true : null; offer.hidden = !now; }
  });
  offer.addEventListener("mousedown", function (event) { event.preventDefault(); });
  offer.addEventListener("click", function () {
    var target = selected();
    if (target) { tahqiq.cite(target); }
  });

  function button(target) {
    var made = make("button", "tool", label("cite-this"));
    made.type = "button";
    made.addEventListener("click", function () { tahqiq.cite(target); });
    return made;
  }
  var about = document.querySelector(".title-block .about");
  if (about) { about.append(" · ", button({})); }
  document.querySelectorAll(".notes li").forEach(function (note) {
    note.append(" ", button({ kind: "note", id: note.id, n: note.querySelector(".back").textContent }));
  });
  document.querySelectorAll("article.record").forEach(function (record) {
    var name = record.querySelector("h3").textContent;
    var names = JSON.parse(record.dataset.names || "null");
    record.append(make("p", "", button({ kind: "record", id: record.id, n: name, names: names })));
  });
})();
