// Amounts in whole fen; the server is the authority, these are previews.

/** "12,400.5" → 1240050; null when it is not an amount. */
export function fen(text) {
  const plain = String(text).normalize("NFKC").replace(/[,，\s¥￥元]/g, "");
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return null;
  const [whole, part = ""] = plain.split(".");
  return Number(whole) * 100 + Number(part.padEnd(2, "0"));
}

/** A quantity with up to four decimals, in ten-thousandths; null when it is not a number. */
export function parts(text) {
  const plain = String(text).normalize("NFKC").replace(/[,，\s]/g, "");
  if (!/^\d{1,8}(\.\d{1,4})?$/.test(plain)) return null;
  const [whole, part = ""] = plain.split(".");
  return Number(whole) * 10000 + Number(part.padEnd(4, "0"));
}

/** Price in fen times quantity in ten-thousandths, rounded half up to a fen, exact. */
export function times(price, quantity) {
  return Number((BigInt(price) * BigInt(quantity) + 5000n) / 10000n);
}

/** 1240050 → "12,400.50". */
export function grouped(amount) {
  const sign = amount < 0 ? "-" : "";
  const digits = String(Math.abs(amount)).padStart(3, "0");
  return sign + digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",") + "." + digits.slice(-2);
}

const DIGITS = "零壹贰叁肆伍陆柒捌玖";

function section(value, units) {
  let words = "", gap = false;
  for (let place = units.length - 1, power = 10 ** (units.length - 1); place >= 0; place -= 1, power /= 10) {
    const digit = Math.floor(value / power) % 10;
    if (digit) { words += (gap && words ? "零" : "") + DIGITS[digit] + units[place]; gap = false; } else gap = true;
  }
  return words;
}

/** 29400000 → "贰拾玖万肆仟元整", as cheques and contracts write it. */
export function inWords(amount) {
  if (!amount) return "零元整";
  const yuan = Math.floor(amount / 100), jiao = Math.floor(amount / 10) % 10, rest = amount % 10;
  let words = "", lower = false;
  for (const [unit, power] of [["亿", 1e8], ["万", 1e4], ["", 1]]) {
    const value = Math.floor(yuan / power) % 10000;
    if (!value) { lower = lower || words !== ""; continue; }
    words += (words && (value < 1000 || lower) ? "零" : "") + section(value, ["", "拾", "佰", "仟"]) + unit;
    lower = false;
  }
  if (words) words += "元";
  if (jiao) words += DIGITS[jiao] + "角";
  else if (rest && words) words += "零";
  return words + (rest ? DIGITS[rest] + "分" : "整");
}
