/* In: a register's page. Out: a field that leaves the records whose names have the letters typed, as a
   reader of Arabic means them: vowels, tatweel, hamza carriers, ى and ة make no difference. The page of a
   divided register leads on to the record that its address names. */
(function () {
  "use strict";
  var field = document.getElementById("filter");
  if (!field) { return; }
  field.parentElement.hidden = false;

  /* The record lies on one of the parts, and its entry here knows which. */
  function onward() {
    var named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var entry = named && named.matches(".names > li") && named.querySelector("a");
    if (entry) { location.replace(entry.href); }
  }
  onward();
  addEventListener("hashchange", onward);

  function fold(text) {
    return text.normalize("NFD").replace(/[\p{M}ـʿʾ'’-]/gu, "").toLowerCase()
      .replace(/[آأإٱ]/g, "ا").replace(/[ىئ]/g, "ي").replace(/ؤ/g, "و").replace(/ة/g, "ه")
      .replace(/[٠-٩]/g, function (digit) { return digit.charCodeAt(0) - 0x660; });
  }

  var records = Array.from(document.querySelectorAll("article.record, .names > li")).map(function (record) {
    var names = Array.from(record.querySelectorAll("h3, dd > bdi, a > bdi")).map(function (one) { return one.textContent; });
    return { record: record, names: fold(names.join("\n")), entry: document.querySelector('.toc a[href="#' + CSS.escape(record.id) + '"]') };
  });
  var letters = document.querySelectorAll("section.letter");
  var none = document.querySelector(".none");
  field.addEventListener("input", function () {
    var wanted = fold(field.value.trim());
    var left = 0;
    records.forEach(function (one) {
      var away = one.names.indexOf(wanted) < 0;
      one.record.hidden = away;
      if (one.entry) { one.entry.parentElement.hidden = away; }
      left += away ? 0 : 1;
    });
    letters.forEach(function (letter) { letter.hidden = !letter.querySelector("article.record:not([hidden]), li:not([hidden])"); });
    none.hidden = left > 0;
  });
})();
