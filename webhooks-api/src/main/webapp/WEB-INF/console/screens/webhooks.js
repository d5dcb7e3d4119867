// All webhooks that the person may see.
import {html} from '../html.js';
import {useEffect, useRef, useState} from '../lib/hooks.js';
import {ApiError, continuation, get, getStatistics, webhookPath} from '../api.js';
import {Sparkline} from '../charts.js';
import {hourOf, milliseconds, number, share, target, visible} from '../format.js';
import {go, place, replace} from '../router.js';
import {Active, Empty, Foreign, Heading, Loaded, Notice, reportEnd, runWhenSeen, takeNotice, useAnnouncement,
  useLoad} from '../ui.js';
import {RowActions} from './actions.js';
import texts from '../texts.js';

const words = texts.webhooks;
const PAGE = 100;
const MAX_PAGES = 20;
const SHOWN = 50;
/** Ordering by a figure reads those of all webhooks, one after the other. */
const MAX_ORDERED = 200;
/** How long figures that could not be read wait for another try. */
const AGAIN_AFTER = 30000;

/** Reads all pages: a search must find webhooks of all of them. The bound keeps the browser quick. */
async function all(signal) {
  const found = [];
  let token;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await get('webhooks', {$top: PAGE, continuationToken: token}, signal);
    found.push(...answer.webhooks);
    token = continuation(answer);
    if (!token) break;
  }
  return {webhooks: found, complete: !token};
}

function matches(webhook, {search = '', state, type}) {
  const {host, path} = target(webhook.callbackUrl);
  const text = [host, path, webhook.id, webhook.scopeId, ...webhook.eventTypes].join(' ').toLowerCase();
  return search.toLowerCase().split(/\s+/).every(word => text.includes(word))
    && (!state || (state === 'active') === webhook.active)
    && (!type || webhook.eventTypes.includes(type));
}

export function Webhooks({query}) {
  const loaded = useLoad(all, [], 0, true);
  const [announcement, tell] = useAnnouncement();
  useEffect(() => tell(takeNotice()), []);
  const done = (...said) => { tell(...said); loaded.reload(); };
  return html`<${Heading} text=${words.title} />
    ${announcement}
    <${Loaded} of=${loaded}>${({webhooks, complete}) => webhooks.length === 0
      ? html`<${Empty} title=${words.emptyTitle} text=${words.empty} />`
      : html`${!complete && html`<${Notice}>${words.partial(number(webhooks.length))}<//>`}
        <${List} webhooks=${webhooks} query=${query} begin=${() => tell('')} done=${done} />`}<//>`;
}

