// One webhook: its state, what it delivers, and what can be done with it.
import {html} from '../html.js';
import {useRef, useState} from '../lib/hooks.js';
import {ApiError, get, getStatistics, webhookPath} from '../api.js';
import {Bars, Lines, Ranking} from '../charts.js';
import {distance, hourOf, milliseconds, number, share, shortTime, time} from '../format.js';
import {go, place} from '../router.js';
import {Choice, Foreign, Id, Loaded, Notice, Time, leaveNotice, useAnnouncement, useLoad} from '../ui.js';
import {ActionDialog} from './actions.js';
import {By, lastDeactivation} from './acts.js';
import {AttemptError} from './attempt.js';
import {State, WebhookHeading} from './state.js';
import {Tabs, deliveriesAt} from './tabs.js';
import {hasScope, mayChange, mayOpen} from '../session.js';
import {BUSY, isBlocked, isOffered, mayBeBlocked, stateOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.webhook;
const EVERY = 15000;
const SERIES = ['succeeded', 'exhausted', 'cancelled', 'pending'].map(kind =>
  ({kind, name: texts.status[kind], of: bucket => bucket[kind]}));
const LATENCY = [{kind: 'p50', name: words.p50, of: bucket => bucket.latencyMs?.p50},
  {kind: 'p95', name: words.p95, of: bucket => bucket.latencyMs?.p95}];

/**
 * The deliveries of a webhook on an iTwin of the person's account belong to its owner: the API answers 403. Statistics
 * that take too long must not hide the webhook and what can be done with it.
 */
const orNone = promise => promise.catch(error => {
  if (error instanceof ApiError && error.status === 403) return null;
  if (error instanceof ApiError && error.status === 503) return BUSY;
  throw error;
});

export function Webhook({id, query}) {
  const period = Object.hasOwn(words.window, query.window) ? query.window : 'P1D';
  const opened = useRef('');
  const loaded = useLoad(async signal => {
    const own = get(webhookPath(id), {}, signal);
    const deactivated = () => orNone(lastDeactivation(id, signal));
    // The first time, nobody knows whether the webhook is inactive, and somebody waits.
    const deactivation = opened.current === id ? own.then(found => found.active ? null : deactivated()) : deactivated();
    const [webhook, health, options, statistics, timeline, attempts, latest] = await Promise.all([
      own,
      orNone(get(webhookPath(id, 'health'), {}, signal)),
      mayOpen('options') ? orNone(get(webhookPath(id, 'options'), {}, signal)) : null,
      orNone(getStatistics(webhookPath(id, 'statistics'), {window: 'PT1H'}, signal)),
      orNone(getStatistics(webhookPath(id, 'statistics', 'timeline'), {window: period}, signal)),
      orNone(getStatistics(webhookPath(id, 'statistics', 'attempts'), {window: period}, signal)),
      deactivation,
    ]);
    opened.current = id;
    return {webhook, health, options, statistics, timeline, attempts, deactivation: latest === BUSY ? null : latest};
  }, [id, period], EVERY, true);
  return html`<p class="crumbs"><a href=${place(['webhooks'])}>${texts.nav.webhooks}</a></p>
    <${WebhookHeading} webhook=${loaded.data?.webhook} text=${words.overview} />
    <${Loaded} of=${loaded}>${data => html`<${Overview} ...${data} period=${period} reload=${loaded.reload} />`}<//>`;
}

function Overview({webhook, health, options, statistics, timeline, attempts, deactivation, period, reload}) {
  const [open, setOpen] = useState(null);
  const [announcement, announce] = useAnnouncement();
  const start = name => { announce(''); setOpen(name); };
  const done = (...said) => { setOpen(null); announce(...said); reload(); };
  const removed = text => {
    setOpen(null);
    leaveNotice(text);
    go(['webhooks']);
  };
  const busy = [statistics, timeline, attempts].includes(BUSY);
  const state = stateOf(webhook, health);
  const recover = {since: statistics?.undelivered?.since};
  return html`${announcement}<${Actions} webhook=${webhook} state=${state} restricted=${!statistics} open=${start} />
    <${Tabs} id=${webhook.id} current="overview" restricted=${!statistics} />
    ${!statistics && html`<${Notice}>${words.restricted}<//>`}
    ${!webhook.active && html`<${Inactive} state=${state} statistics=${statistics} deactivation=${deactivation}
      recover=${() => start('recover')} />`}
    ${state.state === 'failing' && html`<${Failing} webhook=${webhook} health=${health} />`}
    <${Facts} webhook=${webhook} description=${options?.description} />
    ${timeline && html`<div class="toolbar"><h2>${texts.deliveries.title}</h2>
      <${Choice} label=${words.windowLabel} options=${words.window} value=${period}
        choose=${window => go(['webhooks', webhook.id], {window})} /></div>
      ${busy ? html`<${Notice} kind="warning">${words.busy}<//>` : html`
        <${Figures} id=${webhook.id} statistics=${statistics} timeline=${timeline} attempts=${attempts} />
        <${Charts} id=${webhook.id} timeline=${timeline} attempts=${attempts} period=${timeline.window} />`}`}
    <${ActionDialog} name=${open} webhook=${webhook} preset=${open === 'edit'
      ? {options: options === BUSY ? null : options, pending: timeline === BUSY ? null : timeline?.pending} : recover}
      close=${() => setOpen(null)} done=${done} removed=${removed} />`;
}

function Actions({webhook, state, restricted, open}) {
  const paused = state.state === 'paused' && state.reason === 'owner';
  const names = (!mayChange() ? [] : restricted ? (webhook.active ? ['deactivate'] : [])
    : [webhook.active ? 'deactivate' : 'activate', 'edit', 'test', 'recover',
      ...webhook.active ? [paused ? 'resume' : 'pause'] : [], 'rotate', 'remove']).filter(name => isOffered(name, state));
  return html`<div class="actions"><span class="state"><${State} of=${state} /></span>${names.map(name =>
    html`<button type="button" key=${name} class=${name === 'activate' ? 'primary' : name === 'remove' ? 'danger-text' : ''}
      onClick=${() => open(name)}>${texts.act[name]}</button>`)}</div>`;
}

/** The latest failure, and what to do. */
function Failing({webhook, health}) {
  const href = deliveriesAt(webhook.id, {since: health.since});
  return html`<${Notice} kind="danger">
    <b>${words.failing(number(health.failureStreak))}</b>${' '}
    ${health.lastError && html`${health.lastError.statusCode && html`<span>HTTP ${health.lastError.statusCode}. </span>`}
      <${AttemptError} attempt=${health.lastError} />`}
    ${href && html`<a href=${href}>${words.failingDeliveries}</a>`}<//>`;
}

function Inactive({state, statistics, deactivation, recover}) {
  const reason = statistics?.deactivationReason ?? 'unknown';
  const undelivered = statistics?.undelivered;
  const blocked = isBlocked(state);
  return html`<${Notice} kind=${!blocked && (reason === 'owner' || reason === 'unknown') ? 'info' : 'danger'}>
    ${blocked ? html`<${Blocked} state=${state} />`
      : html`<p><b>${texts.reason[reason === 'owner' && deactivation ? 'byOwner' : reason] ?? texts.reason.unknown}</b>${' '}
        ${mayBeBlocked(state) ? words.unread : texts.remedy[reason] ?? texts.remedy.unknown}</p>`}
    ${deactivation && html`<p>${words.deactivated(time(deactivation.time))}${' '}<${By} act=${deactivation} /></p>`}
    ${undelivered && mayChange() && html`<p>${words.undelivered(number(undelivered.count), time(undelivered.since))}${' '}
      ${isOffered('recover', state) && html`<button type="button" class="small" onClick=${recover}>${words.recover}</button>`}
      </p>`}<//>`;
}

/** Says which block holds, and who can remove it. An operator gets the way to the blocks. */
const Blocked = ({state}) => html`<p><b>${texts.webhookState.blocks[state.reason] ?? texts.webhookState.names.blocked}</b>${' '}
  ${words.blocked}${' '}
  ${hasScope('webhooks:admin') && html`<a href=${place(['operator', 'blocks'])}>${words.toBlocks}</a>`}</p>`;

const Facts = ({webhook, description}) => html`<dl class="facts">
  ${description && html`<div class="wide"><dt>${texts.options.names.description}</dt>
    <dd><${Foreign} text=${description} /></dd></div>`}
  <div class="wide"><dt>${words.url}</dt>
    <dd><code class="url"><${Foreign} text=${webhook.callbackUrl ?? '–'} /></code></dd></div>
  <div><dt>${texts.create.scope}</dt><dd>${texts.scope[webhook.scope]} <code>
    <${Foreign} text=${webhook.scopeId} /></code></dd></div>
  <div><dt>${words.id}</dt><dd><${Id} text=${webhook.id} what=${words.id} /></dd></div>
  <div><dt>${words.created}</dt><dd><${Time} of=${webhook.created} /></dd></div>
  <div><dt>${words.modified}</dt><dd><${Time} of=${webhook.modified} /></dd></div>
  <div class="wide"><dt>${texts.webhooks.types}</dt><dd><ul class="types">${webhook.eventTypes.map(type =>
    html`<li key=${type}><code><${Foreign} text=${type} /></code></li>`)}</ul></dd></div></dl>`;

/** Returns the addresses of the deliveries of a webhook that a figure counts. */
const leadOf = id => query => deliveriesAt(id, query);

function Figures({id, statistics, timeline, attempts}) {
  const lead = leadOf(id);
  const since = timeline.buckets[0]?.start;
  const total = kind => timeline.buckets.reduce((sum, each) => sum + each[kind], 0);
  const [good, bad] = [total('succeeded'), total('exhausted')];
  const tried = attempts.answers.reduce((sum, each) => sum + each.attempts, 0);
  const failed = attempts.answers.reduce((sum, each) => sum + (each.error ? each.attempts : 0), 0);
  const {pending} = timeline;
  const waiting = pending.count > 0 && lead({status: 'pending'});
  const figures = [
    [words.delivered, number(good), good > 0 && lead({status: 'succeeded', since})],
    [words.failed, number(bad), bad > 0 && lead({status: 'exhausted', since}), bad > 0],
    [words.errorShare, share(failed, tried), null, failed > 0],
    [words.backlog, pending.complete ? number(pending.count) : words.atLeast(number(pending.count)), waiting],
    [words.oldest, statistics.oldestPending ? words.ago(distance(statistics.oldestPending)) : texts.common.none, waiting],
    [words.streak, number(statistics.consecutiveFailures), null, statistics.consecutiveFailures > 0],
  ];
  return html`<dl class="figures">${figures.map(([name, value, href, bad_]) =>
    html`<div key=${name} class=${bad_ ? 'bad' : ''}><dt>${name}</dt>
      <dd>${href ? html`<a href=${href}>${value}</a>` : value}</dd></div>`)}</dl>
    ${statistics.recovery && !statistics.recovery.complete
      && html`<${Notice}>${words.recovering(number(statistics.recovery.recovered))}<//>`}`;
}

/** Returns the address of the deliveries of a bucket, of one status if it is given. */
const leadOfBuckets = (id, buckets) => (bucket, status) => leadOf(id)(
  {status, since: bucket.start, until: buckets[buckets.indexOf(bucket) + 1]?.start});

function Charts({id, timeline, attempts, period}) {
  const label = bucket => (period === 'PT1H' ? hourOf : shortTime)(bucket.start);
  const total = timeline.buckets.reduce((all, bucket) => SERIES.reduce((sum, series) => sum + series.of(bucket), all), 0);
  if (attempts.answers.length === 0 && total === 0) {
    return html`<div class="empty"><p>${words.empty}</p></div>`;
  }
  const since = timeline.buckets[0]?.start;
  const lead = leadOf(id);
  const types = attempts.eventTypes.map(each => ({
    id: each.eventType, name: html`<code><${Foreign} text=${each.eventType} /></code>`, kind: 'plain',
    value: SERIES.reduce((sum, series) => sum + series.of(each), 0), href: lead({eventType: each.eventType, since})}));
  const answers = attempts.answers.map(each => ({
    id: `${each.statusCode} ${each.error}`, name: each.statusCode ? `HTTP ${each.statusCode}` : words.failedAs[each.error]
      ?? words.noAnswer,
    kind: each.error ? 'exhausted' : 'succeeded', value: each.attempts,
    href: lead(each.statusCode ? {statusCode: String(each.statusCode), since} : {error: each.error, since})}));
  return html`${timeline.countedSince && html`<${Notice}>${words.partial(time(timeline.countedSince))}<//>`}
    <div class="charts">
      <${Bars} title=${words.volume} buckets=${timeline.buckets} series=${SERIES} label=${label}
        lead=${leadOfBuckets(id, timeline.buckets)} />
      <${Lines} title=${words.latencyTitle} buckets=${attempts.buckets} series=${LATENCY} label=${label} format=${milliseconds} />
      <section class="chart"><h3>${words.answers}</h3><${Ranking} rows=${answers} label=${words.answers} /></section>
      <section class="chart"><h3>${words.byType}</h3><${Ranking} rows=${types} label=${words.byType} /></section>
    </div>${total >= attempts.sampled && html`<p class="muted">${words.sampled(number(attempts.sampled))}</p>`}`;
}
