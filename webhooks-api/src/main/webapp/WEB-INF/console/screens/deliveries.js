// The deliveries of a webhook, newest first. The filters are in the address.
import {html} from '../html.js';
import {useEffect, useRef, useState} from '../lib/hooks.js';
import {continuation, get, webhookPath} from '../api.js';
import {distance, instant, localInput, visible} from '../format.js';
import {go, place, replace} from '../router.js';
import {Active, Empty, Failure, Foreign, Loaded, Notice, Status, Time, reportEnd, runWhenSeen, useAnnouncement,
  useLoad} from '../ui.js';
import {WebhookHeading} from './state.js';
import {Tabs} from './tabs.js';
import {ActionDialog, typesOf} from './actions.js';
import {useAction} from './confirm.js';
import {mayChange} from '../session.js';
import texts from '../texts.js';

const words = texts.deliveries;
const PAGE = 50;
const LIVE_EVERY = 2000;
const MAX_ROWS = 1000;
const MAX_LIVE_PAGES = 10;
const OVERLAP = 30000;
const STATUSES = Object.keys(texts.status);
/** Without a status, the dialog takes exhausted and cancelled deliveries. */
const RECOVERABLE = ['', 'exhausted', 'cancelled', 'pending'];

export function Deliveries({id, query}) {
  const webhook = useLoad(signal => get(webhookPath(id), {}, signal), [id]);
  return html`<p class="crumbs"><a href=${place(['webhooks'])}>${texts.nav.webhooks}</a></p>
    <${WebhookHeading} webhook=${webhook.data} text=${words.title} />
    <${Loaded} of=${webhook}>${found => html`<div class="actions"><${Active} is=${found.active} /></div>
      <${Tabs} id=${id} current="deliveries" /><${List} webhook=${found} query=${query} />`}<//>`;
}

const older = (one, other) => one.created < other.created || one.created === other.created && one.id < other.id;

/** Adds rows of a next page, each once, newest first. */
function added(rows, next) {
  const ids = new Set(next.map(each => each.id));
  return [...rows.filter(each => !ids.has(each.id)), ...next].sort((one, other) => older(one, other) ? 1 : -1);
}

/**
 * Puts what was read anew over what is shown. Deliveries that became visible late come to their place, and those that no
 * longer match the filters go. Nothing is shown twice.
 *
 * @param fresh the newest deliveries
 * @param whole whether there are no older ones than those
 * @param since the time since which all were read, if it is before the oldest of them
 */
export function merge(shown, fresh, whole, since) {
  const last = fresh[fresh.length - 1];
  const ids = new Set(fresh.map(each => each.id));
  const unread = each => since ? each.created < since : !last || older(each, last);
  return [...fresh, ...whole ? [] : shown.filter(each => !ids.has(each.id) && unread(each))];
}

/**
 * Reads the newest page, and then what came since the time up to which was read before, and a little further: a delivery
 * becomes visible when its event is stored, which can be after younger ones. A page of a rare type can have no rows, so it is
 * the API that says whether there is more since then: rows don't.
 *
 * @param page reads a page with these parameters
 * @param readTo the time up to which was read before, if it was
 * @returns {Promise<any>} gap says whether there is more than may be read at a time
 */
async function readNew(page, readTo, filters) {
  const newest = await page({});
  const fresh = [...newest.deliveries];
  const last = fresh[fresh.length - 1];
  let token = continuation(newest);
  if (!token || !readTo) return {fresh, whole: !token, begins: true, token, gap: false};
  const from = Math.max(Date.parse(readTo) - OVERLAP, filters.since ? Date.parse(filters.since) : 0);
  const since = new Date(from).toISOString();
  if (last && last.created < since) return {fresh, whole: false, gap: false};
  for (let pages = 1; token && pages < MAX_LIVE_PAGES; pages++) {
    const found = await page({continuationToken: token, since});
    fresh.push(...found.deliveries);
    token = continuation(found);
  }
  return {fresh, whole: false, since, token, gap: Boolean(token)};
}

