// Texts that somebody writes: their drafts are never late, and what arrived meanwhile can be looked at.

// -- drafts: handed over before their form can go away
const touched = new Map(); // forms and when somebody last typed there
const unkept = new Set();
document.addEventListener("input", ({ target }) => {
  if (!target.form?.matches("[data-drafts]")) return;
  touched.set(target.form, Date.now());
  unkept.add(target.form);
});
function keepAll() {
  if (!window.did_handshake) return; // there is no line yet: they are handed over once there is
  unkept.forEach((form) => form.dispatchEvent(new Event("keep")));
  unkept.clear();
}
document.addEventListener("change", keepAll);
document.addEventListener("visibilitychange", keepAll);
addEventListener("beforeunload", keepAll);
addEventListener("popstate", keepAll, true);

// -- and what may have been too late for a page that is loaded again comes with the tab
const LATE = 30_000; // milliseconds
const lateAt = () => `mesa-late:${location.pathname}`; // other pages may be loaded before somebody comes back
const drafting = () => [...document.querySelectorAll("form[data-drafts]")];
addEventListener("pagehide", () => {
  const late = {}; // by the key of the draft: other forms may stand in the page that comes
  for (const form of drafting()) {
    const values = mesa.values(form);
    const isLate = Date.now() - (touched.get(form) ?? 0) < LATE && (!form.sent || values.text !== form.sent.text);
    if (isLate) late[form.dataset.drafts] = values;
  }
  if (Object.keys(late).length) sessionStorage.setItem(lateAt(), JSON.stringify({ at: Date.now(), late }));
});
function restore() {
  if (!window.did_handshake) return setTimeout(restore, 50);
  const { at, late } = JSON.parse(sessionStorage.getItem(lateAt()) ?? "{}");
  sessionStorage.removeItem(lateAt());
  const texts = Date.now() - at < LATE ? late : {};
  drafting().forEach((form) => {
    if (touched.has(form)) return void unkept.add(form); // somebody wrote before there was a line to hand it over
    const written = texts[form.dataset.drafts] ?? {};
    if (form.elements.base && form.elements.base.value !== written.base) return; // written over another version
    for (const control of form.querySelectorAll("textarea, input[type=text]")) {
      const text = written[control.name];
      if (!text || control.value === text) continue;
      control.value = text;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  keepAll();
}
restore();

// -- "Ver": to the first line that its writer has not seen
mesa.look = (button) => {
  const lines = [...document.querySelectorAll(".thread > [data-seq]")];
  const first = lines.find((line) => Number(line.dataset.seq) > Number(button.dataset.seen));
  if (first) first.scrollIntoView({ block: "center" });
  else document.getElementById("tab-conversation")?.click();
};

// -- Enter sends where somebody writes while he listens; with Shift it is a new line
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("[data-enter]")) return;
  event.preventDefault();
  event.target.form.querySelector("[data-send]").click();
});
