// Pauses that the API asks for: it answers 429 to a person who has sent too many requests.

/** What waits, and until when, in milliseconds. */
const waits = new Set();
const listeners = new Set();
const notify = () => listeners.forEach(each => each());

/**
 * Notes that something waits.
 *
 * @param {'figures' | 'page'} what
 * @param {number} until
 * @returns {() => void} notes that it waits no longer
 */
export function noteWait(what, until) {
  const wait = {what, until};
  waits.add(wait);
  notify();
  return () => {
    waits.delete(wait);
    notify();
  };
}

/** The longest of the waits, if there is one. */
export const longestWait = () => [...waits].sort((one, other) => other.until - one.until)[0] ?? null;

/** Calls a function at each change. Returns the function that ends this. */
export function onWaits(listener) {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
}
