// Why a part of an attempt is missing.
import texts from '../texts.js';

const words = texts.delivery;

/** Whether each header is kept. Of an attempt that succeeded few are, so nobody can say whether it lacked another one. */
export const keepsAllHeaders = attempt => Boolean(attempt.error);

/**
 * Says why a part of an attempt is missing: it is not kept, or there was none.
 *
 * @param {'requestHeaders' | 'responseHeaders' | 'responseExcerpt'} part
 * @param {any} attempt
 * @param {boolean | undefined} erased whether the payload of the delivery is erased
 */
export function absenceOf(part, attempt, erased) {
  if (erased) return words.notKept;
  if (part === 'responseHeaders') return attempt.statusCode ? words.notKept : texts.webhook.noAnswer;
  if (part === 'responseExcerpt') return words.noBody;
  return keepsAllHeaders(attempt) ? words.noRequestHeaders : words.notKept;
}
