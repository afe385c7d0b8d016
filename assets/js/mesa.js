// What only the browser can do: focus after a navigation, the live light, times that keep telling, the theme, shortcuts.
const mesa = (window.mesa = {});

// -- what is looked for, and what it is looked for in: without accents and capitals
mesa.plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// -- arriving: a page drawn without a load is announced like a loaded one, by focus on its heading
mesa.arrived = () =>
  requestAnimationFrame(() => {
    const heading = document.querySelector("main h1, .ticket-pane h1");
    const place = heading?.closest(".page, .ticket-pane, main");
    if (!heading || place.contains(document.activeElement) || document.activeElement?.closest("main form, [role=dialog]")) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });

// -- the live light: says when the line to the desk is lost
function watchLine() {
  if (!window.socket) return setTimeout(watchLine, 100);
  const set = (live) => (document.body.dataset.line = live ? "live" : "lost");
  set(window.socket.connected);
  window.socket.on("connect", () => set(true));
  window.socket.on("disconnect", () => set(false));
}

// -- times: "hace 6 min" grows by itself
const UNITS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
function tell(time) {
  const passed = (Date.now() - Date.parse(time.dateTime)) / 1000;
  if (passed < 60 || passed >= 2 * 86400) return;
  const [unit, length] = UNITS.find(([, length]) => passed >= length);
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { style: "short" });
  const text = words.format(-Math.floor(passed / length), unit).replace(".", "").replace(/ (?=[^ ]*$)/, "\u00a0");
  if (time.textContent !== text) time.textContent = text;
}
function countDown(time) {
  const left = Math.round((Date.parse(time.dateTime) - Date.now()) / 60000);
  const late = left < 0;
  const minutes = Math.abs(left);
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor((minutes % 1440) / 60), "h"],
    [minutes % 60, "min"],
  ].filter(([value]) => value);
  const span = parts.slice(0, 2).map(([value, unit]) => `${value}\u00a0${unit}`).join("\u00a0") || "0\u00a0min";
  time.textContent = (late ? time.dataset.late : time.dataset.left).replace("{}", span);
  if (time.parentElement.dataset.tone) time.parentElement.dataset.tone = late ? "bad" : minutes < 120 ? "warn" : "quiet";
}
const tellAll = () => {
  document.querySelectorAll("time[data-ago]").forEach(tell);
  document.querySelectorAll("time[data-left]").forEach(countDown);
};
setInterval(tellAll, 20_000);
document.addEventListener("visibilitychange", () => document.hidden || tellAll());

// -- a page is read while somebody has it in front of him, not in a tab behind others
HTMLSpanElement.prototype.mesaRead = function () {
  if (!document.hidden) this.dispatchEvent(new Event("read"));
};
document.addEventListener("visibilitychange", () => document.querySelectorAll("[data-read]").forEach((mark) => mark.mesaRead()));

// -- the browser's time zone, for the times that the server writes
const zoneOf = () => document.cookie.match(/(?:^|; )mesa-zone=([^;]*)/)?.[1];
const zoneBefore = zoneOf();
document.cookie = `mesa-zone=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)}; path=/; max-age=31536000; samesite=lax`;
if (zoneBefore && zoneBefore !== zoneOf()) location.reload(); // it was drawn in another zone; once, as the cookie names this one now

// -- theme: kept in a cookie, so that the next page is drawn in it from the start
mesa.theme = () => {
  const dark = !document.body.classList.contains("body--dark");
  document.cookie = `mesa-theme=${dark ? "dark" : "light"}; path=/; max-age=31536000; samesite=lax`;
  Quasar.Dark.set(dark);
};

// -- a form that leads back here, and menus that close
document.addEventListener("submit", (event) => {
  if ("next" in event.target.dataset) event.target.elements.next.value = location.pathname + location.search;
}, true);
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu-wrap[open]")) {
    if (menu.contains(event.target) && !event.target.closest(".menu-item")) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus(); // where a dialog gives it back to
    menu.open = false;
  }
});

// -- tabs: arrow keys walk them
document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || event.target.getAttribute?.("role") !== "tab") return;
  const tabs = [...event.target.closest("[role=tablist]").querySelectorAll("[role=tab]")];
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
});

