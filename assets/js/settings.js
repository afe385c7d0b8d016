// Settings: a card counts what is unsaved in it, and is drawn anew only where nothing is, so that nothing typed is lost.
{
  const PATIENCE = 3000; // milliseconds
  let focused = "";

  function isChanged(control) {
    if (!control.name || control.matches("button, fieldset")) return false;
    if (control.matches("[type=checkbox], [type=radio]")) return control.checked !== control.defaultChecked;
    if (control.matches("select")) {
      const first = [...control.options].findIndex((option) => option.defaultSelected);
      return control.selectedIndex !== Math.max(0, first);
    }
    return control.value !== (control.dataset.default ?? control.defaultValue); // a hidden one has no default of its own
  }

  function count(form) {
    const names = new Set([...form.elements].filter(isChanged).map((control) => control.name));
    const changes = names.size || (form.hasAttribute("data-edited") ? 1 : 0);
    if (changes) form.dataset.changes = changes;
    else delete form.dataset.changes;
    const words = form.querySelector("[data-many]");
    if (!words) return; // the foot is still being drawn, and counts when it is
    words.textContent = changes === 1 ? words.dataset.one : words.dataset.many.replace("{}", changes);
    form.querySelector("[data-send]").disabled = !changes;
  }

  function askFresh(form) {
    focused = form.contains(document.activeElement) ? (document.activeElement.name ?? "") : "";
    form.inert = true; // until it is drawn anew, which takes as long as a message there and back
    setTimeout(() => (form.inert = false), PATIENCE);
    form.dispatchEvent(new Event("fresh"));
  }

  for (const type of ["input", "change"])
    document.addEventListener(type, ({ target }) => target.form?.matches("[data-settings]") && count(target.form));
  document.addEventListener("reset", ({ target }) => target.matches("[data-settings]") && askFresh(target));

  const methods = HTMLFormElement.prototype;
  methods.mesaCount = function () {
    requestAnimationFrame(() => count(this));
  };
  // something else is stored now: told by what is drawn already, where somebody is changing it
  methods.mesaStored = function () {
    if (!this.dataset.changes) askFresh(this);
  };
  // what was sent is stored now: the form starts from it
  methods.mesaSaved = function () {
    for (const control of this.elements) {
      const value = this.sent?.[control.name];
      if (control.matches("[type=checkbox]")) control.defaultChecked = value !== undefined;
      else if (control.matches("[type=radio]")) control.defaultChecked = value === control.value;
      else if (control.matches("select")) for (const option of control.options) option.defaultSelected = option.value === value;
      else if (control.matches("[data-default]")) control.dataset.default = value;
      else if (value !== undefined && !control.matches("button")) control.defaultValue = value;
    }
    this.removeAttribute("data-edited");
    count(this);
    if (!this.dataset.changes) askFresh(this);
  };
  methods.mesaFresh = function () {
    if (focused) this.elements[focused]?.focus?.({ preventScroll: true });
    focused = "";
  };
}
