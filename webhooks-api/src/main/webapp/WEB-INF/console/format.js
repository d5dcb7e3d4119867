// Turns values into text for people.

const clock = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
  timeZoneName: 'short'});
const short = new Intl.DateTimeFormat('en-GB', {
  month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false});
const hours = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', hour12: false});
const numbers = new Intl.NumberFormat('en-GB');

export const time = text => clock.format(new Date(text));
export const shortTime = text => short.format(new Date(text));
export const hourOf = text => hours.format(new Date(text));
export const number = value => numbers.format(value);
export const share = (part, whole) =>
  whole === 0 ? '–' : part === 0 ? '0 %' : part / whole < 0.001 ? '< 0.1 %' : (100 * part / whole).toFixed(1) + ' %';

export function milliseconds(value) {
  return value < 1000 ? Math.round(value) + ' ms' : (value / 1000).toFixed(value < 10000 ? 2 : 1) + ' s';
}

/** The time since then or until then, roughly: "3 min". */
export function distance(text, now = Date.now()) {
  const seconds = Math.round(Math.abs(now - new Date(text)) / 1000);
  if (seconds < 90) return seconds + ' s';
  if (seconds < 5400) return Math.round(seconds / 60) + ' min';
  if (seconds < 172800) return Math.round(seconds / 3600) + ' h';
  return Math.round(seconds / 86400) + ' days';
}

/** Shows characters that reorder or hide text, which a receiver could use to deceive the reader, as escapes. */
export const visible = text => String(text).replace(
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
  each => '\\u' + each.charCodeAt(0).toString(16).padStart(4, '0'));

/** Host and path of a URL. Its query can hold credentials, so lists leave it out. */
export function target(url) {
  try {
    const {host, pathname} = new URL(url);
    return {host, path: pathname};
  } catch {
    return {host: visible(url), path: ''};
  }
}

/** Formats JSON without a change of its numbers or the order of members; other text stays as it is. */
export function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  let out = '';
  const line = () => '\n' + '  '.repeat(depth);
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === '{' || token === '[') {
      depth++;
      out += token + line();
    } else if (token === '}' || token === ']') {
      depth--;
      out = /[{[]\s*$/.test(out) ? out.trimEnd() + token : out + line() + token;
    } else {
      out += token === ',' ? ',' + line() : token === ':' ? ': ' : token;
    }
  }
  return out;
}

/** The value of an input of date and time, in local time, for an instant. */
export function localInput(text) {
  if (!text) return '';
  const date = new Date(text);
  return new Date(date - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

export const instant = local => local ? new Date(local).toISOString() : '';
