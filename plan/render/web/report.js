"use strict";
// What the page can do beyond being read. Without it all words are there, too.
(() => {
  const all = (what, from = document) => [...from.querySelectorAll(what)];
  const one = (what, from = document) => from.querySelector(what);

  // Theme: the system's, until somebody chooses.
  const root = document.documentElement;
  const remember = (theme) => { try { localStorage.setItem("wikiform-theme", theme); } catch { /* a file may have no storage */ } };
  const remembered = () => { try { return localStorage.getItem("wikiform-theme"); } catch { return null; } };
  const toggleTheme = () => {
    const now = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    remember(root.dataset.theme);
  };
  if (remembered()) root.dataset.theme = remembered();

  // Pictures that many others come before are read when they are about to be seen; one
  // that is in the page twice is there once.
  const late = all("img:is([data-src], [data-from])");
  const draw = (img) => {
    const from = img.dataset.from && document.getElementById(img.dataset.from);
    img.src = from ? from.dataset.src || from.src : img.dataset.src || "";
  };
  const seen = new IntersectionObserver((entries) => {
    for (const e of entries) if (e.isIntersecting) { draw(e.target); seen.unobserve(e.target); }
  }, { rootMargin: "600px" });
  late.forEach((img) => seen.observe(img));
  addEventListener("beforeprint", () => late.forEach(draw));

  // Pictures: three ways to compare. The stage takes the shape of its pictures.
  // An icon is enlarged by a whole number, so that each of its pixels is a square.
  const icon = 128, enlarged = 512;
  const shape = (stage) => {
    const sizes = all("img", stage).map((i) => [i.naturalWidth || i.width, i.naturalHeight || i.height]);
    const [w, h] = sizes.reduce((a, b) => (b[0] > a[0] ? b : a), [1, 1]);
    const small = Math.max(w, h) <= icon;
    const times = Math.max(1, Math.floor(Math.min(enlarged, stage.parentElement.clientWidth) / Math.max(w, h)));
    stage.classList.toggle("crisp", small);
    stage.style.aspectRatio = `${w} / ${h}`;
    stage.style.maxWidth = small ? `${w * times}px` : `calc(78vh * ${w / h})`;
  };
  const compare = (box, mode) => {
    box.dataset.mode = mode;
    const stage = one(".stage", box);
    if (mode === "side") stage.style.aspectRatio = stage.style.maxWidth = "";
    else shape(stage);
    for (const b of all(".modes button", box)) b.setAttribute("aria-pressed", String(b.dataset.mode === mode));
  };
  const compareAll = (mode) => all(".compare:has(.modes)").forEach((box) => compare(box, mode));
  document.addEventListener("input", (e) => {
    if (e.target.matches(".grip")) e.target.parentElement.style.setProperty("--at", `${e.target.value}%`);
  });

  // A difference that several files share is in the page once.
  const copyDiff = (card) => {
    const same = card.open && one(".same", card);
    const diff = same && one(`#${same.dataset.same} .diff`);
    if (diff) { same.after(diff.cloneNode(true)); same.classList.remove("same"); }
  };
  document.addEventListener("toggle", (e) => copyDiff(e.target), true);
  all(".change[open]:has(.same)").forEach(copyDiff); // which were open before this was read

  // The contact sheet: a tile opens its card. One of the tiles is reached by Tab, the
  // others from there by the arrow keys.
  const sheet = one("#sheet"), tiles = new Map(all(".tile").map((t) => [t.hash.slice(1), t]));
  let tile = one(".tile");
  const go = (to) => {
    if (!to) return;
    tile.tabIndex = -1;
    tile = to;
    tile.tabIndex = 0;
    tile.focus();
  };
  for (const t of tiles.values()) t.tabIndex = t === tile ? 0 : -1;
  const openCard = (t) => {
    const card = document.getElementById(t.hash.slice(1));
    card.open = true;
    one("summary", card).focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };
  const toSheet = () => {
    const here = document.activeElement.closest(".change");
    const shown = [...tiles.values()].filter((t) => !t.hidden);
    const to = here && tiles.get(here.id) || (tile && !tile.hidden ? tile : shown[0]);
    if (!to) return;
    sheet.scrollIntoView({ block: "start" });
    go(to);
  };
  // The tile above or below is the first one there that is not more to the left.
  const vertically = (list, at, way) => {
    const from = list[at].getBoundingClientRect();
    let best = null;
    for (let i = at + way; i >= 0 && i < list.length; i += way) {
      const r = list[i].getBoundingClientRect();
      if (Math.abs(r.top - from.top) < 4) continue;
      if (best && Math.abs(r.top - best.top) > 4) break;
      const off = Math.abs(r.left - from.left);
      if (!best || off < best.off) best = { off, top: r.top, tile: list[i] };
    }
    return best && best.tile;
  };
  if (sheet) sheet.addEventListener("keydown", (e) => {
    if (!e.target.matches(".tile") || e.ctrlKey || e.metaKey || e.altKey) return;
    const list = [...tiles.values()].filter((t) => !t.hidden), at = list.indexOf(e.target);
    const to = {
      ArrowRight: () => list[at + 1], ArrowLeft: () => list[at - 1], Home: () => list[0], End: () => list.at(-1),
      ArrowDown: () => vertically(list, at, 1), ArrowUp: () => vertically(list, at, -1),
    }[e.key];
    if (to) { e.preventDefault(); go(to()); }
  });

  // Filter and search.
  const chips = all(".chip"), find = one("#find"), shown = one("#shown");
  const pressed = (name) => new Set(chips.filter((c) => c.dataset[name] && c.getAttribute("aria-pressed") === "true").map((c) => c.dataset[name]));
  let rows = null; // read when they are first needed: the page is there before
  const row = (el, card, common) => ({
    el, card, chunk: card.parentElement, kind: card.closest("section").dataset.kind, common,
    flags: (el.dataset.flags || "").split(" "), text: el.textContent.toLowerCase(), tile: tiles.get(el.id),
  });
  // A card that stands for many files is as many rows, which have its words in common.
  const read = () => rows ||= all(".change").flatMap((el) => {
    const members = all(".member", el);
    if (!members.length) return [row(el, el, "")];
    const common = [...el.children].filter((e) => !e.matches("summary, .members")).map((e) => e.textContent.toLowerCase()).join(" ");
    return members.map((m) => row(m, el, common));
  });
  const filter = () => {
    const kinds = pressed("kind"), flags = pressed("flag");
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const left = new Map(), cards = new Map();
    let n = 0, pictured = 0;
    for (const r of read()) {
      const fits = (!kinds.size || kinds.has(r.kind)) && [...flags].every((f) => r.flags.includes(f)) && words.every((w) => r.text.includes(w) || r.common.includes(w));
      if (r.el.hidden === fits) r.el.hidden = !fits;
      if (r.tile) r.tile.hidden = !fits;
      cards.set(r.card, cards.get(r.card) || fits);
      if (fits) n++;
      if (fits && r.tile) pictured++;
    }
    for (const [card, fits] of cards) {
      if (card.hidden === fits) card.hidden = !fits;
      if (fits && words.length && card.matches(".group")) card.open = true; // what was found is a name in it
      left.set(card.parentElement, (left.get(card.parentElement) || 0) + (fits ? 1 : 0));
    }
    if (sheet) sheet.hidden = !pictured;
    for (const [chunk, some] of left) {
      chunk.hidden = !some;
      if (chunk.matches(".lazy")) chunk.style.containIntrinsicBlockSize = `auto ${some * 52}px`;
    }
    for (const s of all("main section")) s.hidden = !one(".chunk:not([hidden])", s);
    one("#none").hidden = n > 0;
    const some = kinds.size || flags.size || words.length;
    if (sheet) { // one tile is reached by Tab, whatever is shown
      const first = [...tiles.values()].find((t) => !t.hidden), at = [...tiles.values()].find((t) => t.tabIndex === 0);
      if (first && at?.hidden) { at.tabIndex = -1; first.tabIndex = 0; }
    }
    shown.value = some ? `${n.toLocaleString("en")} of ${rows.length.toLocaleString("en")}` : "";
  };
  let due = 0;
  const soon = () => { clearTimeout(due); due = setTimeout(filter, 60); };
  const reset = () => { find.value = ""; chips.forEach((c) => c.setAttribute("aria-pressed", "false")); filter(); };

  // Open and close.
  const unfold = one("#unfold");
  const openAll = (open) => {
    for (const c of all(".change")) if (!c.hidden) c.open = open;
    unfold.textContent = open ? "Close all" : "Open all";
  };
  addEventListener("beforeprint", () => { compareAll("side"); openAll(true); });

  document.addEventListener("click", (e) => {
    const t = e.target.closest(".tile");
    if (t && !(e.ctrlKey || e.metaKey || e.shiftKey)) { e.preventDefault(); go(t); openCard(t); return; }
    const b = e.target.closest("button");
    if (!b) return;
    if (b.matches(".chip")) { b.setAttribute("aria-pressed", String(b.getAttribute("aria-pressed") !== "true")); filter(); }
    else if (b.matches(".modes button")) compare(b.closest(".compare"), b.dataset.mode);
    else if (b.id === "theme") toggleTheme();
    else if (b.id === "unfold") openAll(unfold.textContent === "Open all");
    else if (b.id === "reset") reset();
  });
  if (!find) { return; }
  find.addEventListener("input", soon);

  // Keys. The next file is the next one that is shown.
  const step = (way) => {
    const here = document.activeElement.closest(".change");
    const list = all(".change").filter((c) => !c.hidden);
    const at = list.indexOf(here);
    const next = list[at < 0 ? (way > 0 ? 0 : list.length - 1) : at + way];
    if (!next) return;
    one("summary", next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const keys = {
    "/": () => find.focus(), j: () => step(1), k: () => step(-1), s: toSheet, t: toggleTheme,
    e: () => openAll(unfold.textContent === "Open all"), "?": () => one("#keys").togglePopover(),
    1: () => compareAll("side"), 2: () => compareAll("swipe"), 3: () => compareAll("difference"),
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target === find) { if (e.key === "Escape") { reset(); find.blur(); } return; }
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
  });
})();
