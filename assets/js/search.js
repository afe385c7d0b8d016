// The search: a list below its field that is walked by the arrow keys, and the palette behind Ctrl K.
(() => {
  // -- comboboxes
  const box = (element) => element?.closest?.("[data-combobox]");
  const options = (place) => [...place.querySelectorAll("[role=option]")].filter((option) => option.getClientRects().length);
  function point(place, option) {
    for (const other of place.querySelectorAll("[role=option][aria-selected=true]")) other.setAttribute("aria-selected", "false");
    const field = place.querySelector("[role=combobox]");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    option ? field.setAttribute("aria-activedescendant", option.id) : field.removeAttribute("aria-activedescendant");
  }
  function unfold(place, open) {
    const palette = place.closest("[data-palette]");
    if (!palette) place.toggleAttribute("data-open", open);
    const isShown = Boolean(palette?.open || (open && place.querySelector("[role=option]")));
    place.querySelector("[role=combobox]").setAttribute("aria-expanded", isShown);
    if (!open) point(place, null);
  }
  document.addEventListener("focusin", (event) => event.target.matches("[data-combobox] [role=combobox]") && unfold(box(event.target), true));
  document.addEventListener("focusout", (event) => {
    const place = box(event.target);
    if (place && !place.contains(event.relatedTarget)) unfold(place, false);
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-combobox] [role=option]")) event.preventDefault(); // the field keeps the focus
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("[data-combobox] [role=option]");
    if (option && !event.ctrlKey && !event.metaKey) leave(box(option));
  });
  document.addEventListener("submit", (event) => {
    const place = event.target.matches("[data-combobox]") && event.target;
    if (place) setTimeout(() => leave(place)); // after its text was sent
  });
  function leave(place) {
    place.closest("dialog")?.close();
    const field = place.querySelector("[role=combobox]");
    field.value = "";
    field.blur();
    unfold(place, false);
    field.dispatchEvent(new Event("input", { bubbles: true })); // and its list is empty again
  }
  document.addEventListener("keydown", (event) => {
    const place = event.target.matches?.("[role=combobox]") && box(event.target);
    if (!place || event.isComposing) return;
    const list = options(place);
    const here = list.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      place.mesaWalks = true;
      unfold(place, true);
      const all = options(place);
      point(place, all[here < 0 ? (step > 0 ? 0 : all.length - 1) : (here + step + all.length) % all.length]);
    } else if (event.key === "Enter" && !event.ctrlKey && here >= 0) {
      event.preventDefault();
      list[here].click();
    } else if (event.key === "Escape" && (place.closest("dialog") || (place.hasAttribute("data-open") && list.length))) {
      event.preventDefault(); // else it empties the field
      event.stopPropagation();
      unfold(place, false);
      place.closest("dialog")?.close();
    }
  }, true);
  document.addEventListener("input", (event) => {
    const place = box(event.target);
    if (!place) return;
    place.mesaWalks = false;
    point(place, null);
  });
  // what is found comes while somebody types; who walks already stays where he is
  new MutationObserver((changes) => {
    const places = new Set(changes.map((change) => box(change.target)).filter(Boolean));
    for (const place of places) {
      const field = place.querySelector("[role=combobox]");
      if (document.activeElement !== field) continue;
      unfold(place, true);
      if (place.querySelector("[aria-selected=true]")) continue;
      const all = options(place);
      const same = place.mesaWalks && all.find((option) => option.id === field.getAttribute("aria-activedescendant"));
      point(place, same || (place.closest("[data-palette]") ? all[0] : null));
    }
  }).observe(document.documentElement, { subtree: true, childList: true });

  // -- the palette
  const PRESSED = [
    ".ticket-actions button, .ticket-actions summary, [data-write]",
    "main [data-key], .page-head .button, .bulk-bar button",
    ".rail-link, .bar-links a, .bottom-bar a",
    ".bar-tools button, .rail-tools button, .menu-item",
  ];
  const RECENT = 6;
  const palette = () => document.querySelector("[data-palette]");
  function wordsOf(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd, .badge, svg, [aria-hidden=true]").forEach((part) => part.remove());
    return element.dataset.command || copy.textContent.trim() || element.getAttribute("aria-label") || element.title || "";
  }
  function commands() {
    const found = new Map();
    for (const element of document.querySelectorAll(PRESSED.join(", "))) {
      if (element.disabled || element.closest(".hidden, [hidden], dialog, [role=listbox], .bell, form.composer-box")) continue;
      if (element.matches("input, textarea")) continue;
      const words = wordsOf(element);
      const rank = PRESSED.findIndex((some) => element.matches(some));
      const does = element.href || mesa.plain(words); // two links to one place are one command
      if (words && !(found.get(does)?.rank <= rank)) found.set(does, { words, element, rank });
    }
    return [...found.values()].sort((one, other) => one.rank - other.rank);
  }
  function distance(asked, words) {
    const text = mesa.plain(words);
    let total = 0;
    for (const word of mesa.plain(asked).split(/\s+/).filter(Boolean)) {
      const at = text.indexOf(word);
      if (at >= 0) total += at === 0 || /\W/.test(text[at - 1]) ? 0 : 1;
      else if (word.length > 2 && [...word].reduce((from, sign) => (from < 0 ? from : text.indexOf(sign, from) + 1 || -1), 0) >= 0) total += 4;
      else return Infinity;
    }
    return total;
  }
  function option(words, icon, hint, id) {
    const row = Object.assign(document.createElement("a"), { className: "hit", id, tabIndex: -1 });
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.append(Object.assign(document.createElement("span"), { className: "icon-box" }));
    if (icon) row.firstChild.append(icon.cloneNode(true));
    row.append(Object.assign(document.createElement("span"), { className: "hit-words line", textContent: words }));
    if (hint) row.append(Object.assign(document.createElement("kbd"), { textContent: hint }));
    return row;
  }
  function press(element) {
    palette().close();
    if (element.closest("details") && !element.matches("summary")) return element.click();
    element.focus();
    element.click();
  }
  function group(name, rows) {
    const place = palette().querySelector(name);
    place.replaceChildren(...rows);
    place.hidden = !rows.length;
  }
  function fillPalette() {
    const asked = palette().querySelector("[role=combobox]").value;
    const near = (some, words) => some.map((one) => [distance(asked, words(one)), one]).filter(([far]) => far < Infinity);
    const found = near(commands(), (one) => one.words).sort(([one], [other]) => one - other);
    group("[data-recent]", asked ? [] : recent().map(({ path, words }, at) => {
      const row = option(words, null, "", `palette-recent-${at}`);
      row.href = path;
      return row;
    }));
    group("[data-commands]", found.slice(0, asked ? 7 : 30).map(([, { words, element }], at) => {
      const hint = element.dataset.key ?? element.querySelector("kbd")?.textContent ?? "";
      const row = option(words, element.querySelector("svg"), hint.toUpperCase(), `palette-command-${at}`);
      row.addEventListener("click", () => press(element));
      return row;
    }));
    const place = palette().querySelector("[data-combobox]");
    point(place, options(place)[0]);
  }
  mesa.palette = () => {
    if (!palette() || document.querySelector("dialog[open], [role=dialog][aria-modal=true]")) return;
    palette().showModal();
    fillPalette();
    palette().querySelector("[role=combobox]").focus();
    palette().querySelector("[role=combobox]").select(); // what was asked last gives way to what is typed
  };
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    palette()?.open ? palette().close() : mesa.palette();
  }, true);
  document.addEventListener("input", (event) => event.target.closest("[data-palette]") && palette().open && fillPalette());

  // -- the tickets that were open in this window last
  const memory = () => `mesa-recent-${palette()?.dataset.person}`;
  const recent = () => JSON.parse(sessionStorage.getItem(memory()) ?? "[]").filter(({ path }) => path !== location.pathname);
  function remember() {
    const [, words, number] = document.title.match(/^(([A-Z]+-\d+) .+) · /) ?? [];
    if (!palette() || !number || !location.pathname.endsWith(`/${number}`)) return;
    const kept = recent().slice(0, RECENT);
    sessionStorage.setItem(memory(), JSON.stringify([{ path: location.pathname, words }, ...kept]));
  }
  new MutationObserver(remember).observe(document.head, { subtree: true, childList: true, characterData: true });
  const begin = () => (palette() ? remember() : setTimeout(begin, 200)); // it is drawn after this has run
  begin();
})();
