// A command that sends the body of a delivery again.
import {quoted} from './shell.js';

/** A longer argument would not fit: Linux allows 128 KiB for one. */
const MAX_ARGUMENT = 100000;
const MASK = '***';
/** A terminal can act on these, or a shell complete a name at a tab, when the command is pasted. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u;
/** curl makes these itself. */
const OWN = ['host', 'content-length', 'connection', 'transfer-encoding'];

/**
 * The name of a part of a query; none if the part may be a value as a whole, such as a key in base64.
 *
 * @type {(part: string) => string | undefined}
 */
const nameOf = part => /^([^=]+)=+[^=]/.exec(part)?.[1];

/**
 * The URL with masks for the values of its query, because they can be credentials, and their names.
 *
 * @param {string} url
 */
function maskedUrl(url) {
  const [base, query] = url.split(/\?(.*)/s);
  if (!query) return {url, names: []};
  const masked = part => [nameOf(part), MASK].filter(Boolean).join('=');
  const parts = query.split('&');
  return {
    url: base + '?' + parts.map(part => part && masked(part)).join('&'),
    names: parts.filter(Boolean).map(part => nameOf(part) ?? MASK),
  };
}

/** The API masks secrets, and ends signatures after some characters. @type {(value: string) => boolean} */
const isMasked = value => value.includes(MASK) || value.endsWith('…');

/** @type {(body: string) => string} */
const base64 = body => btoa(Array.from(new TextEncoder().encode(body), byte => String.fromCharCode(byte)).join(''));

/** The part of the command before the pipe, if the body can't be an argument of curl. @type {(body: string) => string} */
function pipeOf(body) {
  if (UNSAFE.test(body)) return `printf %s ${base64(body)} | base64 -d | `;
  return new TextEncoder().encode(body).length > MAX_ARGUMENT ? `printf %s ${quoted(body)} | ` : '';
}

/**
 * Whether an attempt sent this body. The history has the event; a format of the webhook changes the body, and values can be
 * hidden in the history.
 *
 * @param {Record<string, string> | undefined} headers of the attempt's request
 * @param {string} body
 * @returns {'same' | 'other' | 'unknown' | 'none'} none if it sent nothing
 */
export function formOf(headers, body) {
  if (!headers) return 'none';
  const length = headers['content-length'];
  if (length === undefined) return 'unknown';
  if (Number(length) !== new TextEncoder().encode(body).length) return 'other';
  return body.includes(`"${MASK}"`) ? 'unknown' : 'same';
}

/**
 * A command for a POSIX shell that sends exactly these bytes to the URL, with the headers of an attempt.
 *
 * @param {string} url
 * @param {Record<string, string> | undefined} headers
 * @param {string} body
 * @returns {{command: string, maskedHeaders: string[], maskedQuery: string[]}}
 */
export function curlCommand(url, headers, body) {
  const target = maskedUrl(url);
  const sent = Object.entries({'content-type': 'application/json', ...headers}).filter(([name]) => !OWN.includes(name));
  const pipe = pipeOf(body);
  const lines = [
    `${pipe}curl -i --globoff -X POST ${quoted(target.url)}`,
    ...sent.map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`),
    // Unlike --data, neither removes line breaks. A leading @ names no file after --data-raw.
    pipe ? '  --data-binary @-' : `  --data-raw ${quoted(body)}`,
  ];
  return {
    command: lines.join(' \\\n'),
    maskedHeaders: sent.filter(([, value]) => isMasked(value)).map(([name]) => name),
    maskedQuery: target.names,
  };
}
