// The queue: rows are chosen by X, by their box, or a range of them with Shift; the server hears which ones.
const boxes = () => [...document.querySelectorAll(".queue-rows .queue-box")];
let lastBox = null;
function choose(box, checked, toLast) {
  const all = boxes();
  const [from, to] = [all.indexOf(lastBox), all.indexOf(box)];
  const range = toLast && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
  for (const one of range) one.checked = checked;
  lastBox = box;
  tellChosen();
}
function tellChosen() {
  const chosen = boxes().filter((box) => box.checked).map((box) => Number(box.value));
  document.querySelector(".queue-rows")?.dispatchEvent(new CustomEvent("chosen", { detail: chosen }));
}
HTMLDivElement.prototype.mesaChoose = (ids) => {
  for (const box of boxes()) box.checked = !ids || ids.includes(Number(box.value));
  tellChosen();
};
document.addEventListener("click", (event) => {
  if (event.target.matches(".queue-box")) return choose(event.target, event.target.checked, event.shiftKey);
  const row = event.target.closest("a.queue-row");
  if (!row || !event.shiftKey) return;
  event.preventDefault(); // no new window
  event.stopPropagation();
  lastBox ??= document.querySelector(".queue-row[aria-current]")?.parentElement.querySelector(".queue-box");
  choose(row.parentElement.querySelector(".queue-box"), true, true);
}, true);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const item = document.activeElement?.closest(".queue-item");
  if (event.key.toLowerCase() === "x" && item) {
    const box = item.querySelector(".queue-box");
    event.preventDefault();
    event.stopPropagation();
    choose(box, event.shiftKey || !box.checked, event.shiftKey);
  } else if (event.key === "Escape" && boxes().some((box) => box.checked) && !event.target.closest("dialog, input:not(.queue-box), textarea, .menu-wrap[open]")) {
    document.querySelector(".bulk-bar").mesaChoose([]);
  }
}, true);
