// Reads JSON that somebody types. No DOM: tests run it under Node.js.

/**
 * The object that a text holds, or null if the text is no JSON object.
 *
 * @param {string} text
 * @returns {Record<string, unknown> | null}
 */
export function objectOf(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
