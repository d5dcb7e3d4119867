// Lists that grow by pages.
import {html} from '../html.js';
import {useCallback, useRef, useState} from '../lib/hooks.js';
import {continuation, get} from '../api.js';
import {entry} from '../memory.js';
import {useLoad} from '../ui.js';
import {Problem, useAction} from './confirm.js';
import texts from '../texts.js';

const PAGE = 50;

/** The pages that are read at once when somebody comes back to a list. */
const MAX_PAGES = 20;

/**
 * Returns the first pages, the rows of all loaded pages, and a button for the next one. Back, or another look at the list,
 * reads as many pages as were loaded.
 *
 * @param {string} path
 * @param {Record<string, any>} query
 * @param {string} list
 * @param {(data: any) => number} [every] the milliseconds until one page is read again, 0 for never. Each page is a request
 */
export function usePages(path, query, list, every) {
  const [more, setMore] = useState(/** @type {{rows: any[], token?: string | null}} */ ({rows: []}));
  const stop = useRef(new AbortController());
  const key = `${path} ${JSON.stringify(query)}`;
  const page = (token, signal) => get(path, {$top: PAGE, ...query, continuationToken: token}, signal);
  // An answer to "Load more" of the rows before does not belong to others.
  const begin = () => {
    stop.current.abort();
    stop.current = new AbortController();
  };
  const first = useLoad(async signal => {
    begin();
    const {pages: loaded} = entry();
    const found = await page(null, signal);
    const rows = [...found[list]];
    let token = continuation(found);
    let pages = 1;
    for (; token && pages < Math.min(MAX_PAGES, loaded[key] ?? 1); pages++) {
      const next = await page(token, signal);
      rows.push(...next[list]);
      token = continuation(next);
    }
    begin();
    setMore({rows: []});
    return {...found, [list]: rows, token, pages};
  }, [path, query], useCallback(data => (every?.(data) ?? 0) * data.pages, [every]));
  const token = more.token === undefined ? first.data?.token : more.token;
  const next = useAction(async () => {
    const {signal} = stop.current;
    const {pages} = entry();
    // At once: if the list is read meanwhile, that reads the next page too.
    pages[key] = (pages[key] ?? 1) + 1;
    const found = await page(token, signal).catch(error => {
      if (!signal.aborted) pages[key]--;
      throw error;
    });
    if (signal.aborted) return;
    setMore(before => ({rows: [...before.rows, ...found[list]], token: continuation(found)}));
    if (every?.(found)) first.reload();
  });
  const button = token
    ? html`<p class="more"><button type="button" disabled=${next.busy} onClick=${next.run}>${texts.common.more}</button>
    <${Problem} text=${next.problem} /></p>` : null;
  return {first, rows: [...first.data?.[list] ?? [], ...more.rows], token, button};
}
