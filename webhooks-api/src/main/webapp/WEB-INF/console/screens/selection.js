// What the operator's screens ask the API for. Without a page, so that Node.js can test it.

/** The filters of rejected events that are given, as the list and the acts on them take them. */
export const selectionOf = ({reason, since, until}) =>
  Object.fromEntries(Object.entries({reason, since, until}).filter(([, value]) => value));

/** Whether a text is a JSON object, which an event has to be. */
export function isObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The state of a webhook in the words of people: the most serious one that holds. */
export function stateOf({active, blocks, held, pausedUntil, failureStreak}) {
  if (blocks?.length > 0) return 'blocked';
  if (!active) return 'inactive';
  if (held) return 'blocked';
  if (pausedUntil) return 'paused';
  return failureStreak > 0 ? 'failing' : 'active';
}

