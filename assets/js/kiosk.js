// A board on a wall. Nobody touches it: it has to heal by itself, to stay awake, to fit and not to burn in.
(() => {
  const TURN = 12_000; // ms for which a page is shown where not all fits
  const SHIFTS = [[0, 0], [4, -2], [8, 0], [6, 4], [0, 8], [-4, 6], [-8, 0], [-4, -6]]; // px, one a minute
  const { board } = mesa;
  let worst = null;

  function isNight(time) {
    const { nightFrom, nightTo } = board.place().dataset;
    if (!nightFrom) return false;
    const [hours, minutes] = time.split(":").map(Number);
    const [now, from, to] = [hours * 60 + minutes, Number(nightFrom), Number(nightTo)];
    return from <= to ? from <= now && now < to : now >= from || now < to;
  }
  function tick() {
    if (!board.place()) return;
    board.meet();
    const clock = board.clock(board.time());
    board.put(board.at("clock"), clock);
    board.put(board.at("date"), board.words(board.time(), { weekday: "long", day: "numeric", month: "long" }).replace(", ", " "));
    document.body.dataset.night = isNight(clock) ? "yes" : "no";
    const [x, y] = SHIFTS[Math.floor(Date.now() / 60_000) % SHIFTS.length];
    document.body.style.setProperty("--shift", `${x}px ${y}px`);
    if (board.isLate() && window.socket?.connected) window.socket.io.engine.close(); // it may be dead without knowing
  }

  // -- the line: taken up again soon, and the page loaded anew only when there is a server to give it
  function mind() {
    const line = window.socket;
    if (!line) return setTimeout(mind, 50);
    line.on("dark", () => {
      const place = board.place();
      place.innerHTML = "";
      place.className = "kiosk-dark";
      delete place.dataset.board;
    });
    line.off("connect_error"); // NiceGUI's loads the page when a server takes its time, and a browser's error would stay
    line.on("connect_error", (problem) => problem.message === "Implicit handshake failed" && board.reload());
    line.io.reconnectionDelayMax(2000);
    line.io.timeout(4000);
  }
  let isReloading = false;
  board.reload = async (again = false) => {
    if (isReloading && !again) return;
    isReloading = true;
    const ready = await fetch("/readyz", { cache: "no-store" }).then((answer) => answer.ok, () => false);
    ready ? location.reload() : setTimeout(board.reload, 1500, true);
  };

  // -- what does not fit: older updates go first, then pages take turns
  const starts = new Map();
  const isFull = (list) => list.scrollHeight > list.clientHeight + 1;
  function fit(list) {
    const cards = [...list.children];
    const older = [...list.querySelectorAll(".k-update:not(:first-child)")].reverse();
    for (const element of [...cards, ...older]) element.hidden = false;
    while (isFull(list) && older.length) older.shift().hidden = true;
    if (!isFull(list)) return starts.delete(list.id);
    const start = (starts.get(list.id) ?? 0) % cards.length;
    for (const card of cards) card.hidden = true;
    let next = start;
    do cards[next++].hidden = false;
    while (next < cards.length && !isFull(list));
    if (isFull(list) && next > start + 1) cards[--next].hidden = true;
    starts.set(list.id, start);
    list.next = next % cards.length;
  }
  const lists = () => document.querySelectorAll("[data-turns]");
  const fitAll = () => lists().forEach(fit);
  function turn() {
    for (const list of lists()) {
      if (!starts.has(list.id)) continue;
      starts.set(list.id, list.next);
      fit(list);
    }
  }

  // -- a sound when it gets worse, where it is wanted and the browser lets it
  function chime() {
    const sound = new AudioContext();
    [880, 660].forEach((pitch, index) => {
      const [tone, volume, start] = [sound.createOscillator(), sound.createGain(), sound.currentTime + index * 0.35];
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.25, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.9);
      tone.connect(volume).connect(sound.destination);
      tone.start(start);
      tone.stop(start + 1);
    });
  }
  board.changed = () => {
    const rank = Number(board.place().querySelector("[data-rank]")?.dataset.rank);
    if (worst !== null && rank > worst && "chimes" in board.place().dataset) chime();
    worst = rank;
    fitAll();
  };

  // -- awake
  let lock = null;
  async function stayAwake() {
    if (document.hidden || (lock && !lock.released)) return;
    lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    const hint = board.at("awake");
    if (hint) hint.hidden = Boolean(lock);
  }

  function begin() {
    if (!board.place()?.querySelector("[data-rank]")) return setTimeout(begin, 50);
    board.meet(); // a frame may be long in coming
    requestAnimationFrame(() => (tick(), board.changed()));
    stayAwake();
    document.fonts.ready.then(fitAll);
    setInterval(tick, 500);
    setInterval(turn, TURN);
    setInterval(stayAwake, 60_000);
    document.addEventListener("visibilitychange", stayAwake);
    addEventListener("resize", fitAll);
  }
  mind();
  begin();
})();
