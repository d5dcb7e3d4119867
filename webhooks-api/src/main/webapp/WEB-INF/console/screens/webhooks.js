// The webhooks that the person may see. The server searches, orders and counts.
import {html} from '../html.js';
import {useCallback, useEffect, useRef, useState} from '../lib/hooks.js';
import {continuation, get, getStatistics} from '../api.js';
import {Sparkline} from '../charts.js';
import {distance, hourOf, milliseconds, number, share, target, visible} from '../format.js';
import {go, place, replace} from '../router.js';
import {mayReadTypes} from '../session.js';
import {Empty, Foreign, Heading, Loaded, Notice, takeNotice, useAnnouncement, useLoad} from '../ui.js';
import {RowActions} from './actions.js';
import {Problem, useAction} from './confirm.js';
import {ORDERS, STATES, isFiltered, parametersOf, total, withPage} from './list-query.js';
import {State} from './state.js';
import {deliveriesAt} from './tabs.js';
import {shortId} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.webhooks;
const EVERY = 30000;
/** How long a person may pause while typing, before the list is read. */
const TYPING = 250;

/** @type {{key: string, page?: any, more: {rows: any[], token?: string | null}}} */
const EMPTY = {key: '', more: {rows: []}};

/** The rows that were shown last, so that Back shows as many, at once. */
let kept = EMPTY;

/** Reads the rows, page by page. They are read again by themselves until the person asks for a second page. */
function useRows(query) {
  const parameters = parametersOf(query);
  const key = JSON.stringify(parameters);
  const before = kept.key === key ? kept : EMPTY;
  const [more, setMore] = useState(before.more);
  const shown = useRef({key, pages: more.rows.length > 0});
  const stop = useRef(new AbortController());
  const page = (token, signal) => getStatistics('webhooks/statistics', {...parameters, continuationToken: token}, signal);
  const begin = () => {
    stop.current.abort();
    stop.current = new AbortController();
    shown.current = {key, pages: false};
    setMore(EMPTY.more);
  };
  const every = useCallback(() => shown.current.pages ? 0 : EVERY, []);
  const read = useLoad(async signal => {
    const found = await page(null, signal);
    if (shown.current.key !== key) begin();
    return found;
  }, [parameters], every, true);
  const first = read.data === undefined && !read.error && before.page ? {...read, data: before.page} : read;
  const token = more.token === undefined && first.data ? continuation(first.data) : more.token;
  const next = useAction(async () => {
    const {signal} = stop.current;
    const found = await page(token, signal);
    if (signal.aborted) return;
    shown.current = {key, pages: true};
    setMore(({rows}) => ({rows: [...rows, ...found.webhooks], token: continuation(found)}));
  });
  const again = () => { begin(); read.reload(); };
  useEffect(() => { if (read.data && !read.loading) kept = {key, page: read.data, more}; }, [read.data, read.loading, more]);
  return {first, rows: withPage(first.data?.webhooks ?? [], more.rows), token, next, again};
}

export function Webhooks({query}) {
  const {first, rows, token, next, again} = useRows(query);
  const [announcement, announce] = useAnnouncement();
  useEffect(() => announce(takeNotice()), []);
  const done = (...said) => { announce(...said); again(); };
  const none = rows.length === 0 && !token;
  return html`<${Heading} text=${words.title} />
    ${announcement}
    <${Filters} query=${query}><span class="muted" role="status">${first.loading ? first.data && texts.state.loading
      : (token && rows.length > 0 ? words.first : words.count)(number(rows.length))}</span><//>
    <${Loaded} of=${first}>${({complete}) => html`
      ${complete === false && html`<${Notice}>${words.partial}<//>`}
      ${none ? html`<${Empty} title=${isFiltered(query) ? '' : words.emptyTitle}
          text=${isFiltered(query) ? words.noMatch : words.empty} />`
        : rows.length === 0 ? html`<${Empty} text=${words.further} />`
        : html`<${List} rows=${rows} busy=${first.loading} begin=${() => announce('')} done=${done} />`}
      ${token && html`<p class="more"><button type="button" disabled=${next.busy || Boolean(first.loading)} onClick=${next.run}>
        ${texts.common.more}</button><${Problem} text=${next.problem} /></p>`}`}<//>`;
}

/** Puts what is typed into the address when the person pauses. */
function Search({query}) {
  const given = query.search ?? '';
  const [typed, setTyped] = useState(given);
  useEffect(() => setTyped(given), [given]);
  useEffect(() => {
    if (typed === given) return undefined;
    const timer = setTimeout(() => replace(['webhooks'], {...query, search: typed}), TYPING);
    return () => clearTimeout(timer);
  }, [typed]);
  return html`<input type="search" aria-label=${words.search} placeholder=${words.search} value=${typed}
    onInput=${event => setTyped(event.target.value)} />`;
}

