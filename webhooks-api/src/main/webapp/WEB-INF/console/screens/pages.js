// Lists that grow by pages.
import {html} from '../html.js';
import {useRef, useState} from '../lib/hooks.js';
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
 */
export function usePages(path, query, list) {
  const [more, setMore] = useState(/** @type {{rows: any[], token?: string | null}} */ ({rows: []}));
  const stop = useRef(new AbortController());
  const key = `${path} ${JSON.stringify(query)}`;
  const page = (token, signal) => get(path, {$top: PAGE, ...query, continuationToken: token}, signal);
  const first = useLoad(async signal => {
    // An answer to "Load more" of the list before does not belong into this one.
    stop.current.abort();
    stop.current = new AbortController();
    const wanted = Math.min(MAX_PAGES, entry().pages[key] ?? 1);
    const found = await page(null, signal);
    const rows = [...found[list]];
    let token = continuation(found);
    for (let pages = 1; token && pages < wanted; pages++) {
      const next = await page(token, signal);
      rows.push(...next[list]);
      token = continuation(next);
    }
    setMore({rows: []});
    return {...found, [list]: rows, token};
  }, [path, query]);
  const token = more.token === undefined ? first.data?.token : more.token;
  const next = useAction(async () => {
    const {signal} = stop.current;
    const found = await page(token, signal);
    if (signal.aborted) return;
    entry().pages[key] = (entry().pages[key] ?? 1) + 1;
    setMore(before => ({rows: [...before.rows, ...found[list]], token: continuation(found)}));
  });
  const button = token
    ? html`<p class="more"><button type="button" disabled=${next.busy} onClick=${next.run}>${texts.common.more}</button>
    <${Problem} text=${next.problem} /></p>` : null;
  return {first, rows: [...first.data?.[list] ?? [], ...more.rows], token, button};
}
