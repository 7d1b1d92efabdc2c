// Starts a module for each element that names one: <form data-module="unsaved submit">.
// Every page works without this file; nothing here decides anything.
import { countdown } from "./countdown.js";
import { confirmed, leaving, once } from "./forms.js";
import { budgetGrid } from "./budget_grid.js";
import { phrases, scoring } from "./scoring.js";
import { counter, upload } from "./fields.js";
import { selection } from "./selection.js";
import { copy, focus, menu, print } from "./small.js";

const MODULES = {
  countdown, scoring, phrases, counter, upload, selection, copy, focus, menu, print,
  budget_grid: budgetGrid, confirm: confirmed, unsaved: leaving, submit: once,
};

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) MODULES[name]?.(element);
}
