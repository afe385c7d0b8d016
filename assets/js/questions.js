// Questions of a form: which are asked, and what is said to an answer, while somebody fills it in.
{
  function ask(form) {
    const values = mesa.values(form);
    // data-show-if: {field: [answers] or a pattern}; what is not asked has no answer for those after it
    for (const place of form.querySelectorAll("[data-show-if]")) {
      const holds = ([name, wanted]) => {
        const value = values[name] ?? "";
        return typeof wanted === "string" ? new RegExp(wanted).test(mesa.plain(value)) : wanted.includes(value);
      };
      place.hidden = !Object.entries(JSON.parse(place.dataset.showIf)).every(holds);
      if (place.hidden) place.querySelectorAll("[name]").forEach((control) => delete values[control.name]);
    }
  }
  // what of the form changed was not typed: whoever listens to it looks again, once it is drawn
  HTMLFormElement.prototype.mesaLook = function () {
    requestAnimationFrame(() => this.dispatchEvent(new Event("input", { bubbles: true })));
  };
  for (const type of ["input", "change"]) {
    document.addEventListener(type, ({ target }) => {
      const form = target.closest?.("form");
      if (form?.querySelector("[data-show-if]")) ask(form);
    });
  }
}
