// The loaded rows of a list of deliveries. The newest list is kept, so that the way back from a delivery finds it as it was.
import {useEffect, useRef, useState} from '../lib/hooks.js';
import {continuation, get, getStatistics} from '../api.js';
import {added, extended, hasMore, nextOf, readNeighbour, readNew, updated} from '../delivery-list.js';
import {isCostly, isExamined} from '../delivery-search.js';
import {reportEnd, runWhenSeen} from '../ui.js';
import {useAction} from './confirm.js';

const PAGE = 50;
const LIVE_EVERY = 2000;
/** Of a search that no index helps. */
const COSTLY_EVERY = 10000;
/** A search without a row continues by itself for so many pages, each of about a second. */
const MAX_EMPTY_PAGES = 20;

/** @type {{key: string, state: any, visited?: string} | undefined} */
let kept;

const keyOf = (path, filters) => JSON.stringify([path, filters]);

/** Reads a page of a list. Costly searches wait for their turn. */
const pageOf = (path, filters) => (more, signal) =>
  (isCostly(filters) ? getStatistics : get)(path, {$top: PAGE, ...filters, ...more}, signal);

/** The kept list, if it is this one. @type {(key: string) => typeof kept} */
const keptOf = key => kept?.key === key ? kept : undefined;

/** The list before, if somebody comes back to it from one of its deliveries. */
function takeKept(key) {
  const found = keptOf(key);
  return found?.visited ? {...found.state, restored: found.visited} : {};
}

/** Where a delivery is in the kept list, if it is there. */
function placeOf(path, filters, delivery) {
  const list = keptOf(keyOf(path, filters));
  const at = list?.state.rows.findIndex(each => each.id === delivery.id) ?? -1;
  return list && at >= 0 ? {list, at} : null;
}

/**
 * Notes that a delivery of the kept list is shown, and its present state.
 *
 * @returns {{place: number, count: number} | null} where it is in the list, if it is there
 */
export function visit(path, filters, delivery) {
  const found = placeOf(path, filters, delivery);
  if (!found) return null;
  const {list, at} = found;
  const {rows} = list.state;
  list.visited = delivery.id;
  const {status, attemptCount, lastStatusCode, lastError, nextAttempt} = delivery;
  rows[at] = {...rows[at], status, attemptCount, lastStatusCode, lastError, nextAttempt};
  return {place: at + 1, count: rows.length};
}

/**
 * Finds the delivery that is next to one in the list with these filters: in the kept list, else by the API.
 *
 * @returns {Promise<any>} null if there is none, undefined if it is too far away to be found
 */
export async function neighbour(path, filters, delivery, direction, signal) {
  const page = pageOf(path, filters);
  const found = placeOf(path, filters, delivery);
  const next = found?.list.state.rows[found.at + (direction === 'older' ? 1 : -1)];
  if (next) return next;
  if (found && direction === 'older' && !hasMore(found.list.state)) return null;
  const {since, until} = filters;
  const read = await readNeighbour(more => page({
    ...more,
    // The period of the list holds, where it is the narrower one.
    ...more.until && until && until < more.until ? {until} : {},
    ...more.since && since && since > more.since ? {since} : {},
  }, signal), delivery, direction);
  if (read && found && direction === 'older') {
    found.list.state = {...found.list.state, rows: added(found.list.state.rows, [read])};
  }
  return read;
}

/** Loads the first page, unless the list was kept. */
function useFirst({path, key, round, page, setState}) {
  const current = useRef(/** @type {AbortSignal | undefined} */ (undefined));
  const first = useRef(true);
  useEffect(() => {
    const stop = new AbortController();
    const {signal} = stop;
    current.current = signal;
    const restores = first.current;
    first.current = false;
    const before = restores ? takeKept(key) : {};
    setState({...before, key});
    if (before.rows) return () => stop.abort();
    page({}, signal).then(({deliveries: rows, searched, ...rest}) => {
      if (signal.aborted) return;
      setState({key, rows, searched, token: continuation(rest), readTo: searched?.newest, pages: 1});
    }).catch(error => {
      if (signal.aborted) return;
      reportEnd(error);
      setState({key, error});
    });
    return () => stop.abort();
  }, [path, key, round]);
  return current;
}

/** Reads new rows, every so often while live, and once if the list was kept or is out of date. */
function usePolls({filters, key, live, state, setState, page}) {
  useEffect(() => {
    const atOnce = state.restored || state.old;
    if (!state.rows || !live && !atOnce) return undefined;
    const stop = new AbortController();
    const {signal} = stop;
    const examined = isExamined(filters);
    const settled = {key, restored: undefined, old: undefined};
    const poll = async () => {
      const found = await readNew(more => page(more, signal), examined ? state.readTo : state.rows[0]?.created, filters);
      if (!signal.aborted) setState(before => ({...updated(before, found), ...settled}));
    };
    const cancel = runWhenSeen(() => poll().catch(error => {
      if (signal.aborted) return;
      reportEnd(error);
      setState(before => ({...before, ...settled, stale: true, rows: [...before.rows]}));
    }), atOnce ? 0 : isCostly(filters) ? COSTLY_EVERY : LIVE_EVERY);
    return () => { stop.abort(); cancel(); };
  }, [live, state, key]);
}

/**
 * Keeps the rows of all loaded pages. While live, new and changed rows come to their places.
 *
 * @param {string} path of the list in the API
 * @param {Record<string, string>} filters
 * @param {boolean} live
 */
export function useRows(path, filters, live) {
  const [state, setState] = useState(/** @type {any} */ ({}));
  const [round, setRound] = useState(0);
  const key = keyOf(path, filters);
  const page = pageOf(path, filters);
  const current = useFirst({path, key, round, page, setState});
  usePolls({filters, key, live, state, setState, page});
  useEffect(() => {
    // The rows may still be the ones of the filters before.
    if (!state.rows || state.key !== key) return;
    kept = {key, state: {...state, rows: [...state.rows], restored: undefined}, visited: state.restored};
  }, [state, key]);
  const more = useAction(async () => {
    const {token, until} = state;
    const signal = current.current;
    const next = await page(nextOf(state), signal);
    // The rows may be the ones of other filters by now, or of another first page.
    if (signal?.aborted) return;
    setState(before => before.token !== token || before.until !== until ? before : extended(before, next));
  });
  // A page without rows is not the end of a search.
  const continues = !live && !more.busy && !more.problem && state.rows?.length === 0 && state.token
    && (state.pages ?? 1) < MAX_EMPTY_PAGES;
  useEffect(() => continues ? runWhenSeen(more.run, 0) : undefined, [continues, state.token]);
  /** Reads the newest rows again, without a change of the others. */
  const refresh = () => setState(before => before.rows ? {...before, old: true} : before);
  return {...state, hasMore: hasMore(state), more, refresh, continues: continues || more.busy && state.rows?.length === 0,
    reload: () => setRound(each => each + 1)};
}
