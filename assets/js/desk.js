// The desk: the composer's modes, drawers of narrow screens, the sheet of shortcuts.

// -- the composer: a key or a button chooses what is written, at once, and what was typed elsewhere stays there
function write(mode) {
  const composer = document.querySelector("[data-composer]");
  const form = composer?.querySelector(`[data-form="${mode}"]`);
  if (!form) return;
  const text = form.elements.text;
  if (composer.dataset.mode === mode && text.value.trim()) return form;
  composer.dataset.mode = mode;
  for (const button of composer.querySelectorAll("[data-write]"))
    button.setAttribute("aria-pressed", button.dataset.write === mode);
  text.focus();
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-write]");
  if (!button || button.disabled) return;
  const written = write(button.dataset.write);
  if (!written) return;
  if (button.closest("[data-composer]")) written.elements.text.focus();
  else written.requestSubmit(written.querySelector("[data-send]"));
});

// -- drawers: the rail and the details of a ticket, where there is no room for them
function drawer(name) {
  const open = document.body.dataset.drawer === name ? "" : name;
  document.body.dataset.drawer = open;
  for (const button of document.querySelectorAll("[data-toggle]"))
    button.setAttribute("aria-expanded", button.dataset.toggle === open);
  document.querySelector(`[data-drawer-name="${open}"]`)?.querySelector("a, button, input")?.focus();
}
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-toggle]");
  const open = document.body.dataset.drawer;
  if (opener) return drawer(opener.dataset.toggle);
  const inside = event.target.closest("[data-drawer-name]");
  if (open && (!inside || event.target.closest("a[href]"))) drawer(open);
});

// -- sheets: native dialogs
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.querySelector(`[data-sheet="${opener.dataset.opens}"]`)?.showModal();
  if (event.target.closest("[data-closes]") || event.target.matches("dialog")) event.target.closest("dialog").close();
});

// -- a choice brings the text that goes with it, until somebody has changed it
document.addEventListener("change", ({ target }) => {
  for (const name of ["text", "destination"]) {
    const texts = [...(target.options ?? [])].map((option) => option.dataset[name]);
    const box = texts[0] !== undefined && target.form.elements[name];
    if (!box || (box.value.trim() && !texts.includes(box.value))) continue;
    box.value = texts[target.selectedIndex];
    box.dispatchEvent(new Event("input", { bubbles: true })); // who shows what the form holds hears of it
  }
});

// -- splitting: what is selected in a message goes along, and the key S takes the message in which somebody is
mesa.selectedIn = (entry) => {
  const selection = getSelection();
  return entry.querySelector(".entry-body")?.contains(selection.anchorNode) ? selection.toString() : "";
};
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-split]")) event.preventDefault(); // keeps the selection
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-action=split]")) return;
  const places = [getSelection().toString() ? getSelection().anchorNode.parentElement : null, document.activeElement];
  const button = places.map((place) => place?.closest(".entry")?.querySelector("[data-split]")).find(Boolean);
  if (!button) return;
  event.stopPropagation();
  button.click();
}, true);

// -- Escape closes what is open
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu-wrap[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (document.body.dataset.drawer) {
    const name = document.body.dataset.drawer;
    drawer(name);
    document.querySelector(`[data-toggle="${name}"]`)?.focus();
  }
});
