// Rows of deliveries, newest first: how pages join, and how new rows come to their places.
import {continuation} from './api.js';
import {isCostly} from './delivery-search.js';

const MAX_ROWS = 1000;
const MAX_LIVE_PAGES = 10;
const MAX_NEIGHBOUR_PAGES = 10;
const OVERLAP = 30000;

/** @typedef {{id: string, created: string, [more: string]: any}} Row */
/** @typedef {(query: Record<string, any>) => Promise<any>} ReadPage */

/** @type {(one: Row, other: Row) => boolean} */
const older = (one, other) => one.created < other.created || one.created === other.created && one.id < other.id;

/**
 * Adds rows of a next page, each once, newest first.
 *
 * @param {Row[]} rows
 * @param {Row[]} next
 */
export function added(rows, next) {
  const ids = new Set(next.map(each => each.id));
  return [...rows.filter(each => !ids.has(each.id)), ...next].sort((one, other) => older(one, other) ? 1 : -1);
}

/**
 * Puts what was read last over what is shown. Deliveries that became visible late come to their place, and deliveries that no
 * longer match the filters go. Nothing is shown twice.
 *
 * @param {Row[]} shown
 * @param {Row[]} fresh the newest deliveries
 * @param {boolean} whole whether there are no deliveries before the fresh ones
 * @param {string} [since] the time since which all were read, if it is before the oldest of them
 */
export function merge(shown, fresh, whole, since) {
  const last = fresh[fresh.length - 1];
  const ids = new Set(fresh.map(each => each.id));
  const unread = each => since ? each.created < since : !last || older(each, last);
  return [...fresh, ...whole ? [] : shown.filter(each => !ids.has(each.id) && unread(each))];
}

/** @type {(time: string, milliseconds: number) => string} */
const shifted = (time, milliseconds) => new Date(Date.parse(time) + milliseconds).toISOString();

/** @type {(readTo: string, filters: Record<string, string>) => string} */
const sinceOf = (readTo, filters) =>
  new Date(Math.max(Date.parse(readTo) - OVERLAP, filters.since ? Date.parse(filters.since) : 0)).toISOString();

/**
 * Reads the newest page, and then what came since the time up to which was read before, and a little further: a delivery
 * becomes visible when its event is stored, which can be after younger ones. A page of a rare type can have no rows, so it is
 * the API that says whether there is more since then: rows don't. A costly search reads no further back than that from the
 * beginning.
 *
 * @param {ReadPage} page reads a page with these parameters
 * @param {string | undefined} readTo the time up to which was read before, if it was
 * @param {Record<string, string>} filters
 * @returns {Promise<any>} gap says whether there is more than may be read at a time, readTo up to when a search has read now
 */
export async function readNew(page, readTo, filters) {
  const since = readTo && sinceOf(readTo, filters);
  const bounded = Boolean(since) && isCostly(filters);
  const newest = await page(bounded ? {since} : {});
  const fresh = [...newest.deliveries];
  const last = fresh[fresh.length - 1];
  let token = continuation(newest);
  const state = {fresh, readTo: newest.searched?.newest, gap: false};
  if (!bounded && (!token || !since)) return {...state, whole: !token, begins: true, token};
  if (!bounded && last && last.created < (since ?? '')) return {...state, whole: false};
  for (let pages = 1; token && pages < MAX_LIVE_PAGES; pages++) {
    const found = await page({continuationToken: token, since});
    fresh.push(...found.deliveries);
    state.readTo ??= found.searched?.newest;
    token = continuation(found);
  }
  return {...state, whole: false, since, token, gap: Boolean(token)};
}

/**
 * The state of a list after new rows were read.
 *
 * @param {any} before
 * @param {any} found what readNew has read
 */
export function updated(before, {fresh, whole, begins, since, token, gap, ...found}) {
  const readTo = found.readTo ?? before.readTo;
  // More than can be read came meanwhile: what was shown before no longer joins up, and the token ends where that began.
  const last = fresh[fresh.length - 1];
  if (gap && last) return {rows: fresh, token, until: shifted(last.created, 1), gap: 'gap', readTo};
  // Of a rare type none was found. What is shown stays. The next page begins where the search ended, and what is older follows.
  if (gap) return {...before, ...at(token), older: before.older ?? nextPage(before), gap: 'searched', readTo, stale: false};
  const rows = merge(before.rows, fresh, whole, since);
  // Older pages that are loaded continue behind the last of them.
  const renewed = begins && (whole || (before.pages ?? 1) === 1);
  const next = renewed ? {...at(token), older: undefined} : {};
  return {...before, ...shortened(rows, Math.max(MAX_ROWS, before.rows.length), {...before, ...next}), readTo, stale: false};
}

/** Where the next page of a list begins: at a token, or before a time. */
const nextPage = ({token, until}) => ({token, until});

/** @type {(token: string | null) => {token: string | null, until?: string}} */
const at = token => ({token, until: undefined});

/**
 * Drops the oldest rows of a list that has become too long. The next page begins with them, after the rest of a search that is
 * not at its end.
 *
 * @param {Row[]} rows
 * @param {number} max
 * @param {any} state where the next pages begin
 */
function shortened(rows, max, {token, until, older}) {
  if (rows.length <= max) return {rows, token, until, older};
  const dropped = {token: null, until: shifted(rows[max - 1].created, 1)};
  return {rows: rows.slice(0, max), ...older ? {token, until, older: dropped} : {...dropped, older}};
}

/** Whether older rows can be loaded. */
export const hasMore = ({token, until}) => Boolean(token || until);

/**
 * The parameters of the next older page. A token keeps the bound of its first page, so it can't lead behind a gap.
 *
 * @param {any} state
 */
export const nextOf = ({token, until}) => until ? {until} : {continuationToken: token};

/**
 * The state of a list after its next older page was read.
 *
 * @param {any} before
 * @param {any} next the page
 */
export function extended(before, next) {
  const token = continuation(next);
  return {...before, rows: added(before.rows, next.deliveries), ...token ? at(token) : before.older ?? at(null),
    older: token ? before.older : undefined, searched: next.searched, readTo: before.readTo ?? next.searched?.newest,
    pages: (before.pages ?? 1) + 1};
}

/**
 * Reads the delivery that is next to one in a list that is not loaded.
 *
 * @param {ReadPage} page reads a page of the list with these parameters
 * @param {Row} delivery
 * @param {'newer' | 'older'} direction
 * @returns {Promise<Row | null | undefined>} null if there is none, undefined if it is too far away to be found
 */
export async function readNeighbour(page, delivery, direction) {
  // The end of a period is excluded, and times have milliseconds.
  const bound = direction === 'older' ? {until: shifted(delivery.created, 1)} : {since: delivery.created};
  /** @type {Row | null} */
  let nearest = null;
  let token = null;
  for (let pages = 0; pages < MAX_NEIGHBOUR_PAGES; pages++) {
    const found = await page(token ? {...bound, continuationToken: token} : bound);
    if (direction === 'older') nearest = found.deliveries.find(each => older(each, delivery)) ?? null;
    else nearest = found.deliveries.filter(each => older(delivery, each)).pop() ?? nearest;
    token = continuation(found);
    if (!token || direction === 'older' && nearest) return nearest;
  }
  return undefined;
}
