"use strict";
// Keys only; the page is whole without them.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const gone = all(".gone");
  const walks = { n: [all("main .source [id]"), 1], w: [all(".made a.word, .made a.mask"), 1] };
  walks.p = [walks.n[0], -1];
  walks.q = [walks.w[0], -1];
  const at = new Map();
  const step = ([places, by]) => {
    if (!places.length) return;
    const next = ((at.get(places) ?? (by > 0 ? -1 : 0)) + by + places.length) % places.length;
    at.set(places, next);
    const place = places[next];
    place.scrollIntoView({ block: "center" });
    (place.querySelector("summary") ?? place).setAttribute("tabindex", place.matches("a") ? "0" : "-1");
    (place.querySelector("summary") ?? place).focus({ preventScroll: true });
  };
  const toggle = (open) => gone.forEach((fold) => { fold.open = open; });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input[type=text], textarea")) return;
    if (event.key in walks) step(walks[event.key]);
    else if (event.key === "o") toggle(true);
    else if (event.key === "c") toggle(false);
  });
  document.documentElement.dataset.ready = String(gone.length);
})();