function Filters({query, children}) {
  const catalogue = useLoad(async signal => mayReadTypes() ? get('event-types', {}, signal) : null, []);
  const names = (catalogue.data?.eventTypes ?? []).map(each => each.name);
  const types = [...new Set([...names, ...query.type ? [query.type] : []])].sort();
  const choice = (name, label, options) => html`<select aria-label=${label} value=${query[name] ?? ''}
    onChange=${event => go(['webhooks'], {...query, [name]: event.target.value})}>
    ${options.map(([value, text]) => html`<option key=${value} value=${value}>${text}</option>`)}</select>`;
  return html`<form class="filters" role="search" onSubmit=${event => event.preventDefault()}>
    <${Search} query=${query} />
    ${choice('state', words.state, [['', words.allStates], ...STATES.map(each => [each, texts.webhookState.names[each]])])}
    ${choice('type', words.type, [['', words.allTypes], ...types.map(each => [each, visible(each)])])}
    ${choice('order', words.order, ORDERS.map(each => [each === 'newest' ? '' : each, words.orders[each]]))}
    ${children}</form>`;
}

const List = ({rows, busy, begin, done}) => html`<table class="list webhooks" aria-busy=${Boolean(busy)}><thead><tr>
  <th scope="col">${words.target}</th><th scope="col">${words.state}</th><th scope="col">${words.types}</th>
  <th scope="col">${words.day}</th><th scope="col" class="figure">${words.failures}</th>
  <th scope="col" class="figure">${words.pending}</th><th scope="col" class="figure">${words.latency}</th>
  <th scope="col" class="end"><span class="hidden">${texts.common.actions}</span></th></tr></thead>
  <tbody>${rows.map(each => html`<${Row} key=${each.webhook.id} row=${each} begin=${begin} done=${done} />`)}</tbody></table>`;

/** Host and path, and below them the difference between webhooks at one address. */
function Target({webhook, description}) {
  const {host, path} = target(webhook.callbackUrl);
  return html`<a class="target" href=${place(['webhooks', webhook.id])}><b><${Foreign} text=${host} /></b>
    <span class="path"><${Foreign} text=${path} /></span></a>
    <span class="reason">${description && html`<${Foreign} text=${description} /> · `}
      ${webhook.scope === 'iTwin' && html`<span title=${visible(webhook.scopeId)}>
        ${texts.scope.iTwin} ${shortId(webhook.scopeId)}</span> · `}
      <span title=${visible(webhook.id)}>${shortId(webhook.id)}</span></span>`;
}

const Types = ({of}) => html`<code class="type"><${Foreign} text=${of[0]} /></code>
  ${of.length > 1 && html` <span class="muted" title=${of.map(visible).join('\n')}>${words.moreTypes(of.length - 1)}</span>`}`;

/**
 * A figure that leads to the deliveries that it counts.
 *
 * @param {any} props
 */
function Counted({id, status, since, children}) {
  const href = deliveriesAt(id, {status, since});
  return href ? html`<a href=${href}>${children}</a>` : html`<span>${children}</span>`;
}

function Row({row, begin, done}) {
  const {webhook, restricted, buckets = [], pending, countedSince, latencyMs} = row;
  const [good, bad, open] = ['succeeded', 'exhausted', 'pending'].map(name => total(row, name));
  const none = html`<span class="muted">–</span>`;
  return html`<tr>
    <td data-label=${words.target}><${Target} webhook=${webhook} description=${row.description} /></td>
    <td data-label=${words.state}><span><${State} of=${row} /></span></td>
    <td data-label=${words.types} class="kinds"><${Types} of=${webhook.eventTypes} /></td>
    <td data-label=${words.day}><span>${restricted ? none : good + bad + open === 0
      ? html`<span class="muted">${words.quiet}</span>`
      : html`<${Counted} id=${webhook.id} since=${buckets[0].start}><${Sparkline}
          columns=${buckets.map(each => [each.succeeded, each.exhausted, each.pending])}
          label=${words.spark(good + bad + open, bad)} /><//>`}
      ${row.filtered > 0 && html`<span class="reason">${words.filtered(number(row.filtered))}</span>`}</span></td>
    <td data-label=${words.failures} class=${'figure' + (bad > 0 ? ' bad' : '')}><span>${restricted ? '' : bad === 0
      ? share(bad, good + bad) : html`<${Counted} id=${webhook.id} status="exhausted" since=${buckets[0].start}>
        ${share(bad, good + bad)}<//>`}
      ${countedSince && html`<span class="reason">${words.since(hourOf(countedSince))}</span>`}</span></td>
    <td data-label=${words.pending} class="figure">${!pending || pending.count === 0 ? none
      : html`<span><${Counted} id=${webhook.id} status="pending">
        ${pending.complete ? number(pending.count) : texts.webhook.atLeast(number(pending.count))}<//>
        ${row.oldestPending && html`<span class="reason">${words.oldest(distance(row.oldestPending))}</span>`}</span>`}</td>
    <td data-label=${words.latency} class="figure">${latencyMs ? milliseconds(latencyMs.p95) : none}</td>
    <td class="end"><${RowActions} webhook=${webhook} state=${row} restricted=${restricted} begin=${begin}
      done=${done} /></td></tr>`;
}
