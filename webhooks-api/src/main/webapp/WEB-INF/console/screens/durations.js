// Durations as people type them, such as "10 s, 5 min, 2 h, 1 d", and as the API has them, in ISO 8601. No DOM.

/** @type {[unit: string, names: RegExp, seconds: number][]} */
const UNITS = [['d', /^(d|days?|tage?)$/, 86400], ['h', /^(h|hours?|std)$/, 3600], ['min', /^(m|min|minutes?)$/, 60],
  ['s', /^(s|sec|seconds?|sek)?$/, 1]];
const PART = /^(\d+(?:[.,]\d{1,3})?)\s*([a-z]*)$/i;
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;

/**
 * The seconds of a duration of the API, or NaN.
 *
 * @param {string} text
 */
export function secondsOf(text) {
  const found = ISO.exec(text);
  return found && /\d/.test(text) ? found.slice(1)
    .reduce((sum, part, at) => sum + Number(part ?? 0) * UNITS[at][2], 0) : NaN;
}

/**
 * A duration of the API in the largest unit that has it in whole numbers.
 *
 * @param {string} text
 */
export function readable(text) {
  const seconds = secondsOf(text);
  if (Number.isNaN(seconds)) return text;
  const [unit, , size] = UNITS.find(([, , each]) => seconds >= each && seconds % each === 0) ?? UNITS[3];
  return `${seconds / size} ${unit}`;
}

/**
 * The duration that was typed, in the form of the API, or null.
 *
 * @param {string} text
 */
export function durationOf(text) {
  const trimmed = text.trim();
  if (!Number.isNaN(secondsOf(trimmed))) return trimmed.toUpperCase();
  const [, amount, name] = PART.exec(trimmed) ?? [];
  const unit = amount && UNITS.find(([, names]) => names.test(name.toLowerCase()));
  return unit ? `PT${Math.round(Number(amount.replace(',', '.')) * unit[2] * 1000) / 1000}S` : null;
}

/**
 * All durations that were typed, with commas or new lines between, or null if one can't be read. "0" is an empty list.
 *
 * @param {string} text
 */
export function durationsOf(text) {
  if (text.trim() === '0') return [];
  const all = text.split(/[,;\n]/).map(each => each.trim()).filter(Boolean).map(durationOf);
  return all.includes(null) ? null : all;
}