/** The rows after a poll. */
function updated(before, {fresh, whole, begins, since, token, gap}, readTo) {
  // More than can be read came meanwhile: what was shown before no longer joins up.
  if (gap && fresh.length > 0) return {rows: fresh, token, gap: words.gap, readTo};
  // Of a rare type none was found. What is shown stays, and the next page begins where the search ended.
  if (gap) return {...before, token, gap: words.searched, readTo, stale: false};
  const rows = merge(before.rows, fresh, whole, since);
  return {...before, rows: rows.slice(0, MAX_ROWS), token: begins ? token : before.token, cut: before.cut
    || rows.length > MAX_ROWS,
    readTo, stale: false};
}

/** Keeps the rows of all loaded pages. While live, new and changed rows come to their places. */
function useRows(id, filters, live) {
  const [state, setState] = useState(/** @type {any} */ ({}));
  const [round, setRound] = useState(0);
  const current = useRef();
  const key = JSON.stringify(filters);
  const read = (query, signal) => get(webhookPath(id, 'deliveries'), query, signal);
  const page = (more, signal) => read({$top: PAGE, ...filters, ...more}, signal);
  /** The time of the newest delivery, of any type. It is read before the rows, so that all until then are read with them. */
  const newest = async signal => filters.eventType ? (await read({$top: 1}, signal)).deliveries[0]?.created : undefined;
  useEffect(() => {
    const stop = new AbortController();
    const {signal} = stop;
    current.current = signal;
    setState({});
    newest(signal).then(async readTo => {
      const first = await page({}, signal);
      if (!signal.aborted) setState({rows: first.deliveries, token: continuation(first), readTo});
    }).catch(error => {
      if (signal.aborted) return;
      reportEnd(error);
      setState({error});
    });
    return () => stop.abort();
  }, [id, key, round]);
  useEffect(() => {
    if (!live || !state.rows) return undefined;
    const stop = new AbortController();
    const {signal} = stop;
    const poll = async () => {
      const readTo = await newest(signal);
      const found = await readNew(more => page(more, signal), filters.eventType ? state.readTo : state.rows[0]?.created, filters);
      if (!signal.aborted) setState(before => updated(before, found, readTo));
    };
    const cancel = runWhenSeen(() => poll().catch(error => {
      if (signal.aborted) return;
      reportEnd(error);
      setState(before => ({...before, stale: true, rows: [...before.rows]}));
    }), LIVE_EVERY);
    return () => { stop.abort(); cancel(); };
  }, [live, state, key]);
  const more = useAction(async () => {
    const {token} = state;
    const signal = current.current;
    const next = await page({continuationToken: token}, signal);
    // The rows may be those of other filters by now, or begin anew.
    if (signal.aborted) return;
    setState(before => before.token === token ? {...before, rows: added(before.rows, next.deliveries), token: continuation(next)}
      : before);
  });
  return {...state, more, reload: () => setRound(each => each + 1)};
}

