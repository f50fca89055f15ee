// In: a page of Sphinx, and window.tahqiqNames where its language is not English. Out: what scrolls
// can be reached by keys, and the theme's buttons are named in the page's language.
addEventListener("DOMContentLoaded", () => {
  const reachable = () => {
    for (const one of document.querySelectorAll("pre, .table-wrapper"))
      if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
  };
  reachable();
  addEventListener("resize", reachable);
  document.fonts?.ready.then(reachable);
  const names = window.tahqiqNames ?? {};
  for (const one of document.querySelectorAll("[aria-label], [title]"))
    for (const key of ["aria-label", "title"]) {
      const name = names[one.getAttribute(key)];
      if (name) one.setAttribute(key, name);
    }
});
