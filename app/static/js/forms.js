// Forms: one submission per click, a warning before unsaved changes are lost, a question before a grave act.

/** Sends a form once; the pressed button's name and value still travel. */
export function once(form) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    const button = event.submitter;
    setTimeout(() => button?.setAttribute("aria-disabled", "true"));
    setTimeout(() => { delete form.dataset.sent; button?.removeAttribute("aria-disabled"); }, 15000);
  });
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    const main = form.querySelector("[data-shortcut=submit]");
    if (main) { event.preventDefault(); form.requestSubmit(main); }
  });
}

/** Lets the browser ask before a page with changed fields is left. */
export function leaving(form) {
  let changed = false;
  const mark = () => { changed = true; };
  form.addEventListener("input", mark);
  form.addEventListener("submit", (event) => { if (!event.defaultPrevented) changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

/** Asks in the page's own dialog, then sends the form with the same button. */
export function confirmed(form) {
  const dialog = document.getElementById("confirm");
  if (!dialog?.showModal) return;
  let agreed = false;
  form.addEventListener("submit", (event) => {
    if (agreed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    dialog.querySelector("p").textContent = form.dataset.confirm;
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      agreed = true;
      form.requestSubmit(button);
      agreed = false;
    }, { once: true });
    dialog.returnValue = "";
    dialog.showModal();
    dialog.querySelector("[value=no]").focus();
  }, { capture: true });
}
