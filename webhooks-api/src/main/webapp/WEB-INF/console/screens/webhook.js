// One webhook: its state, what it delivers, and what can be done with it.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {ApiError, get, getStatistics, webhookPath} from '../api.js';
import {Bars, Lines, Ranking} from '../charts.js';
import {distance, hourOf, milliseconds, number, share, shortTime, target, time, visible} from '../format.js';
import {go, place} from '../router.js';
import {Active, Choice, Foreign, Heading, Id, Loaded, Notice, Time, leaveNotice, useAnnouncement, useLoad} from '../ui.js';
import {ActionDialog} from './actions.js';
import {By, lastDeactivation} from './acts.js';
import {Tabs} from './tabs.js';
import texts from '../texts.js';

const words = texts.webhook;
const EVERY = 15000;
const SERIES = ['succeeded', 'exhausted', 'cancelled', 'pending'].map(kind =>
  ({kind, name: texts.status[kind], of: bucket => bucket[kind]}));
const LATENCY = [{kind: 'p50', name: words.p50, of: bucket => bucket.latencyMs?.p50},
  {kind: 'p95', name: words.p95, of: bucket => bucket.latencyMs?.p95}];

const BUSY = {busy: true};

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
  const loaded = useLoad(async signal => {
    const [webhook, statistics, timeline, attempts] = await Promise.all([
      get(webhookPath(id), {}, signal),
      orNone(getStatistics(webhookPath(id, 'statistics'), {window: 'PT1H'}, signal)),
      orNone(getStatistics(webhookPath(id, 'statistics', 'timeline'), {window: period}, signal)),
      orNone(getStatistics(webhookPath(id, 'statistics', 'attempts'), {window: period}, signal)),
    ]);
    const deactivation = webhook.active || !statistics ? null : await orNone(lastDeactivation(id, signal));
    return {webhook, statistics, timeline, attempts, deactivation};
  }, [id, period], EVERY, true);
  const host = loaded.data ? target(loaded.data.webhook.callbackUrl).host : words.overview;
  return html`<p class="crumbs"><a href=${place(['webhooks'])}>${texts.nav.webhooks}</a></p>
    <${Heading} text=${visible(host)} />
    <${Loaded} of=${loaded}>${data => html`<${Overview} ...${data} period=${period} reload=${loaded.reload} />`}<//>`;
}

function Overview({webhook, statistics, timeline, attempts, deactivation, period, reload}) {
  const [open, setOpen] = useState(null);
  const [announcement, tell] = useAnnouncement();
  const start = name => { tell(''); setOpen(name); };
  const done = (...said) => { setOpen(null); tell(...said); reload(); };
  const removed = text => {
    setOpen(null);
    leaveNotice(text);
    go(['webhooks']);
  };
  const busy = [statistics, timeline, attempts].includes(BUSY);
  return html`${announcement}<${Actions} webhook=${webhook} restricted=${!statistics} open=${start} />
    <${Tabs} id=${webhook.id} current="overview" restricted=${!statistics} />
    ${!statistics && html`<${Notice}>${words.restricted}<//>`}
    ${!webhook.active && html`<${Inactive} statistics=${statistics} deactivation=${deactivation}
      recover=${() => start('recover')} />`}
    <${Facts} webhook=${webhook} />
    ${timeline && html`<div class="toolbar"><h2>${texts.deliveries.title}</h2>
      <${Choice} label=${words.windowLabel} options=${words.window} value=${period}
        choose=${window => go(['webhooks', webhook.id], {window})} /></div>
      ${busy ? html`<${Notice} kind="warning">${words.busy}<//>` : html`
        <${Figures} statistics=${statistics} timeline=${timeline} attempts=${attempts} />
        <${Charts} timeline=${timeline} attempts=${attempts} period=${timeline.window} />`}`}
    <${ActionDialog} name=${open} webhook=${webhook} since=${statistics?.undelivered?.since} close=${() => setOpen(null)}
      done=${done} removed=${removed} />`;
}

function Actions({webhook, restricted, open}) {
  const names = restricted ? (webhook.active ? ['deactivate'] : [])
    : [webhook.active ? 'deactivate' : 'activate', 'test', 'recover', 'rotate', 'remove'];
  return html`<div class="actions"><${Active} is=${webhook.active} />${names.map(name =>
    html`<button type="button" key=${name} class=${name === 'activate' ? 'primary' : name === 'remove' ? 'danger-text' : ''}
      onClick=${() => open(name)}>${texts.act[name]}</button>`)}</div>`;
}

function Inactive({statistics, deactivation, recover}) {
  const reason = statistics?.deactivationReason ?? 'unknown';
  const undelivered = statistics?.undelivered;
  return html`<${Notice} kind=${reason === 'owner' || reason === 'unknown' ? 'info' : 'danger'}>
    <p><b>${texts.reason[reason] ?? texts.reason.unknown}</b> ${texts.remedy[reason] ?? texts.remedy.unknown}</p>
    ${deactivation && html`<p>${words.deactivated(time(deactivation.time))}${' '}<${By} act=${deactivation} /></p>`}
    ${undelivered && html`<p>${words.undelivered(number(undelivered.count), time(undelivered.since))}${' '}
      <button type="button" class="small" onClick=${recover}>${words.recover}</button></p>`}<//>`;
}

