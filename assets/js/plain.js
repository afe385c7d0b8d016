// The board as a plain page: asks for itself again from time to time, and says so when it cannot, or has grown old.
(() => {
  const [EVERY, OLD] = [30_000, 180_000]; // ms
  const chosen = /(?:^|; )mesa-theme=(dark|light)/.exec(document.cookie)?.[1];
  const isDark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.body.classList.toggle("body--dark", isDark);

  let skew = 0; // ms that the server's clock is ahead of ours
  const place = () => document.querySelector("[data-told]");
  function judge() {
    const told = Number(place().dataset.told);
    const isOld = Date.now() + skew - told > OLD;
    document.body.dataset.known = isOld ? "stale" : "live";
    if (!isOld) return;
    const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(told);
    place().querySelector('[data-at="stale"]').textContent = place().dataset.old.replace("{}", when);
  }
  // The reader stays where he is, and what he has unfolded or folded stays so, as on the live page (rows.js).
  const parts = (row) => (row ? [row, ...row.querySelectorAll("a, summary")] : []);
  function show(fresh) {
    const [old, focused] = [place(), document.activeElement];
    const again = (row) => row && fresh.querySelector(`[data-row="${row.dataset.row}"]`);
    for (const group of old.querySelectorAll("details[data-row]")) {
      const same = again(group);
      if (same?.dataset.opens === group.dataset.opens) same.open = group.open;
    }
    const row = old.contains(focused) ? focused.closest("[data-row]") : null;
    old.replaceWith(fresh);
    parts(again(row))[parts(row).indexOf(focused)]?.focus({ preventScroll: true });
  }
  async function look() {
    if (document.hidden) return;
    const answer = await fetch(location.href, { cache: "no-cache" }).catch(() => null);
    if (answer?.ok && place()) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-told]");
      if (answer.headers.has("date")) skew = Date.parse(answer.headers.get("date")) - Date.now();
      if (fresh && fresh.dataset.told !== place().dataset.told) show(fresh);
    }
    judge();
  }
  document.addEventListener("DOMContentLoaded", judge);
  document.addEventListener("visibilitychange", look);
  setInterval(look, EVERY);
})();
