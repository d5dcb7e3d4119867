// Lists that grow by pages.
import {html} from '../html.js';
import {useRef, useState} from '../lib/hooks.js';
import {continuation, get} from '../api.js';
import {useLoad} from '../ui.js';
import {Problem, useAction} from './confirm.js';
import texts from '../texts.js';

const PAGE = 50;

/** Returns the first page, the rows of all loaded pages, and a button for the next one. */
export function usePages(path, query, list) {
  const [more, setMore] = useState(/** @type {{rows: any[], token?: string | null}} */ ({rows: []}));
  const stop = useRef(new AbortController());
  const page = (token, signal) => get(path, {$top: PAGE, ...query, continuationToken: token}, signal);
  const first = useLoad(async signal => {
    // An answer to "Load more" of the list before does not belong into this one.
    stop.current.abort();
    stop.current = new AbortController();
    setMore({rows: []});
    return page(null, signal);
  }, [path, query]);
  const token = more.token === undefined && first.data ? continuation(first.data) : more.token;
  const next = useAction(async () => {
    const {signal} = stop.current;
    const found = await page(token, signal);
    if (!signal.aborted) setMore(before => ({rows: [...before.rows, ...found[list]], token: continuation(found)}));
  });
  const button = token
    ? html`<p class="more"><button type="button" disabled=${next.busy} onClick=${next.run}>${texts.common.more}</button>
    <${Problem} text=${next.problem} /></p>` : null;
  return {first, rows: [...first.data?.[list] ?? [], ...more.rows], token, button};
}