const Facts = ({webhook}) => html`<dl class="facts">
  <div class="wide"><dt>${words.url}</dt><dd><code class="url"><${Foreign} text=${webhook.callbackUrl} /></code></dd></div>
  <div><dt>${texts.webhooks.scope}</dt><dd>${texts.scope[webhook.scope]} <code>
    <${Foreign} text=${webhook.scopeId} /></code></dd></div>
  <div><dt>${words.id}</dt><dd><${Id} text=${webhook.id} what=${words.id} /></dd></div>
  <div><dt>${words.created}</dt><dd><${Time} of=${webhook.created} /></dd></div>
  <div><dt>${words.modified}</dt><dd><${Time} of=${webhook.modified} /></dd></div>
  <div class="wide"><dt>${texts.webhooks.types}</dt><dd><ul class="types">${webhook.eventTypes.map(type =>
    html`<li key=${type}><code><${Foreign} text=${type} /></code></li>`)}</ul></dd></div></dl>`;

function Figures({statistics, timeline, attempts}) {
  const total = kind => timeline.buckets.reduce((sum, each) => sum + each[kind], 0);
  const [good, bad] = [total('succeeded'), total('exhausted')];
  const tried = attempts.answers.reduce((sum, each) => sum + each.attempts, 0);
  const failed = attempts.answers.reduce((sum, each) => sum + (each.error ? each.attempts : 0), 0);
  const {pending} = timeline;
  const figures = [
    [words.delivered, number(good)], [words.failed, number(bad), bad > 0],
    [words.errorShare, share(failed, tried), failed > 0],
    [words.backlog, pending.complete ? number(pending.count) : words.atLeast(number(pending.count))],
    [words.oldest, statistics.oldestPending ? words.ago(distance(statistics.oldestPending)) : texts.common.none],
    [words.streak, number(statistics.consecutiveFailures), statistics.consecutiveFailures > 0],
  ];
  return html`<dl class="figures">${figures.map(([name, value, bad_]) =>
    html`<div key=${name} class=${bad_ ? 'bad' : ''}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${statistics.recovery && !statistics.recovery.complete
      && html`<${Notice}>${words.recovering(number(statistics.recovery.recovered))}<//>`}`;
}

function Charts({timeline, attempts, period}) {
  const label = bucket => (period === 'PT1H' ? hourOf : shortTime)(bucket.start);
  if (attempts.answers.length === 0 && timeline.buckets.every(each => SERIES.every(series => series.of(each) === 0))) {
    return html`<div class="empty"><p>${words.empty}</p></div>`;
  }
  const types = attempts.eventTypes.map(each => ({
    id: each.eventType, name: html`<code><${Foreign} text=${each.eventType} /></code>`, kind: 'plain',
    value: SERIES.reduce((sum, series) => sum + series.of(each), 0)}));
  const answers = attempts.answers.map(each => ({
    id: `${each.statusCode} ${each.error}`, name: each.statusCode ? `HTTP ${each.statusCode}` : words.failedAs[each.error]
      ?? words.noAnswer,
    kind: each.error ? 'exhausted' : 'succeeded', value: each.attempts}));
  return html`${timeline.countedSince && html`<${Notice}>${words.partial(time(timeline.countedSince))}<//>`}
    <div class="charts">
      <${Bars} title=${words.volume} buckets=${timeline.buckets} series=${SERIES} label=${label} />
      <${Lines} title=${words.latencyTitle} buckets=${attempts.buckets} series=${LATENCY} label=${label} format=${milliseconds} />
      <section class="chart"><h3>${words.answers}</h3><${Ranking} rows=${answers} label=${words.answers} /></section>
      <section class="chart"><h3>${words.byType}</h3><${Ranking} rows=${types} label=${words.byType} /></section>
    </div><p class="muted">${words.sampled(number(attempts.sampled))}</p>`;
}
