/* In: a selection in the text's page. Out: what is copied is the text of the view that is shown, nothing
   else; that text of any range, for what cites a passage. */
(function () {
  "use strict";
  var tahqiq = window.tahqiq;
  var article = document.querySelector(".folio > article");
  if (!article) { return; }

  /* The text of the view that is shown, paragraph by paragraph. */
  tahqiq.textOf = function (range) {
    var holder = article.ownerDocument.createElement("div");
    holder.append(range.cloneContents());
    var diplomatic = document.getElementById("view-diplomatic");
    var away = diplomatic && diplomatic.checked ? ".corr, .supplied" : ".sic, .surplus-only, .del-only, .rdg-only";
    holder.querySelectorAll("[data-edition]:not([data-edition=gap]), " + away).forEach(function (one) { one.remove(); });
    var lines = [""];
    (function walk(node) {
      node.childNodes.forEach(function (child) {
        if (child.nodeType === 3) { lines[lines.length - 1] += child.data; return; }
        if (child.nodeType !== 1) { return; }
        var block = /^(P|DIV|H[1-6]|BLOCKQUOTE|LI)$/.test(child.tagName) || child.matches(".block, .row");
        if (child.tagName === "BR") { lines[lines.length - 1] += " "; }
        if (child.matches(".cell + .cell")) { lines[lines.length - 1] += " | "; }
        if (block) { lines.push(""); }
        walk(child);
        if (block) { lines.push(""); }
      });
    })(holder);
    return { text: lines.map(function (line) { return line.replace(/\s+/g, " ").trim(); }).filter(Boolean).join("\n"), holder: holder };
  };
  document.addEventListener("copy", function (event) {
    var selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !event.clipboardData) { return; }
    var range = selection.getRangeAt(0);
    if (!article.contains(range.startContainer) || !article.contains(range.endContainer)) { return; }
    var copied = tahqiq.textOf(range);
    event.clipboardData.setData("text/plain", copied.text);
    copied.holder.querySelectorAll("[style], [id]").forEach(function (one) { one.removeAttribute("style"); one.removeAttribute("id"); });
    event.clipboardData.setData("text/html", '<div lang="' + article.lang + '" dir="' + article.dir + '">' + copied.holder.innerHTML + "</div>");
    event.preventDefault();
  });
})();
