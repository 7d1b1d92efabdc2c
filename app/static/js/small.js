// Small conveniences of single elements.

export function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

export function copy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const words = button.querySelector("span");
  const before = words.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.text);
    words.textContent = button.dataset.wordsDone;
    setTimeout(() => { words.textContent = before; }, 2500);
  });
}

/** The error summary is read first, and its links put the cursor into the field. */
export function focus(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const target = document.getElementById(event.target.closest("a")?.hash.slice(1) ?? "");
    if (!target) return;
    event.preventDefault();
    (target.closest(".field") ?? target).scrollIntoView({ block: "center" });
    (target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea"))?.focus({ preventScroll: true });
  });
}

/** A folded menu closes on Escape and when one clicks beside it. */
export function menu(details) {
  document.addEventListener("click", (event) => { if (!details.contains(event.target)) details.open = false; });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
}
