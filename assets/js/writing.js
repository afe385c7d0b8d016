// Texts that somebody writes: their drafts are never late, and what arrived meanwhile can be looked at.

// -- drafts: handed over before their form can go away
const unkept = new Set();
document.addEventListener("input", ({ target }) => target.form?.matches("[data-drafts]") && unkept.add(target.form));
function keepAll() {
  unkept.forEach((form) => form.dispatchEvent(new Event("keep")));
  unkept.clear();
}
document.addEventListener("change", keepAll);
document.addEventListener("visibilitychange", keepAll);
addEventListener("pagehide", keepAll);
addEventListener("popstate", keepAll, true);

// -- "Ver": to the first line that its writer has not seen
mesa.look = (button) => {
  const lines = [...document.querySelectorAll(".thread > [data-seq]")];
  const first = lines.find((line) => Number(line.dataset.seq) > Number(button.dataset.seen));
  if (first) first.scrollIntoView({ block: "center" });
  else document.getElementById("tab-conversation")?.click();
};
