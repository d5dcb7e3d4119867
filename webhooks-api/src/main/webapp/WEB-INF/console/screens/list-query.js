// What the list of webhooks asks the API for. No DOM: tests run it under Node.js.

/** @typedef {Record<string, string | undefined>} Query */

export const STATES = ['active', 'failing', 'paused', 'blocked', 'inactive'];
export const ORDERS = ['newest', 'failing', 'host', 'backlog'];
export const WINDOW = 'P1D';
const PAGE = 50;

/**
 * The parameters of the request for the filters in the address. Any address can be typed, so values that the API does not know
 * are left out.
 *
 * @param {Query} query
 */
export const parametersOf = ({search, state, type, order}) => ({
  window: WINDOW, $top: PAGE, search: search?.trim(), state: STATES.includes(state ?? '') ? state : undefined, eventType: type,
  sort: ORDERS.includes(order ?? '') && order !== 'newest' ? order : undefined,
});

/** Whether some webhooks may be left out by the filters. */
export const isFiltered = /** @param {Query} query */ query => Boolean(query.search?.trim() || query.state || query.type);

/**
 * Adds a page to the rows. A webhook that moved meanwhile, for example because it began to fail, is listed once.
 *
 * @template {{webhook: {id: string}}} T
 * @param {T[]} rows
 * @param {T[]} page
 */
export function withPage(rows, page) {
  const known = new Set(rows.map(each => each.webhook.id));
  return [...rows, ...page.filter(each => !known.has(each.webhook.id))];
}

/**
 * The sum of a figure over the buckets of a row.
 *
 * @param {{buckets?: Record<string, any>[]}} row
 * @param {string} name
 * @returns {number}
 */
export const total = (row, name) => (row.buckets ?? []).reduce((sum, each) => sum + each[name], 0);
