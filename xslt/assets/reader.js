/* In: the text's page. Out: a card that explains what is pointed at, focused or tapped, placed where it
   covers nothing that is read; the TEI of any paragraph; paragraphs by the arrow keys; the line of the
   contents that is being read. */
(function () {
  "use strict";
  var tahqiq = window.tahqiq, label = tahqiq.label, make = tahqiq.make;
  var article = document.querySelector(".folio > article");
  if (!article) { return; }
  var card = make("aside", "card");
  card.id = "card";
  card.hidden = true;
  card.tabIndex = -1;
  card.setAttribute("role", "region");
  card.setAttribute("aria-live", "polite");
  document.body.append(card);
  var shown = null, pinned = false, timer = 0;

  /* What can be explained, innermost first. */
  var explained = ".change, .variant, .name a, .note-marker a, .voice, .date[title], .date[data-says], .unit-number";
  article.querySelectorAll(".date[title]").forEach(function (date) {
    date.dataset.says = date.title;
    date.removeAttribute("title");
    date.tabIndex = 0;
  });

  function copyOf(id) {
    var entry = document.getElementById(id);
    var part = entry && entry.querySelector(":scope > span");
    if (!part) { return document.createTextNode(""); }
    var made = make("p", "", Array.from(part.cloneNode(true).childNodes));
    made.lang = part.lang;
    made.dir = part.dir;
    made.querySelectorAll("[id]").forEach(function (one) { one.removeAttribute("id"); });
    return made;
  }

  function action(word, run) {
    var button = make("button", "tool", word);
    button.type = "button";
    button.addEventListener("click", run);
    return button;
  }

  function link(word, href) {
    var made = make("a", "", word);
    made.href = href;
    return made;
  }

  function citing(target) {
    return tahqiq.cite ? action(label("cite-this"), function () { tahqiq.cite(target); }) : "";
  }

  function heading(text, kind) {
    var made = make("p", "heading", make("bdi", "", text));
    if (kind) { made.append(" ", make("span", "kind", kind)); }
    return made;
  }

  /* The content of the card for an element of the text. */
  function contents(element) {
    if (element.matches(".change, .variant")) {
      return [heading(label(element.matches(".variant") ? "variants" : "change-of")), copyOf(element.hash.slice(1)), make("p", "actions", citing(unitOf(element)))];
    }
    if (element.matches(".note-marker a")) {
      var id = element.hash.slice(1);
      return [heading(label("note-n", { n: element.textContent })), copyOf(id),
        make("p", "actions", [link("↓", "#" + id), citing({ kind: "note", id: id, n: element.textContent })])];
    }
    if (element.matches(".voice")) {
      var kind = element.classList.contains("speech") ? "speech" : "quotation";
      return [make("p", "", element.dataset.says),
        make("p", "actions", [link(label("link"), element.hash), citing({ kind: kind, id: element.hash.slice(1), n: unitOf(element).n })])];
    }
    if (element.matches(".date")) { return [heading(label("date")), make("p", "", element.dataset.says)]; }
    if (element.matches(".unit-number")) {
      var unit = unitOf(element);
      return [heading(unit.n ? label("paragraph-n", { n: unit.n }) : label("unit")),
        make("p", "actions", [link(label("link"), element.hash), citing(unit), action(label("show-tei"), function () { showTei(unit); })])];
    }
    return ofRecord(element);
  }

  function ofRecord(element) {
    var id = decodeURIComponent(element.hash.slice(1));
    var record = tahqiq.data.records[id];
    if (!record) { return null; }
    var made = [heading(record.name, record.kind)];
    if (record.roman) {
      var roman = make("p", "kind", record.roman);
      roman.lang = "ar-Latn";
      roman.dir = "ltr";
      made.push(roman);
    }
    if (record.what) { made.push(make("p", "", record.what)); }
    made.push(make("p", "kind", label("mentions-n", { n: record.count })));
    made.push(make("p", "actions", [link(label("to-record"), record.href),
      citing({ kind: "record", id: id, n: record.name, page: record.href.split("#")[0] })]));
    return made;
  }

  /* The numbered paragraph that an element stands in. */
  function unitOf(element) {
    var block = element.closest("article [id]:is(p, h2, h3, h4, h5, h6, .block, .unit)") || element.closest("article p");
    var number = block && block.querySelector(".unit-number");
    return { kind: "paragraph", id: block ? block.id : "", n: number && !number.matches(".unnumbered") ? number.textContent : "" };
  }
  tahqiq.unitOf = unitOf;

  /* Beside the text where there is room, else at the edge of the window that is farther away. */
  function place(element) {
    var box = element.getBoundingClientRect();
    var side = document.querySelector(".desk > .side");
    var room = side && getComputedStyle(side).position === "sticky" && side.getBoundingClientRect();
    card.classList.remove("top", "bottom");
    card.removeAttribute("style");
    if (room) {
      card.style.left = room.left + "px";
      card.style.right = "auto";
      card.style.width = room.width + "px";
      card.style.maxHeight = "70vh";
      card.style.top = Math.max(8, Math.min(box.top, window.innerHeight - card.offsetHeight - 8)) + "px";
      return;
    }
    var text = article.getBoundingClientRect();
    var free = article.dir === "rtl" ? text.left : window.innerWidth - text.right;
    if (free > 220) {
      card.style.width = Math.min(free - 28, 340) + "px";
      card.style.maxHeight = "70vh";
      card.style.left = (article.dir === "rtl" ? text.left - card.offsetWidth - 16 : text.right + 16) + "px";
      card.style.right = "auto";
      card.style.top = Math.max(8, Math.min(box.top, window.innerHeight - card.offsetHeight - 8)) + "px";
      return;
    }
    card.classList.add(box.top + box.height / 2 > window.innerHeight / 2 ? "top" : "bottom");
    var own = card.getBoundingClientRect();
    if (card.classList.contains("bottom") && box.bottom > own.top) { window.scrollBy(0, box.bottom - own.top + 48); }
    if (card.classList.contains("top") && box.top < own.bottom) { window.scrollBy(0, box.top - own.bottom - 48); }
  }

  function show(element, pin) {
    clearTimeout(timer);
    if (pinned && !pin) { return; }
    var content = contents(element);
    if (!content) { return; }
    if (shown) { shown.classList.remove("on"); }
    shown = element;
    pinned = Boolean(pin);
    element.classList.add("on");
    card.replaceChildren.apply(card, content);
    if (pin) {
      var close = action(label("close"), function () { hide(true); });
      (card.querySelector(".actions") || card.appendChild(make("p", "actions"))).append(close);
    }
    card.hidden = false;
    place(element);
  }

  /* Away in a while, unless it is asked to stay before then. */
  function fade(after) {
    clearTimeout(timer);
    timer = setTimeout(function () { if (!pinned) { hide(); } }, after);
  }

  function hide(back) {
    clearTimeout(timer);
    if (card.hidden) { return; }
    card.hidden = true;
    pinned = false;
    if (shown) {
      shown.classList.remove("on");
      if (back) { quiet = true; shown.focus({ preventScroll: true }); quiet = false; }
    }
    shown = null;
  }
  tahqiq.hideCard = hide;
  var quiet = false;

  function target(event) {
    return event.target.closest ? event.target.closest(explained) : null;
  }

  article.addEventListener("pointerover", function (event) {
    var found = event.pointerType === "mouse" && target(event);
    if (!found || found.matches(".unit-number")) { return; }
    clearTimeout(timer);
    timer = setTimeout(function () { show(found); }, 180);
  });
  article.addEventListener("pointerout", function (event) {
    if (event.pointerType !== "mouse") { return; }
    fade(350);
  });
  card.addEventListener("pointerenter", function () { clearTimeout(timer); });
  card.addEventListener("pointerleave", function () { fade(350); });
  article.addEventListener("focusin", function (event) {
    var found = target(event);
    if (found && !quiet && found.matches(":focus-visible") && !found.matches(".unit-number")) { show(found); }
  });
  article.addEventListener("focusout", function () { fade(200); });

  article.addEventListener("click", function (event) {
    var found = target(event);
    if (!found || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    if (!String(getSelection() || "").trim() || event.detail === 0) {
      if (!contents(found)) { return; }
      event.preventDefault();
      if (found.matches(".unit-number, .voice")) { history.replaceState(null, "", found.hash); }
      show(found, true);
      if (event.detail === 0) { card.focus({ preventScroll: true }); }
    }
  });
  article.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches(".date[data-says]")) {
      show(event.target, true);
      card.focus({ preventScroll: true });
    }
  });
  document.addEventListener("click", function (event) {
    if (pinned && !card.contains(event.target) && !target(event) && !event.target.closest("dialog")) { hide(); }
  });

  /* Next and previous paragraph lie where the eye goes: in Arabic the next is to the left. */
  var numbers = Array.from(article.querySelectorAll(".unit-number"));
  var forward = article.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  var backward = article.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { hide(true); return; }
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    if (event.key !== forward && event.key !== backward) { return; }
    if (event.target.closest("input, select, textarea, dialog, summary, .card, .masthead") || !numbers.length) { return; }
    var now = numbers.indexOf(document.activeElement);
    if (now < 0) {
      var top = numbers.findIndex(function (one) { return one.getBoundingClientRect().top > 60; });
      now = event.key === forward ? (top < 0 ? numbers.length : top) - 1 : (top < 0 ? numbers.length : top);
    }
    var next = numbers[now + (event.key === forward ? 1 : -1)];
    if (next) {
      event.preventDefault();
      hide();
      next.focus({ preventScroll: true });
      next.parentElement.scrollIntoView({ block: "start" });
    }
  });

  /* The TEI of a paragraph lies in a script of its own, since a page from a folder may not fetch. */
  var waiting = [];
  tahqiq.units = function (units) {
    tahqiq.unitSources = units;
    waiting.splice(0).forEach(function (run) { run(); });
  };
  function showTei(unit) {
    function open() {
      var source = (tahqiq.unitSources || {})[unit.id];
      var pre = make("pre", "", make("code", "", source ? marked(source) : label("tei-missing")));
      pre.tabIndex = 0;
      dialog(unit.n ? label("tei-of", { n: unit.n }) : "TEI", [pre, make("p", "", action(label("copy"), function () { tahqiq.copy(source, this); }))]);
    }
    if (tahqiq.unitSources) { open(); return; }
    waiting.push(open);
    if (waiting.length > 1) { return; }
    var script = make("script");
    script.src = tahqiq.data.units;
    script.onerror = function () { tahqiq.units({}); };
    document.head.append(script);
  }

  /* Tags apart from the words between them, each in its own direction. */
  function marked(source) {
    return source.split(/(<[^>]*>)/).filter(Boolean).map(function (part) {
      if (part.charAt(0) === "<") { return make("span", "tag", part); }
      var words = make("bdi", "", part);
      words.dir = "auto";
      return words;
    });
  }

  function dialog(title, content) {
    tahqiq.dialog(title, content);
  }

  /* The line of the contents that is being read. */
  var entries = new Map();
  document.querySelectorAll(".toc a[href^='#']").forEach(function (one) { entries.set(one.hash.slice(1), one); });
  if ("IntersectionObserver" in window && entries.size) {
    var current = null;
    var watch = new IntersectionObserver(function (seen) {
      seen.forEach(function (one) {
        if (!one.isIntersecting) { return; }
        if (current) { current.removeAttribute("aria-current"); }
        current = entries.get(one.target.id);
        if (current) { current.setAttribute("aria-current", "location"); }
      });
    }, { rootMargin: "-10% 0px -75% 0px" });
    entries.forEach(function (_, id) {
      var block = document.getElementById(decodeURIComponent(id));
      if (block) { watch.observe(block); }
    });
  }
})();
