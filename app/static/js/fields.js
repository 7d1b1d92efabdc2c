// Single fields: characters counted, files checked before they travel.

const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

export function counter(area) {
  const shown = area.parentElement.querySelector("[data-counter]");
  const most = Number(area.dataset.limit);
  const show = () => {
    const n = [...area.value].length;
    shown.textContent = fill(n > most ? area.dataset.wordsOver : area.dataset.wordsLeft, { n: n > most ? n - most : n, max: most });
    shown.classList.toggle("over", n > most);
  };
  area.addEventListener("input", show);
  show();
}

const readable = (bytes) => bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;

export function upload(box) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-chosen]");
  const limit = Number(box.dataset.limit);
  const accepted = input.accept ? input.accept.toLowerCase().split(",").map((ending) => ending.trim()) : [];

  const fault = (file) => {
    const facts = { name: file.name, limit, accept: accepted.join(" ") };
    if (!file.size) return fill(box.dataset.wordsEmpty, facts);
    if (file.size > limit * 1048576) return fill(box.dataset.wordsBig, facts);
    if (accepted.length && !accepted.some((ending) => file.name.toLowerCase().endsWith(ending))) return fill(box.dataset.wordsType, facts);
    return "";
  };
  input.addEventListener("change", () => {
    const faults = [];
    list.replaceChildren(...[...input.files].map((file) => {
      const row = document.createElement("li");
      const wrong = fault(file);
      row.textContent = wrong || `${file.name}　${readable(file.size)}`;
      if (wrong) { row.className = "wrong"; faults.push(wrong); }
      return row;
    }));
    if (faults.length) input.value = "";
  });
  for (const [name, on] of [["dragenter", true], ["dragleave", false], ["drop", false]]) {
    input.addEventListener(name, () => input.classList.toggle("drop", on));
  }
}
