// Files: sent one by one as soon as they are chosen, dropped or pasted; the form waits for those on their way (mesa.send).
{
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  function fitSize(octets) { // as `formats.size` writes it
    if (octets < 1000) return `${octets}\u00a0B`;
    const [value, unit] = octets < 1e6 ? [octets / 1000, "kB"] : [octets / 1e6, "MB"];
    const digits = { maximumFractionDigits: value >= 10 ? 0 : 1 };
    return `${value.toLocaleString(document.documentElement.lang, digits)}\u00a0${unit}`;
  }

  function send(zone, file, name = file.name) {
    const list = zone.parentElement.querySelector("[data-uploaded]");
    const entry = make("span", { className: "file" });
    const bar = make("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", name);
    const remove = make("button", { type: "button", textContent: "×", className: "file-remove" });
    remove.setAttribute("aria-label", list.dataset.remove.replace("{}", name));
    entry.append(make("span", { textContent: name }), bar, remove);
    list.append(entry);
    const request = new XMLHttpRequest();
    request.open("POST", `/attachments?form=${encodeURIComponent(zone.dataset.upload)}`);
    request.setRequestHeader("X-File-Name", encodeURIComponent(name));
    request.upload.onprogress = (event) => (bar.value = event.loaded / event.total);
    request.onerror = () => fail(zone, entry, name);
    request.onabort = () => entry.remove();
    entry.upload = new Promise((done) => (request.onloadend = done));
    remove.onclick = () => request.readyState < 4 && request.abort();
    request.onload = () => {
      const isOurs = request.getResponseHeader("Content-Type")?.startsWith("application/json"); // a proxy's answer is not
      const answer = isOurs ? JSON.parse(request.responseText) : {};
      if (request.status !== 201) return fail(zone, entry, name, answer.problem);
      bar.replaceWith(make("span", { textContent: fitSize(file.size) }));
      remove.dataset.discard = answer.id;
      zone.dispatchEvent(new Event("input", { bubbles: true })); // the draft remembers that there are files
    };
    request.send(file);
  }
  function fail(zone, entry, name, problem) {
    entry.textContent = problem ? `${name}: ${problem}` : zone.dataset.failed.replace("{}", name);
    entry.classList.add("is-failed");
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-discard]");
    if (!button) return;
    const { ok, status } = await fetch(`/attachments/${button.dataset.discard}`, { method: "DELETE" });
    if (ok || status === 404) button.parentElement.remove();
  });
  document.addEventListener("change", (event) => {
    const zone = event.target.closest?.("[data-upload]");
    if (!zone || event.target.type !== "file") return;
    [...event.target.files].forEach((file) => send(zone, file));
    event.target.value = "";
  });
  document.addEventListener("dragover", (event) => {
    const zone = event.target.closest?.("[data-upload]");
    document.querySelectorAll(".drop.is-over").forEach((other) => other !== zone && other.classList.remove("is-over"));
    if (!zone) return;
    event.preventDefault();
    zone.classList.add("is-over");
  });
  document.addEventListener("drop", (event) => {
    const zone = event.target.closest?.("[data-upload]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.remove("is-over");
    [...event.dataTransfer.files].forEach((file) => send(zone, file));
  });
  // a picture of the screen has no name of its own: browsers call all of them image.png
  const pastedName = (zone, file) =>
    file.name === "image.png" ? `${zone.dataset.pasted} ${new Date().toTimeString().slice(0, 8).replaceAll(":", ".")}.png` : file.name;
  document.addEventListener("paste", (event) => {
    const form = event.target.closest?.("form") ?? document;
    const zone = event.target.closest?.(".document") ? null : form.querySelector("[data-upload]:not(.document *)");
    if (zone?.getClientRects().length) [...event.clipboardData.files].forEach((file) => send(zone, file, pastedName(zone, file)));
  });
}
