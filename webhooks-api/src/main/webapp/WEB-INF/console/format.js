// Turns values into text for people, in their language.
import {locale} from './language.js';
import texts from './texts.js';

const clock = new Intl.DateTimeFormat(locale, {
  year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
  timeZoneName: 'short'});
const short = new Intl.DateTimeFormat(locale, {
  month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false});
const hours = new Intl.DateTimeFormat(locale, {hour: '2-digit', minute: '2-digit', hour12: false});
const seconds = new Intl.DateTimeFormat(locale, {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});
const numbers = new Intl.NumberFormat(locale);
/** @param {number} count */
const withDigits = count => new Intl.NumberFormat(locale, {minimumFractionDigits: count, maximumFractionDigits: count});
const tenths = withDigits(1);
const hundredths = withDigits(2);

/**
 * The moment that a text names, or null. The address of a page can have any text where a time belongs.
 *
 * @param {string | number | Date} text
 */
function moment(text) {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** @type {(format: Intl.DateTimeFormat) => (text: string | number | Date) => string} */
const formatOf = format => text => {
  const date = moment(text);
  return date ? format.format(date) : '';
};

export const time = formatOf(clock);
export const shortTime = formatOf(short);
export const hourOf = formatOf(hours);
export const clockOf = formatOf(seconds);
/** @param {number} value */
export const number = value => numbers.format(value);
/** @param {number} value */
export const oneDigit = value => tenths.format(value);

/**
 * A share in percent.
 *
 * @param {number} part
 * @param {number} whole
 */
export function share(part, whole) {
  if (whole === 0) return '–';
  if (part === 0) return '0 %';
  return part / whole < 0.001 ? `< ${oneDigit(0.1)} %` : `${oneDigit(100 * part / whole)} %`;
}

/** @param {number} value */
export function milliseconds(value) {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value < 10000 ? hundredths : tenths).format(value / 1000)} s`;
}

/**
 * The time since then or until then, roughly: "3 min".
 *
 * @param {string | number | Date} text
 */
export function distance(text, now = Date.now()) {
  const date = moment(text);
  if (!date) return '';
  const away = Math.round(Math.abs(now - date.getTime()) / 1000);
  if (away < 90) return away + ' s';
  if (away < 5400) return Math.round(away / 60) + ' min';
  if (away < 172800) return Math.round(away / 3600) + ' h';
  return texts.common.days(Math.round(away / 86400));
}

/**
 * Shows characters that reorder or hide text, which a receiver could use to deceive the reader, as escapes.
 *
 * @param {unknown} text
 */
export const visible = text => String(text).replace(/(?![\t\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu, each => {
  const code = (each.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : '\\u' + code.padStart(4, '0');
});

/**
 * Host and path of a URL. Its query can hold credentials, so lists leave it out.
 *
 * @param {string} [url] absent if it can't be decrypted
 */
export function target(url) {
  if (!url) return {host: '–', path: ''};
  try {
    const {host, pathname} = new URL(url);
    return {host, path: pathname};
  } catch {
    return {host: visible(url), path: ''};
  }
}

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
/** Deeper nesting, or more text, would take the browser long to show. A body has up to 256 KiB. */
const MAX_DEPTH = 100;
const MAX_FORMATTED = 2 ** 20;

/**
 * Formats JSON without a change of its numbers or the order of members; other text stays as it is. Returns null for JSON
 * that is nested too deeply, or becomes too long.
 *
 * @param {string} text
 */
export function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const parts = [];
  let depth = 0;
  let length = 0;
  let before = '';
  for (const [token] of text.matchAll(TOKENS)) {
    const opened = before === '{' || before === '[';
    const closes = token === '}' || token === ']';
    if (closes) depth--;
    // Between an opening and a closing bracket there is nothing, so they stay together.
    const line = before === ',' || opened !== closes ? '\n' + '  '.repeat(depth) : '';
    const part = line + token + (token === ':' ? ' ' : '');
    if (token === '{' || token === '[') depth++;
    length += part.length;
    if (depth > MAX_DEPTH || length > MAX_FORMATTED) return null;
    parts.push(part);
    before = token;
  }
  return parts.join('');
}

/** Years that a person means. An input takes others, up to 275760, of which Date or the API makes nonsense or a fault. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2099;

/** The first and the last minute that an input of date and time takes. */
export const inputLimits = {min: `${FIRST_YEAR}-01-01T00:00`, max: `${LAST_YEAR}-12-31T23:59`};

/** @param {Date | null} date */
const isMeant = date => date !== null && date.getFullYear() >= FIRST_YEAR && date.getFullYear() <= LAST_YEAR;

/**
 * The value of an input of date and time, in local time, for an instant. Nothing for one that no person means.
 *
 * @param {string | undefined} text
 */
export function localInput(text) {
  const date = text ? moment(text) : null;
  const local = date && isMeant(date) ? moment(date.getTime() - date.getTimezoneOffset() * 60000) : null;
  return local ? local.toISOString().slice(0, 16) : '';
}

/**
 * The instant of a time, in local time if it names no zone, or nothing.
 *
 * @param {string | undefined} text
 */
export function instant(text) {
  const date = text ? moment(text) : null;
  return date && isMeant(date) ? date.toISOString() : '';
}
