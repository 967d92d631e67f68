"use strict";
// What the page can do beyond being read. Without it everything is there, too.
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

  // Pictures: three ways to compare. The stage takes the shape of its pictures.
  const shape = (stage) => {
    const sizes = all("img", stage).map((i) => [i.naturalWidth || i.width, i.naturalHeight || i.height]);
    const [w, h] = sizes.reduce((a, b) => (b[0] > a[0] ? b : a), [1, 1]);
    stage.style.aspectRatio = `${w} / ${h}`;
    stage.style.maxWidth = `calc(78vh * ${w / h})`;
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
  document.addEventListener("toggle", (e) => {
    const same = e.target.open && one(".same", e.target);
    const diff = same && one(`#${same.dataset.same} .diff`);
    if (diff) { same.after(diff.cloneNode(true)); same.classList.remove("same"); }
  }, true);

  // Filter and search.
  const chips = all(".chip"), find = one("#find"), shown = one("#shown");
  const pressed = (name) => new Set(chips.filter((c) => c.dataset[name] && c.getAttribute("aria-pressed") === "true").map((c) => c.dataset[name]));
  let rows = null; // read when they are first needed: the page is there before
  const read = () => rows ||= all(".change").map((el) => ({
    el, chunk: el.parentElement, kind: el.closest("section").dataset.kind,
    flags: (el.dataset.flags || "").split(" "), text: el.textContent.toLowerCase(),
  }));
  const filter = () => {
    const kinds = pressed("kind"), flags = pressed("flag");
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const left = new Map();
    let n = 0;
    for (const r of read()) {
      const fits = (!kinds.size || kinds.has(r.kind)) && [...flags].every((f) => r.flags.includes(f)) && words.every((w) => r.text.includes(w));
      if (r.el.hidden === fits) r.el.hidden = !fits;
      left.set(r.chunk, (left.get(r.chunk) || 0) + (fits ? 1 : 0));
      if (fits) n++;
    }
    for (const [chunk, some] of left) {
      chunk.hidden = !some;
      if (chunk.matches(".lazy")) chunk.style.containIntrinsicBlockSize = `auto ${some * 52}px`;
    }
    for (const s of all("section")) s.hidden = !one(".chunk:not([hidden])", s);
    one("#none").hidden = n > 0;
    const some = kinds.size || flags.size || words.length;
    shown.value = some ? `${n.toLocaleString("en")} of ${rows.length.toLocaleString("en")}` : "";
  };
  let due = 0;
  const soon = () => { clearTimeout(due); due = setTimeout(filter, 60); };
  const reset = () => { find.value = ""; chips.forEach((c) => c.setAttribute("aria-pressed", "false")); filter(); };

  // Open and close.
  const unfold = one("#unfold");
  const openAll = (open) => {
    for (const r of read()) if (!r.el.hidden) r.el.open = open;
    unfold.textContent = open ? "Close all" : "Open all";
  };
  addEventListener("beforeprint", () => { compareAll("side"); openAll(true); });

  document.addEventListener("click", (e) => {
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
    const list = read().filter((r) => !r.el.hidden);
    const at = list.findIndex((r) => r.el === here);
    const next = list[at < 0 ? (way > 0 ? 0 : list.length - 1) : at + way];
    if (!next) return;
    one("summary", next.el).focus({ preventScroll: true });
    next.el.scrollIntoView({ block: "nearest" });
  };
  const keys = {
    "/": () => find.focus(), j: () => step(1), k: () => step(-1), t: toggleTheme,
    e: () => openAll(unfold.textContent === "Open all"), "?": () => one("#keys").togglePopover(),
    1: () => compareAll("side"), 2: () => compareAll("swipe"), 3: () => compareAll("difference"),
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target === find) { if (e.key === "Escape") { reset(); find.blur(); } return; }
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
  });
})();
