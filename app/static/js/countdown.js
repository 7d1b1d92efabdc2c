// Counts down to a deadline by the server's clock, so that a wrong PC clock misleads nobody.
const DAY = 86400000;
const SPOKEN = [DAY, 3600000, 600000, 60000];

const two = (n) => String(n).padStart(2, "0");

/** "2 d 04:12:09": whole days, then the clock; on the last day the clock alone. */
export function remaining(left, { wordsLeft, wordsToday }) {
  const seconds = Math.max(0, Math.floor(left / 1000));
  const clock = [3600, 60, 1].map((unit, i) => two(Math.floor(seconds / unit) % (i ? 60 : 24))).join(":");
  const days = Math.floor(seconds / 86400);
  return (days ? wordsLeft : wordsToday).replace("{d}", days).replace("{t}", clock);
}

export function countdown(element) {
  const { deadline, now, wordsClosed } = element.dataset;
  const end = Date.parse(deadline);
  const offset = Date.parse(now) - performance.timeOrigin - performance.getEntriesByType("navigation")[0].responseStart;
  const shown = element.querySelector("[data-left]");
  const spoken = element.querySelector("[data-spoken]");
  const tag = element.querySelector("[data-tone]");
  let before = Infinity;

  const tick = () => {
    const left = end - (performance.timeOrigin + performance.now() + offset);
    shown.textContent = left <= 0 ? wordsClosed : remaining(left, element.dataset);
    tag.classList.toggle("bad", left > 0 && left < 3600000);
    tag.classList.toggle("warn", left >= 3600000 && left < 3 * DAY);
    tag.classList.toggle("info", left >= 3 * DAY);
    if (left <= 0 ? before > 0 : SPOKEN.some((mark) => before > mark && left <= mark && before < Infinity)) {
      spoken.textContent = shown.textContent;
    }
    before = left;
    if (left <= 0) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
}
