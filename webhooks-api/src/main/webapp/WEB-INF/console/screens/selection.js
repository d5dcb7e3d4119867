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
