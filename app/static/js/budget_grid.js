// The budget sheet: live amounts, sums and caps, rows added and removed, keys and paste of a spreadsheet.
// All of it is a preview: the server computes again.
import { fen, grouped, parts, times } from "./money.js";

const COLUMNS = ["category", "item", "basis", "price", "quantity", "unit", "source"];
const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
const cell = (row, name) => row.querySelector(`[data-col=${name}]`);

export function amountOf(price, quantity) {
  const p = fen(price), q = parts(quantity);
  return p === null || q === null ? 0 : times(p, q);
}

/** Both ways out of an exceeded cap, in fen: transfer leaves the base alone, a cut shrinks it too. */
export function waysOut(amount, base, percent) {
  const p = Math.round(percent * 100);
  return {
    transfer: Math.ceil((amount * 10000 - p * base) / 10000),
    cut: p >= 10000 ? 0 : Math.ceil((amount * 10000 - p * base) / (10000 - p)),
  };
}

export function budgetGrid(root) {
  const words = root.dataset;
  const body = root.querySelector("tbody");
  const said = root.querySelector("[data-said]");
  const undo = root.querySelector("[data-undo]");
  const granted = words.granted.split(" ");
  const rows = () => [...body.querySelectorAll("[data-row]")];
  const blank = rows()[0]?.cloneNode(true);
  let serial = rows().length;
  let removed = null;
  if (!blank) return;
  empty(blank);

  function empty(row) {
    row.className = "";
    row.querySelectorAll("input").forEach((input) => { input.value = ""; input.removeAttribute("value"); });
    row.querySelectorAll("select").forEach((select) => { select.selectedIndex = 0; [...select.options].forEach((o, i) => o.toggleAttribute("selected", i === 0)); });
    row.querySelectorAll("[aria-invalid]").forEach((c) => c.removeAttribute("aria-invalid"));
    row.querySelector("[data-amount]").textContent = "";
  }

  function number(row, n) {
    row.querySelectorAll("[name]").forEach((field) => {
      for (const key of ["name", "id"]) {
        field[key] = field[key].replace(new RegExp(`^${words.prefix}-\\d+`), `${words.prefix}-${n}`);
      }
    });
    row.querySelectorAll("[aria-label]").forEach((field) => {
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+/, n + 1));
    });
  }

  function add(values = {}) {
    const row = blank.cloneNode(true);
    number(row, serial);
    serial += 1;
    for (const [name, value] of Object.entries(values)) if (cell(row, name)) cell(row, name).value = value;
    body.append(row);
    ready(row);
    return row;
  }

  function ready(row) {
    const button = row.querySelector("[data-remove]");
    button.hidden = false;
    button.addEventListener("click", () => {
      const neighbour = row.nextElementSibling ?? row.previousElementSibling;
      removed = { row, next: row.nextSibling };
      if (rows().length === 1) add();
      row.remove();
      undo.hidden = false;
      say(words.wordsRemoved);
      (neighbour?.querySelector("select, input") ?? undo).focus();
      changed();
    });
  }

  function restore() {
    if (!removed) return;
    body.insertBefore(removed.row, removed.next?.parentNode === body ? removed.next : null);
    cell(removed.row, "item").focus();
    removed = null;
    undo.hidden = true;
    say("");
    changed();
  }

  const say = (text) => { said.textContent = text; };
  const changed = () => root.dispatchEvent(new Event("input", { bubbles: true }));

  function sums() {
    const found = { granted: 0, own: 0, whole: 0, lines: [] };
    for (const row of rows()) {
      const amount = amountOf(cell(row, "price").value, cell(row, "quantity").value);
      const grant = granted.includes(cell(row, "source").value);
      found[grant ? "granted" : "own"] += amount;
      found.whole += amount;
      found.lines.push({ row, amount, grant, category: cell(row, "category").value });
      row.querySelector("[data-amount]").textContent = amount ? grouped(amount) : "";
    }
    return found;
  }

  function show() {
    const found = sums();
    for (const name of ["granted", "own", "whole"]) {
      const shown = root.querySelector(`[data-total=${name}]`);
      if (shown) shown.textContent = `¥${grouped(found[name])}`;
    }
    found.lines.forEach(({ row }) => row.classList.remove("over"));
    const alerts = [...root.querySelectorAll("[data-cap]")].map((cap) => showCap(cap, found)).filter(Boolean);
    const limit = Number(words.limit);
    if (limit && found.granted > limit) {
      alerts.unshift(alertBox(fill(words.wordsLimit, { limit: grouped(limit), over: grouped(found.granted - limit) }), [], []));
    }
    root.querySelector("[data-alerts]").replaceChildren(...alerts);
  }

  function showCap(cap, found) {
    const { label, percent, of, categories } = cap.dataset;
    const counts = (line) => categories.split(" ").includes(line.category) && (of === "total" || line.grant);
    const lines = found.lines.filter(counts);
    const amount = lines.reduce((sum, line) => sum + line.amount, 0);
    const base = of === "total" ? found.whole : found.granted;
    const share = base ? amount * 100 / base : 0;
    const over = amount * 100 > base * Number(percent);
    const meter = cap.querySelector(".cap");
    const whole = Number(percent) <= 50 && share <= 50 ? 50 : 100;
    meter.classList.toggle("over", over);
    meter.querySelector(".m1").setAttribute("width", (Math.min(share, whole) * 240 / whole).toFixed(1));
    meter.querySelector(".m2").setAttribute("x", (Math.min(percent, whole) * 240 / whole - 1).toFixed(1));
    const text = `${share.toFixed(1)}%　${fill(words.wordsCap, { n: percent })}`;
    meter.querySelector(".cap-text").textContent = (over ? "! " : "") + text;
    meter.querySelector("svg").setAttribute("aria-label", `${label} ${text}`);
    if (!over) return null;
    lines.forEach((line) => line.row.classList.toggle("over", line.amount > 0));
    const { transfer, cut } = waysOut(amount, base, Number(percent));
    const facts = {
      label, cap: percent, share: share.toFixed(1), base: of === "total" ? words.wordsTotal : words.wordsGrant,
      transfer: grouped(transfer), cut: grouped(cut), amount: grouped(amount - cut),
    };
    const sentences = [fill(words.wordsWays, facts), fill(words.wordsLeaves, { ...facts, base: grouped(base - cut) })];
    const largest = lines.reduce((most, line) => (line.amount > most.amount ? line : most), lines[0]);
    const acts = cut && largest.amount >= cut ? [
      [words.wordsMove, () => move(largest.row, largest.amount, transfer, label)],
      [words.wordsCut, () => setAmount(largest.row, largest.amount - cut)],
    ] : [];
    return alertBox(fill(words.wordsOver, facts), sentences, acts);
  }

  // Whole fen keep any amount exact: the line becomes one piece at the new price.
  function setAmount(row, amount) {
    cell(row, "price").value = grouped(amount);
    cell(row, "quantity").value = "1";
    cell(row, "price").focus();
    changed();
  }

  function move(row, amount, transfer, label) {
    const fresh = add({ price: grouped(transfer), quantity: "1", unit: cell(row, "unit").value, source: cell(row, "source").value, basis: fill(words.wordsMoved, { label }) });
    setAmount(row, amount - transfer);
    const select = cell(fresh, "category");
    const own = cell(row, "category").value;
    const capped = new Set([...root.querySelectorAll("[data-cap]")].flatMap((cap) => cap.dataset.categories.split(" ")));
    const choices = [...select.options].map((option) => option.value);
    const free = choices.findIndex((value) => value && !capped.has(value));
    const other = free >= 0 ? free : choices.findIndex((value) => value && value !== own);
    if (other >= 0) select.selectedIndex = other;
    select.focus();
    changed();
  }

  function sign() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [name, value] of Object.entries({ class: "icon", width: 20, height: 20, "aria-hidden": "true" })) svg.setAttribute(name, value);
    const use = document.createElementNS(svg.namespaceURI, "use");
    use.setAttribute("href", words.icon);
    svg.append(use);
    return svg;
  }

  function alertBox(title, sentences, acts) {
    const box = document.createElement("div");
    box.className = "alert warn";
    const inner = document.createElement("div");
    for (const [i, text] of [title, ...sentences].entries()) {
      const p = document.createElement("p");
      if (i === 0) { const b = document.createElement("b"); b.textContent = text; p.append(b); } else p.textContent = text;
      if (i === 2) p.className = "hint";
      inner.append(p);
    }
    if (acts.length) {
      const line = document.createElement("p");
      line.className = "acts mt-s";
      for (const [text, act] of acts) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn s";
        button.textContent = text;
        button.addEventListener("click", act);
        line.append(button);
      }
      inner.append(line);
    }
    box.append(sign(), inner);
    return box;
  }

  function keys(event) {
    const field = event.target.closest("[data-col]");
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && removed && !field?.value) { event.preventDefault(); return restore(); }
    if (!field) return;
    const all = rows(), at = all.indexOf(field.closest("[data-row]"));
    const go = (row) => { const next = row && cell(row, field.dataset.col); next?.focus(); next?.select?.(); };
    if (event.key === "Enter") {
      event.preventDefault();
      go(event.ctrlKey || event.metaKey || at === all.length - 1 ? add() : all[at + 1]);
    } else if (!field.matches("select") && event.key === "ArrowDown") { event.preventDefault(); go(all[at + 1]); }
    else if (!field.matches("select") && event.key === "ArrowUp") { event.preventDefault(); go(all[at - 1]); }
    else if (event.key === "ArrowRight" && field.selectionStart === field.value.length || event.key === "ArrowLeft" && field.selectionEnd === 0) {
      const cells = COLUMNS.map((name) => cell(all[at], name));
      const next = cells[cells.indexOf(field) + (event.key === "ArrowRight" ? 1 : -1)];
      if (next && !field.matches("select")) { event.preventDefault(); next.focus(); }
    }
  }

  /** A block copied from a spreadsheet fills cells to the right and below; what cannot be read stays as it was. */
  function paste(event) {
    const field = event.target.closest("[data-col]");
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!field || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const first = rows().indexOf(field.closest("[data-row]")), left = COLUMNS.indexOf(field.dataset.col);
    let n = 0, bad = 0;
    text.split(/\r?\n/).forEach((line, down) => {
      const row = rows()[first + down] ?? add();
      line.split("\t").slice(0, COLUMNS.length - left).forEach((value, right) => {
        if (put(cell(row, COLUMNS[left + right]), value.trim())) n += 1; else bad += 1;
      });
    });
    say(fill(words.wordsPasted, { n, bad }));
    changed();
  }

  function put(field, value) {
    if (field.matches("select")) {
      const found = [...field.options].find((option) => option.text.trim() === value || option.value === value);
      if (!found) return false;
      field.value = found.value;
      return true;
    }
    const number = field.dataset.col === "price" ? fen(value) : field.dataset.col === "quantity" ? parts(value) : 0;
    if (number === null && value) { field.setAttribute("aria-invalid", "true"); return false; }
    field.removeAttribute("aria-invalid");
    field.value = value;
    return true;
  }

  rows().forEach(ready);
  root.querySelectorAll("[data-plain]").forEach((element) => { element.hidden = true; });
  const addButton = root.querySelector("[data-add]");
  addButton.hidden = false;
  addButton.addEventListener("click", () => { cell(add(), "category").focus(); });
  undo.addEventListener("click", restore);
  body.addEventListener("keydown", keys);
  body.addEventListener("paste", paste);
  // Not "change": it comes between press and release of an alert's button and would replace it.
  root.addEventListener("input", show);
  show();
}
