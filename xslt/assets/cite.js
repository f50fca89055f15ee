/* In: the citation block of a page's data, and a passage, note, quotation, record or selection. Out: its
   citation in every style and form, one click from the clipboard. The forms come from the page; here
   only the passage, its address and today's date are filled in. */
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

  function western(text) {
    return String(text || "").replace(/[٠-٩]/g, function (digit) { return digit.charCodeAt(0) - 0x660; });
  }

  function eastern(text) {
    return western(text).replace(/[0-9]/g, function (digit) { return String.fromCharCode(0x660 + Number(digit)); });
  }

  /* The address of a passage: the published one where the project has said it, else the page's own. */
  function address(target) {
    var here = location.href.replace(/#.*$/, "");
    if (citation.base) {
      var parts = here.split("/");
      var file = parts[parts.length - 1] || "index.html";
      var folder = document.querySelector(".masthead .home").href.split("/").slice(-2)[0];
      here = citation.base.replace(/\/*$/, "/") + (citation.forms[folder] && folder === tahqiq.data.lang && parts[parts.length - 2] === folder ? folder + "/" : "") + file;
    }
    if (target.page) { here = here.replace(/[^/]*$/, target.page); }
    return here + (target.id ? "#" + target.id : "");
  }

  function today() {
    var now = new Date();
    function two(number) { return (number < 10 ? "0" : "") + number; }
    return { y: now.getFullYear(), m: now.getMonth() + 1, d: now.getDate(), iso: now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate()) };
  }

  function fill(text, values) {
    return text.replace(/\[([^\]{]*\{(\w+)\}[^\]]*)\]/g, function (whole, inner, name) { return values[name] ? inner : ""; })
      .replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; });
  }

  function values(language, target) {
    var forms = citation.forms[language], day = today();
    var where = forms[target.kind] && target.n ? fill(forms[target.kind], { n: language === "ar" ? eastern(target.n) : western(target.n) }) : "";
    return { where: where, url: address(target), day: day.iso,
      accessed: fill(forms.day, { d: day.d, month: forms.months[day.m - 1], y: day.y }) };
  }

  function csl(target, own) {
    var day = today();
    var item = Object.assign({}, citation.csl, { URL: own.url, accessed: { "date-parts": [[day.y, day.m, day.d]] } });
    if (own.where) { item.note = own.where; }
    return JSON.stringify([item], null, 2);
  }

  function entry(list, title, text, language, source) {
    var button = make("button", "tool", label("copy"));
    button.type = "button";
    button.addEventListener("click", function () { tahqiq.copy(text, button); });
    button.setAttribute("aria-label", label("copy") + ": " + title);
    list.append(make("dt", "", [make("span", "", title), button]));
    var value = make("dd", source ? "source" : "", source ? text : isolated(text, language));
    value.lang = language;
    value.dir = language === "ar" ? "rtl" : "ltr";
    if (source) { value.tabIndex = 0; }
    list.append(value);
  }

  /* Runs of the other direction isolated, so that a line keeps its order. */
  function isolated(text, language) {
    if (language !== "ar") { return text; }
    return text.split(/([A-Za-zÀ-ỿ](?:[A-Za-z0-9À-ỿ .:/#_%~?=&+@'’-]*[A-Za-z0-9À-ỿ])?)/).map(function (part, index) {
      if (index % 2 === 0) { return part; }
      var run = make("bdi", "", part);
      run.dir = "ltr";
      return run;
    });
  }

  tahqiq.cite = function (target) {
    var list = make("dl", "forms");
    var languages = Object.keys(citation.forms).sort(function (one) { return one === tahqiq.data.lang ? -1 : 1; });
    languages.forEach(function (language) {
      ["chicago", "mla", "apa"].forEach(function (style) {
        entry(list, label(style) + (languages.length > 1 ? " · " + citation.forms[language].name : ""), fill(citation.forms[language][style], values(language, target)), language);
      });
    });
    var own = values(tahqiq.data.lang, target);
    if (target.quote) { entry(list, label("web-annotation"), annotation(target, own), "en", true); }
    entry(list, "BibTeX", fill(citation.bibtex, own), "en", true);
    entry(list, "RIS", fill(citation.ris, own), "en", true);
    entry(list, "CSL-JSON", csl(target, own), "en", true);
    entry(list, label("link"), own.url, "en", true);
    tahqiq.dialog(label("cite-this"), [list]);
  };

  /* A selection as a Web Annotation: its words with what stands round them, and its place in the text of
     the view that is shown, counted in code points. */
  function annotation(target, own) {
    return JSON.stringify({
      "@context": "http://www.w3.org/ns/anno.jsonld",
      type: "Annotation",
      created: new Date().toISOString(),
      motivation: "bookmarking",
      target: {
        source: own.url.replace(/#.*$/, ""),
        state: { type: "HttpRequestState", value: target.view },
        selector: [
          { type: "FragmentSelector", conformsTo: "http://tools.ietf.org/rfc/rfc3236", value: target.id },
          { type: "TextQuoteSelector", exact: target.quote, prefix: target.prefix, suffix: target.suffix },
          { type: "TextPositionSelector", start: target.start, end: target.start + Array.from(target.quote).length }
        ]
      }
    }, null, 2);
  }

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
    record.append(make("p", "", button({ kind: "record", id: record.id, n: name })));
  });
})();
