// Rules of a callback URL that the console checks before the API does. No DOM: tests run it under Node.js.

const MAX_LENGTH = 2048;
/** Looks like an address inside a network. Only the API knows, so this is a hint. */
const LOCAL = /^(localhost|.*\.localhost|127\..*|10\..*|192\.168\..*|169\.254\..*|\[.*:.*])\.?$/i;
const PARTS = /^https:\/\/([^/?#\\\s]+)(.*)$/is;
const FORBIDDEN = /[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%]/gu;

/** @param {string} text */
function parsed(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** @param {string} text */
export const looksLocal = text => LOCAL.test(parsed(text)?.hostname ?? '');

/**
 * The URL with everything percent-encoded that a URI can't have, and all else as it is: `%2F` stays different from `/`.
 * Call it for a URL without a fault only.
 *
 * @param {string} text
 */
export function encoded(text) {
  const [, , rest] = PARTS.exec(text) ?? [];
  return 'https://' + parsed(text)?.host + rest.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(FORBIDDEN, encodeURIComponent);
}

/**
 * The key of the first rule that the URL breaks, or null. The API checks all of them again, and more.
 *
 * @param {string} text
 * @returns {'missing' | 'length' | 'noUrl' | 'https' | 'user' | 'fragment' | null}
 */
export function faultOf(text) {
  if (!text) return 'missing';
  const url = parsed(text);
  if (!url) return 'noUrl';
  if (url.protocol !== 'https:') return 'https';
  if (url.username || url.password) return 'user';
  if (text.includes('#')) return 'fragment';
  if (!PARTS.test(text) || /\p{Surrogate}/u.test(text)) return 'noUrl';
  return encoded(text).length > MAX_LENGTH ? 'length' : null;
}

/**
 * The origin of a URL, to which its credentials belong, or nothing if it is none.
 *
 * @param {string} text
 */
export const originOf = text => parsed(text)?.origin;