function List({webhooks, query, begin, done}) {
  const [shown, setShown] = useState(SHOWN);
  const [figures, ask, forget] = useFigures();
  const newest = webhooks.filter(each => matches(each, query));
  const value = ORDERS.get(query.order);
  const ordered = value ? newest.slice(0, MAX_ORDERED) : [];
  const known = ordered.filter(each => figures[keyOf(each)]).length;
  useEffect(() => ordered.forEach(ask), [ordered.map(keyOf).join()]);
  const rank = webhook => figures[keyOf(webhook)]?.unread ? -2 : value?.(figures[keyOf(webhook)]);
  const found = value ? [...ordered].sort((one, other) => rank(other) - rank(one)) : newest;
  const unread = found.filter(each => figures[keyOf(each)]?.unread);
  const askAgain = () => {
    forget(unread);
    unread.forEach(ask);
  };
  useEffect(() => unread.length > 0 ? runWhenSeen(askAgain, AGAIN_AFTER) : undefined, [unread.map(keyOf).join()]);
  const types = [...new Set(webhooks.flatMap(each => each.eventTypes))].sort();
  const filter = change => go(['webhooks'], {...query, ...change});
  return html`<form class="filters" role="search" onSubmit=${event => event.preventDefault()}>
      <input type="search" aria-label=${words.search} placeholder=${words.search} value=${query.search ?? ''}
        onInput=${event => replace(['webhooks'], {...query, search: event.target.value})} />
      <select aria-label=${words.state} value=${query.state ?? ''} onChange=${event => filter({state: event.target.value})}>
        <option value="">${words.allStates}</option>
        <option value="active">${texts.common.active}</option>
        <option value="inactive">${texts.common.inactive}</option></select>
      <select aria-label=${words.type} value=${query.type ?? ''} onChange=${event => filter({type: event.target.value})}>
        <option value="">${words.allTypes}</option>
        ${types.map(type => html`<option key=${type} value=${type}>${visible(type)}</option>`)}</select>
      <select aria-label=${words.order} value=${query.order ?? ''} onChange=${event => filter({order: event.target.value})}>
        ${Object.entries(words.orders).map(([name, text]) => html`<option key=${name} value=${name}>${text}</option>`)}</select>
      <span class="muted" role="status">${known < ordered.length ? words.reading(known, ordered.length)
        : words.count(newest.length, webhooks.length)}</span>
    </form>
    ${unread.length > 0 && html`<${Notice} kind="warning">${(value ? words.unreadOrder : words.unread)(unread.length)}${' '}
      <button type="button" class="small" onClick=${askAgain}>${texts.state.retry}</button><//>`}
    ${value && newest.length > MAX_ORDERED && html`<${Notice}>${words.orderedPart(number(MAX_ORDERED))}<//>`}
    ${found.length === 0 ? html`<${Empty} text=${words.noMatch} />` : html`<table class="list webhooks"><thead><tr>
      <th scope="col">${words.target}</th><th scope="col">${words.state}</th><th scope="col">${words.types}</th>
      <th scope="col">${words.scope}</th><th scope="col">${words.day}</th><th scope="col" class="figure">${words.failures}</th>
        <th scope="col" class="figure">${words.latency}</th>
      <th scope="col" class="end"><span class="hidden">${texts.common.actions}</span></th></tr></thead>
      <tbody>${found.slice(0, shown)
        .map(each => html`<${Row} key=${each.id} webhook=${each} figures=${figures[keyOf(each)]} ask=${ask} begin=${begin}
          done=${done} />`)}</tbody></table>`}
    ${found.length > shown && html`<p class="more"><button type="button" onClick=${() => setShown(shown + SHOWN)}>
      ${texts.common.more}</button></p>`}`;
}

/** Figures of the same webhook before and after it was deactivated differ. */
const keyOf = webhook => `${webhook.id} ${webhook.active}`;

/** Loads the figures of a webhook when they are asked for, once, unless they are forgotten because they could not be read. */
/** @returns {[figures: Record<string, any>, ask: (webhook: any) => void, forget: (webhooks: any[]) => void]} */
function useFigures() {
  const [figures, setFigures] = useState(/** @type {Record<string, any>} */ ({}));
  const asked = useRef(new Set());
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const ask = webhook => {
    const key = keyOf(webhook);
    if (asked.current.has(key)) return;
    asked.current.add(key);
    const {signal} = stop.current;
    const note = found => { if (!signal.aborted) setFigures(before => ({...before, [key]: found})); };
    Promise.all(['timeline', ''].map(part =>
      getStatistics(webhookPath(webhook.id, 'statistics', ...part ? [part] : []), {window: 'P1D'}, signal, 'list'))).then(
      ([timeline, statistics]) => note({timeline, reason: statistics.deactivationReason, latency: statistics.latencyMs?.p95}),
      error => {
        if (signal.aborted) return;
        reportEnd(error);
        note(withoutFigures(error));
      });
  };
  const forget = webhooks => {
    webhooks.forEach(each => asked.current.delete(keyOf(each)));
    setFigures(before => ({...before, ...Object.fromEntries(webhooks.map(each => [keyOf(each), undefined]))}));
  };
  return [figures, ask, forget];
}

/** Why a webhook has no figures. */
function withoutFigures(error) {
  // Another account's webhook on an iTwin of this one: its deliveries are not for this person.
  if (error instanceof ApiError && error.status === 403) return {restricted: true};
  // It was deleted meanwhile.
  if (error instanceof ApiError && error.status === 404) return {};
  return {unread: true};
}

const total = (figures, name) => (figures?.timeline?.buckets ?? []).reduce((sum, each) => sum + each[name], 0);

/** What puts a webhook first, by the name of the order. */
const ORDERS = new Map(Object.entries({
  slow: figures => figures?.latency ?? -1, failing: figures => total(figures, 'exhausted'),
  pending: figures => figures?.timeline?.pending.count ?? -1,
}));

/** Asks for the figures of the row when it comes into view. */
function useView(webhook, ask) {
  const row = useRef();
  useEffect(() => {
    const watch = new IntersectionObserver(entries => {
      if (!entries.some(each => each.isIntersecting)) return;
      watch.disconnect();
      ask(webhook);
    });
    watch.observe(row.current);
    return () => watch.disconnect();
  }, [keyOf(webhook)]);
  return row;
}

function Row({webhook, figures, ask, begin, done}) {
  const row = useView(webhook, ask);
  const {host, path} = target(webhook.callbackUrl);
  const buckets = figures?.timeline?.buckets ?? [];
  const [good, bad, open] = ['succeeded', 'exhausted', 'pending'].map(name => total(figures, name));
  return html`<tr ref=${row}>
    <td data-label=${words.target}><a class="target" href=${place(['webhooks', webhook.id])}><b><${Foreign} text=${host} /></b>
      <span class="path"><${Foreign} text=${path} /></span></a></td>
    <td data-label=${words.state}><${Active} is=${webhook.active} />
      ${!webhook.active && figures?.reason && figures.reason !== 'owner'
        && html`<span class="reason">${texts.reason[figures.reason] ?? texts.reason.unknown}</span>`}</td>
    <td data-label=${words.types}><code class="type"><${Foreign} text=${webhook.eventTypes[0]} /></code>
      ${webhook.eventTypes.length > 1 && html` <span class="muted" title=${webhook.eventTypes.map(visible).join('\n')}>
        ${words.moreTypes(webhook.eventTypes.length - 1)}</span>`}</td>
    <td data-label=${words.scope}><span title=${visible(webhook.scopeId)}>
      ${texts.scope[webhook.scope] ?? visible(webhook.scope)}</span></td>
    <td data-label=${words.day}>
      ${!figures?.timeline ? html`<span class="muted">${!figures ? '…' : figures.unread ? words.notRead : '–'}</span>`
      : good + bad + open === 0 ? html`<span class="muted">${words.quiet}</span>`
      : html`<${Sparkline} columns=${buckets.map(each => [each.succeeded, each.exhausted, each.pending])}
          label=${words.spark(good + bad + open, bad)} />`}</td>
    <td data-label=${words.failures} class=${'figure' + (bad > 0 ? ' bad' : '')}>
      ${figures?.timeline ? share(bad, good + bad) : ''}
      ${figures?.timeline?.countedSince && html`<span class="reason">
        ${words.since(hourOf(figures.timeline.countedSince))}</span>`}</td>
    <td data-label=${words.latency} class="figure">${figures?.latency === undefined
      ? html`<span class="muted">${figures && !figures.unread ? '–' : ''}</span>` : milliseconds(figures.latency)}</td>
    <td class="end"><${RowActions} webhook=${webhook} restricted=${figures?.restricted} begin=${begin} done=${done} /></td></tr>`;
}