// -- shortcuts: an element with data-key is clicked by its key, unless somebody is typing
const within = (element) => (element.matches(".menu-item") && element.closest(".menu-wrap")) || element; // its menu may be closed
const typing = (element) => element.closest("input, textarea, select, [contenteditable=true], dialog, [role=dialog]");
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const send = event.target.closest("form")?.querySelector("[data-send]");
    if (send) {
      event.preventDefault();
      send.click();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) {
    if (event.key === "Escape" && event.target.matches("textarea, input")) event.target.blur();
    return;
  }
  if ((event.key === "j" || event.key === "k") && mesa.step(event.key === "j" ? 1 : -1)) return event.preventDefault();
  if (event.repeat) return; // a key that is held is one key
  const target = [...document.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key.toLowerCase() === event.key.toLowerCase() && within(element).getClientRects().length,
  );
  if (target) {
    event.preventDefault();
    const place = within(target) === target ? target : within(target).querySelector("summary");
    if ((document.activeElement === document.body && !target.matches("a")) || target.matches("input, textarea, summary")) place.focus(); // a dialog gives it back
    if (!target.matches("input, textarea")) target.click();
  }
});

// -- J and K walk the rows of a list
mesa.step = (by) => {
  const rows = [...document.querySelectorAll("[data-rows] > a, [data-rows] > .queue-item > a")];
  if (!rows.length) return false;
  const here = rows.indexOf(document.activeElement);
  const open = rows.findIndex((row) => row.getAttribute("aria-current"));
  const next = here < 0 ? (open < 0 ? (by > 0 ? 0 : rows.length - 1) : open + by) : here + by;
  rows[Math.max(0, Math.min(next, rows.length - 1))].focus();
  return true;
};

// -- forms: everything at once, and what was typed after sending stays
const LONGEST = 50_000; // characters; one more is refused as a million are, and fits into a message
function fitting(text, control) {
  const most = control?.maxLength > 0 ? control.maxLength : LONGEST;
  return text.length > most ? [...text].slice(0, most + 1).join("") : text;
}
mesa.values = (form, button) =>
  Object.fromEntries(
    [...new FormData(form, button)]
      .filter(([, value]) => typeof value === "string")
      .map(([name, value]) => [name, fitting(value, form.elements[name])]),
  );
mesa.send = async (form, button, emit) => {
  await Promise.all([...form.querySelectorAll("[data-uploaded] > .file")].map((file) => file.upload)); // they belong to it
  const values = mesa.values(form, button);
  form.sent = values;
  form.sendings ??= [];
  form.sendings.push({ values, files: form.querySelectorAll("[data-uploaded] > :is(:has(button), .is-failed)") });
  emit({ ...values, turn: form.dataset.turn, sending: String(form.sendings.length - 1) });
};
// a double click does it once
document.addEventListener("click", (event) => {
  if (event.detail < 2 || !event.target.closest("button")) return;
  event.preventDefault();
  event.stopPropagation();
}, true);
HTMLFormElement.prototype.mesaValues = function () {
  return mesa.values(this);
};
HTMLFormElement.prototype.mesaSent = function (sending) {
  const { values = {}, files = [] } = this.sendings?.[sending] ?? {}; // another may have been submitted meanwhile
  delete this.sendings?.[sending];
  for (const control of this.querySelectorAll("textarea, input[type=text], input[type=password]")) {
    const sent = values[control.name] ?? "";
    if (control.value.startsWith(sent)) control.value = control.value.slice(sent.length);
  }
  files.forEach((file) => file.remove());
};
// words that were ready take the place of what stood there when they were asked for, or of other ready words; never of
// what was typed since
for (const { prototype } of [HTMLInputElement, HTMLTextAreaElement]) {
  prototype.mesaPut = function (text, instead) {
    if (this.value !== instead && this.value !== this.mesaReady) return;
    this.setRangeText(text, 0, this.value.length, "end");
    this.mesaReady = this.value;
  };
}
// -- a page that signs out is on its way to the door already
document.addEventListener("submit", (event) => {
  mesa.isLeaving = event.target.matches('[action="/logout"]');
});
// -- a password is shown while its eye is pressed, and never sent as a text that browsers remember
document.addEventListener("click", (event) => {
  const eye = event.target.closest("[data-shows]");
  if (!eye) return;
  const isShown = eye.ariaPressed !== "true";
  eye.ariaPressed = isShown;
  document.getElementById(eye.dataset.shows).type = isShown ? "text" : "password";
});
document.addEventListener("submit", (event) => {
  event.target.querySelectorAll('[data-shows][aria-pressed="true"]').forEach((eye) => eye.click());
}, true);
document.addEventListener("click", (event) => {
  const pointer = event.target.closest("[data-focus]");
  if (!pointer) return;
  event.preventDefault();
  event.stopPropagation();
  const target = document.getElementById(pointer.dataset.focus);
  (target?.matches("[role=radiogroup], [role=group]") ? target.querySelector("input") : target)?.focus();
}, true);

watchLine();
