// The desk's own colour and mark in their form: how well the colour can be read, and the image made small, at once.
{
  const isColour = (text) => /^#[0-9a-f]{6}$/i.test(text);

  // as services/brand.py counts it
  function contrast(colour) {
    const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
    const linear = channels.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05);
  }

  function judge(row) {
    const [text, picker] = row.querySelectorAll("input");
    const told = row.parentElement.querySelector(".brand-contrast");
    if (!isColour(text.value)) return void (told.textContent = "");
    picker.value = text.value.toLowerCase();
    const value = contrast(text.value);
    const good = value >= Number(row.dataset.readable);
    told.dataset.tone = good ? "ok" : "bad";
    const number = value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    told.textContent = told.dataset[good ? "good" : "bad"].replace("{}", `${number}\u00a0:\u00a01`);
  }

  document.addEventListener("input", ({ target }) => {
    const row = target.closest?.(".brand-colour");
    if (!row) return;
    const [text] = row.querySelectorAll("input");
    if (target !== text) {
      text.value = target.value;
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    judge(row);
  });

  const read = (file) =>
    new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.onerror = failed;
      reader.readAsDataURL(file);
    });

  // what is too large to go out with every page is drawn anew, as small as it is seen
  async function small(file, side, largest) {
    const address = await read(file);
    if (address.length <= largest || file.type === "image/svg+xml") return address;
    const image = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.max(image.width, image.height));
    const canvas = Object.assign(document.createElement("canvas"), {
      width: Math.max(1, Math.round(image.width * scale)),
      height: Math.max(1, Math.round(image.height * scale)),
    });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const drawn = canvas.toDataURL("image/png");
    return drawn.length <= largest ? drawn : canvas.toDataURL("image/webp", 0.85);
  }

  function show(place, address) {
    const [kept, sight] = [place.querySelector("[type=hidden]"), place.querySelector("img")];
    kept.value = address;
    sight.hidden = place.querySelector("[data-without]").hidden = !address;
    if (address) sight.src = address;
    kept.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("change", async ({ target }) => {
    const place = target.closest?.(".brand-logo");
    if (!place || !target.files?.length) return;
    const address = await small(target.files[0], Number(place.dataset.side), Number(place.dataset.largest)).catch(() => "data:,");
    target.value = "";
    show(place, address);
  });
  document.addEventListener("click", ({ target }) => {
    const without = target.closest("[data-without]");
    if (without) show(without.closest(".brand-logo"), "");
  });
}
