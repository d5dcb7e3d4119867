// The differences between two attempts of a delivery.
import {pretty} from './format.js';

/** Comparing two texts takes the product of their lines. An excerpt has few. */
const MAX_LINES = 400;

/** @typedef {{kind: 'same' | 'first' | 'second', text: string}} Line */

/** @type {(text: string | undefined) => string[]} */
const linesOf = text => text ? (pretty(text) ?? text).split('\n') : [];

/**
 * The lines of two texts in one order: of both, of the first only, of the second only. JSON is formatted first, so that
 * each member has a line.
 *
 * @param {string | undefined} first
 * @param {string | undefined} second
 * @returns {Line[]}
 */
export function linesBetween(first, second) {
  const [a, b] = [linesOf(first), linesOf(second)];
  /** @type {(kind: Line['kind']) => (text: string) => Line} */
  const as = kind => text => ({kind, text});
  if (a.length > MAX_LINES || b.length > MAX_LINES) {
    return first === second ? a.map(as('same')) : [...a.map(as('first')), ...b.map(as('second'))];
  }
  // The length of the longest common subsequence of what follows each pair of lines.
  const common = Array.from({length: a.length + 1}, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(as('same')(a[i++]));
      j++;
    } else if (j === b.length || i < a.length && common[i + 1][j] >= common[i][j + 1]) {
      lines.push(as('first')(a[i++]));
    } else {
      lines.push(as('second')(b[j++]));
    }
  }
  return lines;
}

/**
 * The headers of two attempts, by name, those that differ first.
 *
 * @param {Record<string, string> | undefined} first
 * @param {Record<string, string> | undefined} second
 */
export function headersBetween(first = {}, second = {}) {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
  const rows = names.map(name => ({name, first: first[name], second: second[name], differs: first[name] !== second[name]}));
  return [...rows.filter(each => each.differs), ...rows.filter(each => !each.differs)];
}