function List({webhook, query}) {
  const {status, eventType, since, until} = query;
  const filters = {status, eventType, since, until};
  const live = query.live === 'yes' && !until;
  const [open, setOpen] = useState(null);
  const [announcement, tell] = useAnnouncement();
  const {rows, token, error, stale, gap, cut, more, reload} = useRows(webhook.id, filters, live);
  const filter = change => go(['webhooks', webhook.id, 'deliveries'], {...query, ...change});
  const setLive = on => replace(['webhooks', webhook.id, 'deliveries'], {...query, live: on ? 'yes' : ''});
  const filtered = Object.values(filters).some(Boolean);
  const done = (...said) => { setOpen(null); tell(...said); reload(); };
  return html`${announcement}<${Filters} types=${typesOf(webhook, eventType)} query=${query} live=${live} setLive=${setLive}
    filter=${filter} recover=${() => { tell(''); setOpen('recover'); }} />
    ${gap && html`<${Notice}>${gap}<//>`}${cut && html`<${Notice}>${words.cut}<//>`}
    ${stale && html`<p class="notice warning" role="status">${texts.state.stale}</p>`}
    ${error ? html`<${Failure} error=${error} />`
      : !rows ? html`<p class="loading" role="status">${texts.state.loading}</p>`
      : rows.length === 0 ? html`<${Empty} text=${token ? words.searching : filtered ? words.noMatch : words.empty} />`
      : html`<${Rows} webhookId=${webhook.id} rows=${rows} />`}
    ${rows && token && !cut
      && html`<p class="more"><button type="button" disabled=${more.busy} onClick=${more.run}>${texts.common.more}</button>
      ${more.problem && html`<span role="alert"> ${more.problem}</span>`}</p>`}
    <${ActionDialog} name=${open} webhook=${webhook} preset=${filters} close=${() => setOpen(null)} done=${done} />`;
}

function Filters({types, query, live, setLive, filter, recover}) {
  const filtered = ['status', 'eventType', 'since', 'until'].some(each => query[each]);
  return html`<form class="filters" aria-label=${words.filter} onSubmit=${event => event.preventDefault()}>
    <select aria-label=${words.status} value=${query.status ?? ''} onChange=${event => filter({status: event.target.value})}>
      <option value="">${texts.common.all}</option>
      ${STATUSES.map(status => html`<option key=${status} value=${status}>${texts.status[status]}</option>`)}</select>
    <select aria-label=${words.type} value=${query.eventType ?? ''} onChange=${event => filter({eventType: event.target.value})}>
      <option value="">${texts.webhooks.allTypes}</option>
      ${types.map(type => html`<option key=${type} value=${type}>${visible(type)}</option>`)}</select>
    <label>${words.since} <input type="datetime-local" value=${localInput(query.since)}
      onChange=${event => filter({since: instant(event.target.value)})} /></label>
    <label>${words.until} <input type="datetime-local" value=${localInput(query.until)}
      onChange=${event => filter({until: instant(event.target.value)})} /></label>
    <button type="button" aria-pressed=${live} disabled=${Boolean(query.until)} class="toggle" title=${words.liveOn}
      onClick=${() => setLive(!live)}><span class="lamp"></span>${words.live}</button>
    ${filtered && html`<button type="button" class="quiet" onClick=${() =>
      filter({status: '', eventType: '', since: '', until: ''})}>${texts.common.clear}</button>`}
    ${mayChange() && RECOVERABLE.includes(query.status ?? '')
      && html`<button type="button" onClick=${recover}>${texts.act.recover}</button>`}
      </form>`;
}

const Rows = ({webhookId, rows}) => html`<table class="list deliveries"><thead><tr>
  <th scope="col">${words.time}</th><th scope="col">${words.status}</th><th scope="col">${words.type}</th>
    <th scope="col">${words.id}</th>
  <th scope="col">${words.last}</th><th scope="col" class="figure">${words.attempts}</th>
    <th scope="col">${words.next}</th></tr></thead>
  <tbody>${rows.map(each => html`<tr key=${each.id}>
    <td data-label=${words.time}><a href=${place(['webhooks', webhookId, 'deliveries', each.id])}>
      <${Time} of=${each.created} /></a></td>
    <td data-label=${words.status}><${Status} of=${each.status} /></td>
    <td data-label=${words.type}><code class="type"><${Foreign} text=${each.eventType} /></code></td>
    <td data-label=${words.id}><code class="muted">${each.messageId}</code></td>
    <td data-label=${words.last}>${each.lastStatusCode ? `HTTP ${each.lastStatusCode}` : each.lastError
      ? texts.webhook.failedAs[each.lastError] : html`<span class="muted">–</span>`}</td>
    <td data-label=${words.attempts} class="figure">${each.attemptCount}</td>
    <td data-label=${words.next} class=${each.nextAttempt ? '' : 'blank'}>
      ${each.nextAttempt ? (Date.parse(each.nextAttempt) > Date.now() ? words.due(distance(each.nextAttempt)) : words.soon)
      : html`<span class="muted">–</span>`}</td></tr>`)}</tbody></table>`;
