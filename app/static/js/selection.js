// Rows ticked in a table, with their number, sum and the sum in words.
import { grouped, inWords } from "./money.js";

export function selection(box) {
  const summary = box.querySelector("[data-summary]");
  const boxes = [...box.querySelectorAll("tbody input[type=checkbox]:not(:disabled)")];
  const all = box.querySelector("[data-all]");
  if (!boxes.length || (!summary && box.parentElement.closest("[data-module~=selection]"))) return;

  const show = () => {
    const chosen = boxes.filter((tick) => tick.checked);
    const sum = chosen.reduce((total, tick) => total + Number(tick.dataset.fen || 0), 0);
    boxes.forEach((tick) => tick.closest("tr").classList.toggle("on", tick.checked));
    if (all) {
      all.checked = chosen.length === boxes.length;
      all.indeterminate = chosen.length > 0 && !all.checked;
    }
    if (!summary) return;
    const { words, wordsNone } = summary.dataset;
    summary.textContent = chosen.length ? words.replace("{n}", chosen.length).replace("{sum}", grouped(sum)) : wordsNone;
    box.querySelector("[data-in-words]").textContent = chosen.length && sum && document.documentElement.lang.startsWith("zh") ? inWords(sum) : "";
    box.querySelector("[data-clear]").hidden = !chosen.length;
  };
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => { boxes.forEach((tick) => { tick.checked = all.checked; }); show(); });
  }
  box.querySelector("[data-clear]")?.addEventListener("click", () => { boxes.forEach((tick) => { tick.checked = false; }); show(); });
  let last = null;
  for (const tick of boxes) {
    tick.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(tick)].sort((a, b) => a - b);
        boxes.slice(from, to + 1).forEach((between) => { between.checked = tick.checked; });
      }
      last = tick;
      show();
    });
  }
  show();
}
