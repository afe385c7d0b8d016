// The board on a page: one message brings a change to all that show the same, and beats say that what is shown is true.
(() => {
  const LATE = 8000; // ms without a beat, of which there is one every two seconds: what is shown may be wrong now
  const LOST = 3000; // the same, when the line broke for all to see

  let known = null; // the place on the page that the rest is about
  let version, missed, heard, skew, lostAt;
  const board = (mesa.board = {
    place: () => document.querySelector("[data-board]"),
    at: (name) => known?.querySelector(`[data-at="${name}"]`),
    put: (element, text) => element && element.textContent !== text && (element.textContent = text),
    // by a clock that only runs forward, and by one that runs asleep
    age: () => Math.max(performance.now() - heard.passed, Date.now() - heard.date),
    isLate: () => board.age() > LATE,
    time: () => new Date(Date.now() + (skew ?? 0)),
    clock: (date) => board.words(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    words: (date, options) =>
      new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: known.dataset.zone, ...options }).format(date),
    changed: () => {},
    reload: () => location.reload(),
  });

  function meet() {
    const place = board.place();
    if (place === known) return;
    known = place;
    if (!place) return delete document.body.dataset.known;
    version = Number(place.dataset.version);
    [missed, skew, lostAt] = [0, null, null];
    heard = { passed: performance.now(), date: Date.now() };
  }
  function tell() {
    meet();
    if (!known) return;
    const limit = window.socket?.connected ? LATE : LOST;
    const isLive = skew !== null && board.age() <= limit;
    if (isLive) lostAt = null;
    else if (board.age() > limit) lostAt ??= board.time();
    document.body.dataset.known = isLive ? "live" : lostAt ? "stale" : "joining";
    if (isLive) board.put(board.at("age"), known.dataset.live.replace("{}", Math.round(board.age() / 1000)));
    if (!lostAt) return;
    const told = skew === null ? new Date(Number(known.dataset.told)) : new Date(heard.date + skew);
    board.put(board.at("stale"), known.dataset.since.replace("{since}", board.clock(lostAt)).replace("{data}", board.clock(told)));
  }

  function listen() {
    const line = window.socket;
    if (!line) return setTimeout(listen, 50);
    line.on("beat", (beat) => {
      meet();
      if (!known) return;
      heard = { passed: performance.now(), date: Date.now() };
      skew = beat.at - Date.now();
      missed = beat.version === version ? 0 : missed + 1;
      if (missed > 2) board.reload();
      tell();
    });
    line.on("board", (change) => {
      meet();
      // What came in between is missing otherwise: beats of another version will have the page loaded anew.
      if (!known || !(change.whole || change.version === version + 1)) return;
      version = change.version;
      mesa.rows(change.lists);
      board.changed();
    });
  }
  board.meet = meet;
  listen();
  setInterval(tell, 500);
})();
