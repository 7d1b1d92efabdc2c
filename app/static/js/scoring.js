// The score sheet: number, slider and bands say the same; nothing is a mark until it is given.

const shortest = (value) => String(Math.round(value * 100) / 100);

function criterion(box, changed) {
  const mark = box.querySelector("[data-mark]");
  const slider = box.querySelector("[data-slider]");
  const unmarked = box.querySelector("[data-unmarked]");
  const step = Number(mark.step) || 1;
  slider.hidden = false;

  const bands = [...box.querySelectorAll("[data-band]")].map((item) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...item.childNodes);
    item.append(button);
    const low = Number(item.dataset.low), high = Number(item.dataset.high);
    const middle = Math.round((low + high) / 2 / step) * step;
    button.addEventListener("click", () => give(shortest(middle)));
    return { button, low, high, middle };
  });

  const show = () => {
    const value = mark.value === "" ? null : Number(mark.value);
    slider.toggleAttribute("data-unset", value === null);
    slider.value = value ?? 0;
    unmarked.hidden = value !== null;
    const within = bands.find(({ low, high }) => value !== null && value >= low && value <= high);
    for (const band of bands) band.button.setAttribute("aria-pressed", String(band === within));
    changed();
  };
  const give = (value) => { mark.value = value; mark.dispatchEvent(new Event("input", { bubbles: true })); };

  mark.addEventListener("input", show);
  slider.addEventListener("input", () => give(slider.value));
  slider.addEventListener("click", () => { if (mark.value === "") give(slider.value); });
  return { box, mark, give, bands, show };
}

export function scoring(sheet) {
  const sum = sheet.querySelector("[data-sum]");
  const done = sheet.querySelector("[data-done]");
  let rows = [];
  const total = () => {
    const given = rows.filter(({ mark }) => mark.value !== "");
    const hundredths = given.reduce((all, { mark }) => all + Math.round(Number(mark.value) * 100), 0);
    if (sum) sum.textContent = given.length ? shortest(hundredths / 100) : "–";
    if (done) done.textContent = done.dataset.words.replace("{done}", given.length).replace("{count}", rows.length);
  };
  rows = [...sheet.querySelectorAll("[data-criterion]")].map((box) => criterion(box, total));
  rows.forEach((row) => row.show());

  // 1–9 choose a band, j and k go down and up: only outside of text boxes and only within the sheet.
  sheet.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, [data-mark], input[type=text]")) return;
    const at = rows.findIndex(({ box }) => box.contains(event.target));
    const band = rows[at]?.bands[Number(event.key) - 1];
    if (band) rows[at].give(shortest(band.middle));
    else if (event.key === "j") rows[Math.min(at + 1, rows.length - 1)]?.box.querySelector("[data-slider]").focus();
    else if (event.key === "k") rows[Math.max(at - 1, 0)]?.box.querySelector("[data-slider]").focus();
    else return;
    event.preventDefault();
  });
}

/** A click adds a phrase to the end of the comment. */
export function phrases(chips) {
  const area = document.getElementById(chips.dataset.target);
  if (!area) return;
  chips.hidden = false;
  chips.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    area.value = [area.value.trim().replace(/[。；;.]$/, ""), button.textContent].filter(Boolean).join("；") + "。";
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
}
