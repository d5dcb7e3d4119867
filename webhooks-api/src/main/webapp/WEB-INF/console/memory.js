// What the page keeps for each entry of the browser's history, so that Back leads to the same rows at the same height, and
// what somebody typed into a dialog that was left. All of it is in memory only.
import {useState} from './lib/hooks.js';

const MAX_KEPT = 50;
/** How long the page waits for the rows that it was scrolled to. */
const SCROLL_MILLIS = 5000;

/** Keeps the newest values of a map. */
function put(map, key, value) {
  map.delete(key);
  map.set(key, value);
  if (map.size > MAX_KEPT) map.delete(map.keys().next().value);
  return value;
}

/** @type {Map<string, {top?: number, pages: Record<string, number>}>} */
const entries = new Map();
/** Entries outlive a reload, but not what is kept for them. */
const begun = Date.now();
let made = 0;

/** What is kept for the current entry of the history. */
export function entry() {
  const id = history.state?.entry ?? `${begun}-${++made}`;
  if (history.state?.entry !== id) history.replaceState({...history.state, entry: id}, '');
  return entries.get(id) ?? put(entries, id, {pages: {}});
}

/** The entry whose height is noted. There is none while the page changes: a shorter page scrolls by itself. */
let noted = null;

/** Begins to note how far each entry is scrolled. */
export function noteScroll() {
  history.scrollRestoration = 'manual';
  addEventListener('scroll', () => { if (noted) noted.top = scrollY; }, {passive: true});
  for (const kind of ['popstate', 'hashchange']) addEventListener(kind, () => { noted = null; }, {capture: true});
}

/**
 * Scrolls a new entry to its top, unless only its filters are new, and an entry that was left to where it was left: as soon as
 * the page is high enough, unless somebody scrolls, presses a key or clicks before.
 *
 * @returns {() => void} ends the wait
 */
export function arrive(samePath) {
  const here = entry();
  const {top} = here;
  if (!top) {
    if (top === 0 || !samePath) scrollTo(0, 0);
    noted = here;
    return () => {};
  }
  const stop = new AbortController();
  const {signal} = stop;
  const end = () => stop.abort();
  const watch = new ResizeObserver(() => {
    if (document.documentElement.scrollHeight - innerHeight < top) return;
    scrollTo(0, top);
    end();
  });
  const timer = setTimeout(end, SCROLL_MILLIS);
  signal.addEventListener('abort', () => {
    watch.disconnect();
    clearTimeout(timer);
    if (entry() === here) noted = here;
  });
  for (const kind of ['wheel', 'pointerdown', 'keydown', 'touchstart']) {
    addEventListener(kind, end, {capture: true, passive: true, signal});
  }
  watch.observe(document.body);
  return end;
}

/** @type {Map<string, any>} */
const drafts = new Map();

/**
 * A state that outlives its dialog: who leaves the dialog by Esc finds the input again. Not for secrets of options.
 *
 * @template T
 * @param {string} key
 * @param {T} initial
 * @returns {[value: T, set: (value: T) => void, forget: () => void]}
 */
export function useDraft(key, initial) {
  const [value, setValue] = useState(drafts.has(key) ? drafts.get(key) : initial);
  return [value, next => setValue(put(drafts, key, next)), () => { drafts.delete(key); }];
}

/**
 * A state that outlives its dialog, but for its secrets.
 *
 * @template T
 * @param {string} key
 * @param {T} initial
 * @param {(value: T) => T} withoutSecrets
 * @returns {[value: T, set: (value: T) => void, forget: () => void]}
 */
export function useSecretDraft(key, initial, withoutSecrets) {
  const [kept, keep, forget] = useDraft(key, initial);
  const [value, setValue] = useState(kept);
  const set = next => {
    setValue(next);
    keep(withoutSecrets(next));
  };
  return [value, set, forget];
}

/** Calls a listener when the window's width changes. On phones, the height changes whenever the address bar appears. */
export function onNewWidth(listener) {
  let width = innerWidth;
  const check = () => {
    if (width === innerWidth) return;
    width = innerWidth;
    listener();
  };
  addEventListener('resize', check);
  return () => removeEventListener('resize', check);
}
