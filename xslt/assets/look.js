/* In: the controls of the look, the views and the legend. Out: the reader's choices kept on this
   device, and menus that close as menus do. Everything is readable without it. */
(function () {
  "use strict";
  var root = document.documentElement;
  var key = "tahqiq";

  function load() {
    try { return JSON.parse(localStorage.getItem(key) || "{}"); } catch (error) { return {}; }
  }

  function keep(name, value) {
    var kept = load();
    if (value) { kept[name] = value; } else { delete kept[name]; }
    try { localStorage.setItem(key, JSON.stringify(kept)); } catch (error) { /* a private window */ }
  }

  var tahqiq = window.tahqiq = window.tahqiq || {};
  tahqiq.load = load;
  tahqiq.keep = keep;
  var source = document.getElementById("data");
  tahqiq.data = source ? JSON.parse(source.textContent) : {};

  /* A word of the interface, with each {name} in it filled. */
  tahqiq.label = function (name, values) {
    var text = tahqiq.data.labels[name] || name;
    Object.keys(values || {}).forEach(function (one) { text = text.split("{" + one + "}").join(values[one]); });
    return text;
  };

  /* An element with its class and its content: text, an element, or a list of them. */
  tahqiq.make = function (name, className, content) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    [].concat(content === undefined ? [] : content).forEach(function (one) { made.append(one); });
    return made;
  };

  document.querySelectorAll("#look input").forEach(function (input) {
    input.checked = (load()[input.name] || "") === input.value;
    input.addEventListener("change", function () {
      if (input.value) { root.dataset[input.name] = input.value; } else { delete root.dataset[input.name]; }
      keep(input.name, input.value);
    });
  });

  /* Views and legend: what is kept is what differs from the page as it comes. */
  document.querySelectorAll(".views input, .legend input").forEach(function (input) {
    var kept = load()[input.type === "radio" ? "view" : input.id];
    if (input.type === "radio") {
      if (kept) { input.checked = kept === input.id; }
      input.addEventListener("change", function () { keep("view", input.id); });
    } else {
      if (kept === "off") { input.checked = false; }
      input.addEventListener("change", function () { keep(input.id, input.checked ? "" : "off"); });
    }
  });

  /* What the style sheet shows open on a wide desk is open for whoever does not see it, too. */
  var wide = matchMedia("(min-width: 84rem)");
  function unfold() {
    document.querySelectorAll(".side details").forEach(function (one) { one.open = wide.matches; });
  }
  unfold();
  wide.addEventListener("change", unfold);

  var menus = document.querySelectorAll("details.menu");
  document.addEventListener("click", function (event) {
    menus.forEach(function (menu) { if (!menu.contains(event.target)) { menu.open = false; } });
  });
  menus.forEach(function (menu) {
    menu.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
        event.stopPropagation();
      }
    });
    menu.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) { menu.open = false; }
    });
  });
})();
