/* In: the citation block of a page's data, its formats, and what is to be cited. Out: its citation in every
   style and format, one click from the clipboard. The forms come from the page; here only the passage,
   its address and today's date are filled in, by the rules of scripts/tahqiq/citation/forms.py, so that both say
   the same. Loaded by cite.js when it is first asked for. */
(function () {
  "use strict";
  var tahqiq = window.tahqiq, label = tahqiq.label, make = tahqiq.make, citation = tahqiq.data.citation;

  function western(text) {
    return String(text || "").replace(/[٠-٩]/g, function (digit) { return digit.charCodeAt(0) - 0x660; });
  }

  /* A number in the digits of a language; what holds letters stays as it is. */
  function digits(text, words) {
    if (/\p{L}/u.test(text)) { return text; }
    return words.digits === "١" ? western(text).replace(/[0-9]/g, function (digit) { return String.fromCharCode(0x660 + Number(digit)); }) : western(text);
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

  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  var formats = null, places = {}, NAMES = { bibtex: "BibTeX", biblatex: "BibLaTeX", ris: "RIS", endnote: "EndNote" };
  var STYLES = ["chicago-note", "chicago-bib", "mla", "apa"];

  /* A form filled; the rules are those of scripts/tahqiq/citation/forms.py, so that both say the same. */
  function fill(form, values, written) {
    return form.replace(/⟦([^¦⟧]*)¦(\w+)¦([^⟧]*)⟧/g, function (whole, before, name, after) {
      if (name === "stop") { return whole; }
      return values[name] ? before + (written && name !== "key" ? written(values[name]) : values[name]) + after : "";
    }).replace(/([.?!؟](?:<\/\w+>)*)(?:⟦¦stop¦⟧|\u2063[,،])/g, "$1").split("⟦¦stop¦⟧").join(".").split("\u2063").join("");
  }

  /* Text as HTML, isolated where its first strong letter runs against the line. */
  function isolated(text, dir) {
    var first = /([\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC])|(\p{L})/u.exec(text);
    var own = first ? (first[1] ? "rtl" : "ltr") : dir;
    return own === dir ? escaped(text) : '<bdi dir="' + own + '">' + escaped(text) + "</bdi>";
  }

  function begun(text) { return text.charAt(0).toUpperCase() + text.slice(1); }

  function kindOf(target) { return !target.kind ? "work" : target.kind === "record" ? "record" : "passage"; }

  function named(form, n, shown) { return (form || "").split("{n}").join(shown ? shown(n) : n); }

  function form(style, words, target, url, day) {
    var record = target.kind === "record";
    function said(of) {
      return target.n ? named(of[target.kind], digits(target.n, words), function (n) { return isolated(n, words.dir); }) : "";
    }
    var accessed = day ? (words["day." + style] || words.day).replace("{d}", digits(String(day.d), words)).replace("{month}", words.months[day.m - 1])
      .replace("{short}", words.short[day.m - 1]).replace("{y}", digits(String(day.y), words)) : "";
    var where = words["where." + style] || words.where;
    return fill(record && words[style + ".record"] || words[style], {
      entry: record ? isolated(target.n, words.dir) : "", where: said(where), part: begun(said(record ? where : words.part)),
      url: words.dir === "rtl" && url ? '<bdi dir="ltr">' + escaped(url) + "</bdi>" : escaped(url), accessed: accessed, retrieved: url && accessed
    }).replace(/”([.,])/g, "$1”");
  }

  /* HTML of ours as plain text, each run of foreign direction between isolates. */
  function plain(html) {
    return html.replace(/<bdi dir="(\w+)">/g, function (whole, dir) { return dir === "ltr" ? "\u2066" : "\u2067"; })
      .replace(/<\/bdi>/g, "\u2069").replace(/<\/?i>/g, "")
      .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  }

  var TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  var BRACES = { "{": "\\textbraceleft{}", "}": "\\textbraceright{}" };
  function line(text) { return text.trim().replace(/\s+/g, " "); }
  function tex(text) {
    if (/^https?:\/\//.test(text)) { return text.replace(/\{/g, "%7B").replace(/\}/g, "%7D"); }
    /* BibTeX counts braces, also those that are escaped. */
    var closed = /^(\{\})*$/.test(text.replace(/[^{}]/g, ""));
    return line(text).replace(/[\\{}%&#$_~^]/g, function (one) { return TEX[one] || !closed && BRACES[one] || "\\" + one; });
  }

  function values(words, target, url, day) {
    return { key: (target.id || citation.id).replace(/[^\p{L}\p{N}_:.-]/gu, "-"), part: target.n ? begun(named(words.part[target.kind], digits(target.n, words))) : "",
      url: url, day: day ? day.iso : "", quote: target.quote || "" };
  }

  function csl(forms, own, day) {
    var item = {};
    Object.keys(forms).forEach(function (key) {
      var value = typeof forms[key] === "string" ? fill(forms[key], own) : forms[key];
      if (value) { item[key] = value; }
    });
    if (day) { item.accessed = { "date-parts": [[day.y, day.m, day.d]] }; }
    return item;
  }

  /* A target in every style and format: what the dialog shows. */
  tahqiq.citations = function (target, url, day) {
    var own = values(citation.forms[tahqiq.data.lang], told(target, tahqiq.data.lang), url, day);
    var made = { styles: {}, formats: {}, plain: plain };
    var forms = formats && formats[kindOf(target)];
    if (forms) {
      ["bibtex", "biblatex", "ris", "endnote"].forEach(function (name) { made.formats[name] = fill(forms[name], own, /^bib/.test(name) ? tex : line); });
      made.csl = csl(forms.csl, own, day);
    }
    Object.keys(citation.forms).forEach(function (language) {
      made.styles[language] = {};
      STYLES.forEach(function (style) { made.styles[language][style] = form(style, citation.forms[language], told(target, language), url, day); });
    });
    return made;
  };

  /* The HTML of a citation, shown; nothing in it but i and bdi. */
  function shown(html) {
    return Array.from(new DOMParser().parseFromString("<p>" + html + "</p>", "text/html").querySelector("p").childNodes);
  }

  function entry(list, title, text, language, html) {
    var button = make("button", "tool", label("copy"));
    button.type = "button";
    button.addEventListener("click", function () { tahqiq.copy(text, button); });
    button.setAttribute("aria-label", label("copy") + ": " + title);
    list.append(make("dt", "", [make("span", "", title), button]));
    var value = make("dd", html ? "" : "source", html ? shown(html) : text);
    value.lang = language;
    value.dir = language ? citation.forms[language].dir : "ltr";
    if (!html) { value.lang = "en"; value.tabIndex = 0; }
    list.append(value);
  }

  tahqiq.formats = function (loaded, named) { formats = loaded; places = named || {}; };

  /* A target in the words of a language: a record by its name in it, a unit that is more than a numbered
     paragraph by its whole name. */
  function told(target, language) {
    var name = target.kind === "paragraph" && places[target.id];
    if (target.names) { return Object.assign({}, target, { n: target.names[language] || target.n }); }
    return name ? Object.assign({}, target, { kind: "place", n: name[language] }) : target;
  }

  tahqiq.showCitation = function (target) {
    var list = make("dl", "forms"), url = address(target), made = tahqiq.citations(target, url, today());
    var languages = Object.keys(citation.forms).sort(function (one) { return one === tahqiq.data.lang ? -1 : 1; });
    languages.forEach(function (language) {
      STYLES.forEach(function (style) {
        var html = made.styles[language][style];
        entry(list, label(style) + (languages.length > 1 ? " · " + citation.forms[language].name : ""), plain(html), language, html);
      });
    });
    if (target.quote) { entry(list, label("web-annotation"), annotation(target, url)); }
    Object.keys(made.formats).forEach(function (name) { entry(list, NAMES[name], made.formats[name]); });
    if (made.csl) { entry(list, "CSL-JSON", JSON.stringify([made.csl], null, 2)); }
    entry(list, label("link"), url);
    tahqiq.dialog(label("cite-this"), [list]);
  }

  /* A selection as a Web Annotation: its words with what stands round them, and its place in the text of
     the view that is shown, counted in code points. */
  function annotation(target, url) {
    return JSON.stringify({
      "@context": "http://www.w3.org/ns/anno.jsonld",
      type: "Annotation",
      created: new Date().toISOString(),
      motivation: "bookmarking",
      target: {
        source: url.replace(/#.*$/, ""),
        state: { type: "HttpRequestState", value: target.view },
        selector: [
          { type: "FragmentSelector", conformsTo: "http://tools.ietf.org/rfc/rfc3236", value: target.id },
          { type: "TextQuoteSelector", exact: target.quote, prefix: target.prefix, suffix: target.suffix },
          { type: "TextPositionSelector", start: target.start, end: target.start + Array.from(target.quote).length }
        ]
      }
    }, null, 2);
  }
})();
