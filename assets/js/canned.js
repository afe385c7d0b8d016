// Canned texts: the picker opens by its button, by "/" in an empty text and by Ctrl+Space, and works without the server.
let written = null; // the text that the picker was opened for, and where its cursor was
let cursor = [0, 0];
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-canned]");
  if (!opener) return;
  written = opener.closest("form").elements.text;
  cursor = [written.selectionStart, written.selectionEnd];
}, true);
document.addEventListener("keydown", (event) => {
  const text = event.target;
  if (!text.matches?.(".composer textarea")) return;
  const isAsked = event.ctrlKey ? event.code === "Space" : event.key === "/" && !text.value && !event.altKey;
  const opener = isAsked && text.form.querySelector("[data-canned]");
  if (!opener) return;
  event.preventDefault();
  opener.click();
});
HTMLDialogElement.prototype.mesaPick = function () {
  const find = this.querySelector("[role=combobox]");
  const options = [...this.querySelectorAll("[role=option]")];
  const shown = () => options.filter((option) => !option.hidden);
  let current = null;
  const go = (option) => {
    current = option ?? null;
    for (const one of options) one.setAttribute("aria-selected", one === current);
    for (const text of this.querySelectorAll("[data-for]")) text.hidden = text.dataset.for !== current?.id;
    if (current) find.setAttribute("aria-activedescendant", current.id);
    else find.removeAttribute("aria-activedescendant");
    current?.scrollIntoView({ block: "nearest" });
  };
  const pick = () => {
    if (!current) return;
    if (current.dataset.macro) return this.dispatchEvent(new CustomEvent("macro", { detail: Number(current.dataset.macro) }));
    this.close();
    written.focus();
    written.setRangeText(current.dataset.text, ...cursor, "end");
    written.dispatchEvent(new Event("input", { bubbles: true }));
  };
  find.addEventListener("input", () => {
    const words = mesa.plain(find.value).split(/\s+/);
    for (const option of options) {
      const text = mesa.plain(`${option.textContent} ${option.dataset.text}`);
      option.hidden = !words.every((word) => text.includes(word));
    }
    this.querySelector("[data-nothing]").hidden = shown().length > 0;
    go(shown()[0]);
  });
  find.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) go(shown().at((shown().indexOf(current) + step) % shown().length));
    else if (event.key === "Enter") pick();
    else return;
    event.preventDefault();
  });
  this.querySelector("[role=listbox]").addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    go(option);
    pick();
  });
  this.addEventListener("close", () => written?.focus());
  this.showModal();
  go(shown()[0]);
};

// -- blanks that nothing has filled are named before they are sent
document.addEventListener("input", ({ target }) => {
  const said = target.form?.querySelector("[data-left]");
  if (!said || target.tagName !== "TEXTAREA") return;
  const left = [...new Set(target.value.match(/\{[\p{L}\p{N}_]{1,40}\}/gu))];
  said.textContent = left.length ? said.dataset.words.replace("{}", left.join(", ")) : "";
});
