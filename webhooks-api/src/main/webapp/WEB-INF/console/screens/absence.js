// Why a part of an attempt is missing.
import texts from '../texts.js';

const words = texts.delivery;

/** Whether each header is kept. Of an attempt that succeeded few are, so nobody can say whether it lacked another one. */
export const keepsAllHeaders = attempt => Boolean(attempt.error);

/** Says why an answer has no body. Of an attempt that failed, an answer that is kept has its headers at least. */
function absenceOfBody(attempt) {
  if (!keepsAllHeaders(attempt)) return words.noBodyKept;
  return attempt.responseHeaders ? words.noBody : words.notKept;
}

/**
 * Says why a part of an attempt is missing: it is not kept, or there was none.
 *
 * @param {'requestHeaders' | 'responseHeaders' | 'responseExcerpt'} part
 * @param {any} attempt
 * @param {boolean} [erased] whether the payload of the delivery is erased
 */
export function absenceOf(part, attempt, erased) {
  if (erased) return words.notKept;
  if (part === 'requestHeaders') return keepsAllHeaders(attempt) ? words.noRequestHeaders : words.notKept;
  if (!attempt.statusCode) return texts.webhook.noAnswer;
  if (part === 'responseExcerpt') return absenceOfBody(attempt);
  return attempt.responseHeaders ? words.noAnswerHeaders : words.notKept;
}
