// The place in the console is the fragment of the address, which no server sees: #/webhooks/ID?status=pending
import {useEffect, useState} from './lib/hooks.js';

/** Leaves dots out, also encoded ones: in a path of the API they would lead to another operation than the page shows. */
export const parse = () => {
  const [path, query = ''] = location.hash.replace(/^#/, '').split('?');
  const parts = path.split('/').map(part => {
    try { return decodeURIComponent(part); } catch { return part; }
  });
  return {
    path: parts.filter(part => !['', '.', '..'].includes(part)),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
};

/**
 * The address of a place, for links. Empty filters are left out.
 *
 * @param {string[]} path
 * @param {Record<string, string | null | undefined>} [query]
 */
export function place(path, query = {}) {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, value]]);
  const text = new URLSearchParams(given).toString();
  return '#/' + path.map(encodeURIComponent).join('/') + (text ? '?' + text : '');
}

/**
 * Changes what is typed into the address without a new entry in the history: not each letter is a step back.
 *
 * @param {string[]} path
 * @param {Record<string, string | null | undefined>} [query]
 */
export function replace(path, query) {
  history.replaceState(history.state, '', place(path, query));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/**
 * Goes to a place, or changes filters, so that Back leads to what was before.
 *
 * @type {(path: string[], query?: Record<string, string | null | undefined>) => void}
 */
export const go = (path, query) => { location.hash = place(path, query); };

let held = 0;

/** Keeps the place until the returned function is called: what the page shows would be lost. */
export function holdPlace() {
  /** @param {Event} event */
  const warn = event => event.preventDefault();
  addEventListener('beforeunload', warn);
  held++;
  return () => {
    removeEventListener('beforeunload', warn);
    held--;
    // The address may have changed meanwhile.
    dispatchEvent(new HashChangeEvent('hashchange'));
  };
}

export const isHeld = () => held > 0;

export function useRoute() {
  const [route, setRoute] = useState(parse);
  useEffect(() => {
    const changed = () => isHeld() || setRoute(parse());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}
