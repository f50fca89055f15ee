/* The map moves: by buttons, keys, mouse and two fingers. In: .map-view and its places as the page
   has them. Out: other values of --x, --y, --w and --h, and names that do not cover each other. The
   map is whole without this. */
(() => {
  'use strict';
  const view = document.getElementById('map-view');
  if (!view) return;
  const svg = view.querySelector('svg');
  const home = view.dataset.box.split(' ').map(Number);
  const places = [...view.querySelectorAll('a')];
  const closest = home[2] / 40;
  let [x, y, w, h] = home;

  const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

  function show() {
    w = clamp(w, closest, home[2]);
    h = w * home[3] / home[2];
    x = clamp(x, home[0], home[0] + home[2] - w);
    y = clamp(y, home[1], home[1] + home[3] - h);
    svg.setAttribute('viewBox', `${x} ${y} ${w} ${h}`);
    for (const [name, value] of Object.entries({ x, y, w, h })) view.style.setProperty(`--${name}`, value);
    uncover();
  }

  /* Zooms by a factor and keeps the point (px, py) of the view, in parts of it, where it is. */
  function zoom(factor, px = 0.5, py = 0.5) {
    const before = w;
    w = clamp(w * factor, closest, home[2]);
    x += (before - w) * px;
    y += (before - w) * home[3] / home[2] * py;
    show();
  }

  function pan(dx, dy) {
    x += dx * w;
    y += dy * h;
    show();
  }

  /* Names in order of weight: each takes the first side where it covers no other, else it waits
     until it is pointed at. */
  function uncover() {
    const frame = view.getBoundingClientRect();
    const taken = places.filter((place) => place.matches('.point')).map((place) => place.querySelector('.dot').getBoundingClientRect());
    const free = (box, own) =>
      box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom
      && !taken.some((other, i) => i !== own && box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top);
    let dot = 0;
    for (const place of places) {
      const label = place.querySelector('.label');
      const own = place.matches('.point') ? dot++ : -1;
      place.classList.remove('is-crowded', 'is-covered');
      let box;
      const found = (own < 0 ? [0, 1, -1, 2] : ['right', 'left', 'top', 'bottom']).some((side) => {
        if (own < 0) place.style.setProperty('--shift', side); else place.dataset.side = side;
        box = label.getBoundingClientRect();
        return free(box, own);
      });
      if (found) taken.push(box);
      else {
        place.classList.add('is-crowded');
        place.style.removeProperty('--shift');
      }
    }
    /* A country whose sign would cover another's is left to the table until there is room for it. */
    const kept = [];
    for (const place of places) {
      const boxes = [place, place.querySelector('.label')].slice(0, place.matches('.is-crowded') ? 1 : 2).map((one) => one.getBoundingClientRect());
      const covers = boxes.some((box) => kept.some((other) => box.left < other.right - 8 && box.right - 8 > other.left && box.top < other.bottom - 8 && box.bottom - 8 > other.top));
      if (covers && place.matches('.country')) place.classList.add('is-covered');
      else kept.push(...boxes);
    }
  }

  const acts = {
    in: () => zoom(1 / 1.6), out: () => zoom(1.6), reset: () => { [x, y, w] = home; show(); },
    start: () => pan(-0.2, 0), end: () => pan(0.2, 0), up: () => pan(0, -0.2), down: () => pan(0, 0.2),
  };
  const keys = {
    '+': 'in', '=': 'in', '-': 'out', '−': 'out', 0: 'reset', '٠': 'reset',
    ArrowLeft: 'start', ArrowRight: 'end', ArrowUp: 'up', ArrowDown: 'down',
  };
  const controls = document.querySelector('[data-for="map-view"]');
  controls.hidden = false;
  for (const hint of document.querySelectorAll('.map .hint')) hint.hidden = false;
  controls.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) acts[button.dataset.do]();
  });
  view.tabIndex = 0;
  view.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    acts[act]();
  });
  view.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = view.getBoundingClientRect();
    zoom(Math.exp(event.deltaY / 300), (event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height);
  }, { passive: false });

  /* One pointer of a mouse drags the map; of fingers it takes two, so that one still scrolls the page. */
  const held = new Map();
  let dragged = false;
  const middle = () => {
    const all = [...held.values()];
    return {
      x: all.reduce((sum, one) => sum + one.clientX, 0) / all.length,
      y: all.reduce((sum, one) => sum + one.clientY, 0) / all.length,
      spread: all.length > 1 ? Math.hypot(all[0].clientX - all[1].clientX, all[0].clientY - all[1].clientY) : 0,
    };
  };
  view.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    held.set(event.pointerId, event);
    dragged = false;
  });
  addEventListener('pointermove', (event) => {
    if (!held.has(event.pointerId) || (event.pointerType !== 'mouse' && held.size < 2)) return;
    const from = middle();
    held.set(event.pointerId, event);
    const to = middle();
    if (!dragged && Math.hypot(to.x - from.x, to.y - from.y) < 1 && !from.spread) return;
    dragged = true;
    view.classList.add('is-moving');
    const frame = view.getBoundingClientRect();
    x -= (to.x - from.x) / frame.width * w;
    y -= (to.y - from.y) / frame.height * h;
    if (from.spread && to.spread) zoom(from.spread / to.spread, (to.x - frame.left) / frame.width, (to.y - frame.top) / frame.height);
    else show();
  });
  const release = (event) => {
    held.delete(event.pointerId);
    if (!held.size) view.classList.remove('is-moving');
  };
  addEventListener('pointerup', release);
  addEventListener('pointercancel', release);
  view.addEventListener('touchmove', (event) => { if (event.touches.length > 1) event.preventDefault(); }, { passive: false });
  view.addEventListener('dragstart', (event) => event.preventDefault());
  view.addEventListener('click', (event) => { if (dragged) event.preventDefault(); }, true);

  /* A place that gets the focus, or that a row points to, comes into view. */
  const at = (place) => ['--px', '--py'].map((name) => Number(place.style.getPropertyValue(name)));
  function reach(place) {
    view.scrollTo(0, 0);
    const [px, py] = at(place);
    if (px > x + w * 0.05 && px < x + w * 0.95 && py > y + h * 0.05 && py < y + h * 0.95) return;
    x = px - w / 2;
    y = py - h / 2;
    show();
  }
  view.addEventListener('focusin', (event) => { if (event.target !== view) reach(event.target); });

  /* What is pointed at in the table is lit on the map, and the other way round. */
  function light(record, on) {
    if (!record) return;
    for (const one of document.querySelectorAll(`[data-record="${CSS.escape(record)}"]`)) one.classList.toggle('is-lit', on);
  }
  for (const one of document.querySelectorAll('.map-view a, .map-view path.area, table.facts tr[data-record]')) {
    /* A shape that listens to the focus is taken for one that can have it. */
    const focus = one instanceof SVGElement ? [] : [['focusin', true], ['focusout', false]];
    for (const [event, on] of [['pointerenter', true], ['pointerleave', false], ...focus]) {
      one.addEventListener(event, () => light(one.dataset.record, on));
    }
  }
  for (const link of document.querySelectorAll('a.to-map')) {
    link.addEventListener('click', (event) => {
      const place = document.getElementById(link.hash.slice(1));
      event.preventDefault();
      history.replaceState(null, '', link.hash);
      if (w > home[2] / 3) w = home[2] / 3;
      [x, y] = at(place).map((value, i) => value - (i ? w * home[3] / home[2] : w) / 2);
      show();
      place.focus();
    });
  }
  addEventListener('resize', uncover);
  document.fonts.ready.then(uncover);
})();
