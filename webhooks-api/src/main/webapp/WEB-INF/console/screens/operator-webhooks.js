// The webhooks of all accounts, and a page of each that changes nothing.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {apiPath, get, post} from '../api.js';
import {distance, milliseconds, number, target, time, visible} from '../format.js';
import {go, place} from '../router.js';
import {Code, Empty, Foreign, Id, Loaded, Notice, Status, Time, useAnnouncement, useLoad} from '../ui.js';
import {AttemptError} from './attempt.js';
import {BlockDialog, BlocksOf, canBlock, nameOf} from './blocks.js';
import {Confirm} from './confirm.js';
import {Period} from './moments.js';
import {usePages} from './pages.js';
import {State} from './state.js';
import {stateOfRow} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.operator.all;
const LIST = ['operator', 'webhooks'];

const pathOf = (id, ...more) => apiPath('admin', 'webhooks', id, ...more);

const targetOf = webhook => target(webhook.callbackUrl);

/** The list, or the page of the webhook whose id is in the address. */
export function AllWebhooks({query, rest: [id, part, deliveryId] = []}) {
  if (!id) return html`<${List} query=${query} />`;
  return html`<p class="crumbs"><a href=${place(LIST)}>${texts.operator.parts.webhooks}</a>
      ${part && html` › <a href=${place([...LIST, id])}>${visible(id)}</a>`}
      ${deliveryId && html` › <a href=${place([...LIST, id, 'deliveries'])}>${texts.deliveries.title}</a>`}</p>
    ${deliveryId ? html`<${Delivery} key=${deliveryId} id=${id} deliveryId=${deliveryId} />`
      : part === 'deliveries' ? html`<${Deliveries} key=${id} id=${id} query=${query} />`
      : html`<${Overview} key=${id} id=${id} />`}`;
}

function List({query}) {
  const {accountId = '', search = '', state = '', sort = ''} = query;
  const {first, rows, button} = usePages('admin/webhooks', {accountId, search, state, sort}, 'webhooks');
  const [chosen, choose] = useState(null);
  const [blocked, block] = useState(null);
  const [announcement, announce] = useAnnouncement();
  const done = (...said) => { choose(null); block(null); announce(...said); first.reload(); };
  const filter = change => { announce(''); go(LIST, {...query, ...change}); };
  const start = (show, webhook) => { announce(''); show(webhook); };
  return html`${announcement}<${Filters} query=${query} filter=${filter} />
    <${Loaded} of=${first}>${({complete}) => html`${complete === false && html`<${Notice}>${words.part}<//>`}
      ${rows.length === 0 ? html`<${Empty} text=${texts.operator.noWebhooks} />`
      : html`<${Rows} rows=${rows} deactivate=${each => start(choose, each)} block=${each => start(block, each)} />`}`}<//>
    ${button}
    ${blocked && html`<${BlockDialog} webhook=${blocked} close=${() => block(null)} refresh=${first.reload} done=${done} />`}
    ${chosen && html`<${Confirm} title=${texts.act.deactivateTitle} kind="danger" label=${texts.act.deactivate}
      text=${texts.operator.deactivateText(visible(nameOf(chosen)), visible(chosen.accountId))} close=${() => choose(null)}
      refresh=${first.reload} action=${() => post(pathOf(chosen.id, 'deactivate'))}
      said=${() => texts.act.deactivated(visible(nameOf(chosen)))} done=${done} />`}`;
}

function Filters({query, filter}) {
  const text = (name, label) => html`<input type="search" aria-label=${label} placeholder=${label} value=${query[name] ?? ''}
    maxlength="200" onChange=${event => filter({[name]: event.target.value.trim()})} />`;
  const choice = (name, label, options) => html`<select aria-label=${label} value=${query[name] ?? ''}
    onChange=${event => filter({[name]: event.target.value})}>${Object.entries(options).map(([value, shown]) =>
    html`<option key=${value} value=${value}>${shown}</option>`)}</select>`;
  return html`<form class="filters" role="search" onSubmit=${event => event.preventDefault()}>
    ${text('search', words.search)}${text('accountId', texts.operator.account)}
    ${choice('state', texts.webhooks.state, {'': texts.webhooks.allStates, ...texts.webhookState.names})}
    ${choice('sort', words.sort, words.sorts)}</form>`;
}

const Rows = ({rows, deactivate, block}) => html`<table class="list webhooks"><thead><tr>
  <th scope="col">${texts.webhooks.target}</th><th scope="col">${texts.webhooks.state}</th>
  <th scope="col" class="figure">${words.backlog}</th><th scope="col">${words.failingSince}</th>
  <th scope="col">${texts.operator.account}</th><th scope="col">${texts.operator.client}</th>
  <th scope="col" class="end"><span class="hidden">${texts.common.actions}</span></th></tr></thead>
  <tbody>${rows.map(each => html`<tr key=${each.id}>
    <td data-label=${texts.webhooks.target}><a class="target" href=${place([...LIST, each.id])}>
      <b><${Foreign} text=${targetOf(each).host} /></b> <span class="path"><${Foreign} text=${targetOf(each).path} /></span></a>
      <span class="reason"><code>${each.id}</code></span></td>
    <td data-label=${texts.webhooks.state}><${Reasons} of=${each} /></td>
    <td data-label=${words.backlog} class="figure"><${Backlog} of=${each.pending} /></td>
    <td data-label=${words.failingSince}><${FailingSince} of=${each} brief /></td>
    <td data-label=${texts.operator.account}><code><${Foreign} text=${each.accountId} /></code></td>
    <td data-label=${texts.operator.client}><code><${Foreign} text=${each.clientId} /></code></td>
    <td class="end">${each.active && html`<button type="button" class="small" onClick=${() => deactivate(each)}>
        ${texts.act.deactivate}</button>`}${' '}
      ${canBlock(each) && html`<button type="button" class="small" onClick=${() => block(each)}>
        ${texts.operator.blocks.button}</button>`}</td></tr>`)}</tbody></table>`;

/** The state of a webhook, and all reasons for it, of which several can hold. */
const Reasons = ({of: webhook}) => html`<div><${State} of=${stateOfRow(webhook)} brief />
  ${webhook.deactivationReason && !webhook.active
    && html`<span class="reason">${texts.reason[webhook.deactivationReason] ?? texts.reason.unknown}</span>`}
  <${BlocksOf} webhook=${webhook} />
  ${webhook.held && html`<span class="reason">${texts.webhookState.blocks.move}</span>`}
  ${webhook.pausedUntil && html`<span class="reason">${texts.operator.pausedUntil(time(webhook.pausedUntil))}</span>`}</div>`;

const Backlog = ({of}) => !of ? html`<span class="muted">–</span>`
  : of.complete ? number(of.count) : texts.webhook.atLeast(number(of.count));

/** Since when a webhook fails, how often in a row, and how its last attempt failed: in a row of the list in few words. */
const FailingSince = ({of: {failureStreak, failingSince, lastError}, brief = false}) => !(failureStreak > 0)
  ? html`<span class="muted">–</span>` : html`<div>${failingSince && html`<${Time} of=${failingSince} />`}
    <span class="reason">${words.streak(number(failureStreak))}${lastError && html`${' '}
      <${Cause} of=${lastError} brief=${brief} />`}</span></div>`;

const Cause = ({of: error, brief}) => brief ? html`<${Answer} ...${error} />`
  : html`${error.statusCode && `HTTP ${error.statusCode}. `}<${AttemptError} attempt=${error} />`;

const Tabs = ({id, current}) => html`<nav class="tabs" aria-label=${texts.webhook.overview}>
  <a href=${place([...LIST, id])} aria-current=${current === 'overview' ? 'page' : null}>${texts.webhook.overview}</a>
  <a href=${place([...LIST, id, 'deliveries'])} aria-current=${current === 'deliveries' ? 'page' : null}>
    ${texts.webhook.deliveries}</a>
  <a href=${place(['operator', 'audit'], {webhookId: id})}>${texts.operator.parts.audit}</a></nav>`;

function Overview({id}) {
  const loaded = useLoad(signal => get(pathOf(id), {}, signal), [id]);
  const name = webhook => Object.values(targetOf(webhook)).join('');
  return html`<${Loaded} of=${loaded}>${webhook => html`<h2><${Foreign} text=${name(webhook)} /></h2>
    <${Tabs} id=${id} current="overview" /><p class="muted">${words.readOnly}</p>
    <dl class="facts">
      <div class="wide"><dt>${texts.webhook.url}</dt>
        <dd><code class="url"><${Foreign} text=${webhook.callbackUrl ?? '–'} /></code></dd></div>
      <div><dt>${texts.webhooks.state}</dt><dd><${Reasons} of=${webhook} /></dd></div>
      <div><dt>${words.backlog}</dt><dd><${Backlog} of=${webhook.pending} /></dd></div>
      <div><dt>${words.failingSince}</dt><dd><${FailingSince} of=${webhook} /></dd></div>
      <div><dt>${texts.operator.account}</dt><dd><a href=${place(LIST, {accountId: webhook.accountId})}>
        <code><${Foreign} text=${webhook.accountId} /></code></a></dd></div>
      <div><dt>${texts.operator.client}</dt><dd><code><${Foreign} text=${webhook.clientId} /></code></dd></div>
      <div><dt>${texts.create.scope}</dt><dd>${texts.scope[webhook.scope]} <code>
        <${Foreign} text=${webhook.scopeId} /></code></dd></div>
      <div><dt>${texts.webhook.id}</dt><dd><${Id} text=${webhook.id} what=${texts.webhook.id} /></dd></div>
      <div><dt>${texts.webhook.created}</dt><dd><${Time} of=${webhook.created} /></dd></div>
      <div><dt>${texts.webhook.modified}</dt><dd><${Time} of=${webhook.modified} /></dd></div>
      <div class="wide"><dt>${texts.webhooks.types}</dt><dd><ul class="types">${webhook.eventTypes.map(type =>
        html`<li key=${type}><code><${Foreign} text=${type} /></code></li>`)}</ul></dd></div></dl>`}<//>`;
}

function Deliveries({id, query}) {
  const {status = '', since = '', until = ''} = query;
  const {first, rows, button} = usePages(pathOf(id, 'deliveries'), {status, since, until}, 'deliveries');
  const filter = change => go([...LIST, id, 'deliveries'], {...query, ...change});
  return html`<${Tabs} id=${id} current="deliveries" /><p class="muted">${words.audited}</p>
    <form class="filters" role="search" onSubmit=${event => event.preventDefault()}>
      <select aria-label=${texts.deliveries.status} value=${status} onChange=${event => filter({status: event.target.value})}>
        <option value="">${texts.deliveries.allStatuses}</option>${Object.entries(texts.status).map(([value, shown]) =>
    html`<option key=${value} value=${value}>${shown}</option>`)}</select>
      <${Period} since=${since} until=${until} change=${filter} /></form>
    <${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${words.noDeliveries} />`
      : html`<table class="list deliveries"><thead><tr><th scope="col">${texts.deliveries.time}</th>
        <th scope="col">${texts.deliveries.status}</th><th scope="col">${texts.deliveries.type}</th>
        <th scope="col">${texts.deliveries.last}</th><th scope="col" class="figure">${texts.deliveries.attempts}</th></tr></thead>
      <tbody>${rows.map(each => html`<tr key=${each.id}>
        <td data-label=${texts.deliveries.time}><a href=${place([...LIST, id, 'deliveries', each.id])}>
          <${Time} of=${each.created} /></a></td>
        <td data-label=${texts.deliveries.status}><${Status} of=${each.status} /></td>
        <td data-label=${texts.deliveries.type}><code class="type"><${Foreign} text=${each.eventType} /></code></td>
        <td data-label=${texts.deliveries.last}><${Answer} statusCode=${each.lastStatusCode} error=${each.lastError} /></td>
        <td data-label=${texts.deliveries.attempts} class="figure">${each.attemptCount}</td></tr>`)}</tbody></table>`}<//>
    ${button}`;
}

const Answer = ({statusCode, error}) => statusCode ? `HTTP ${statusCode}` : error ? texts.webhook.failedAs[error]
  : html`<span class="muted">–</span>`;

function Delivery({id, deliveryId}) {
  const loaded = useLoad(signal => get(pathOf(id, 'deliveries', deliveryId), {}, signal), [id, deliveryId]);
  return html`<${Loaded} of=${loaded}>${delivery => html`<h2>${texts.delivery.title}</h2>
    <div class="actions"><${Status} of=${delivery.status} /></div>
    <dl class="facts"><div><dt>${texts.deliveries.type}</dt><dd><code><${Foreign} text=${delivery.eventType} /></code></dd></div>
      <div><dt>${texts.delivery.messageId}</dt><dd>
        <${Id} text=${delivery.messageId} what=${texts.delivery.messageId} /></dd></div>
      <div><dt>${texts.delivery.received}</dt><dd><${Time} of=${delivery.created} /></dd></div>
      ${delivery.nextAttempt && html`<div><dt>${texts.delivery.next}</dt><dd><${Time} of=${delivery.nextAttempt} />
        ${' '}(${distance(delivery.nextAttempt)})</dd></div>`}</dl>
    ${delivery.attempts.map((attempt, i) => html`<section class="card" key=${i}>
      <div class="toolbar"><h3>${texts.delivery.attempt(i + 1)}</h3>
        <span class="muted"><${Time} of=${attempt.time} /></span></div>
      <p><${Answer} ...${attempt} /> · ${milliseconds(attempt.durationMs)}</p>
      ${attempt.error && html`<p><${AttemptError} attempt=${attempt} /></p>`}
      ${attempt.responseExcerpt && html`<${Code} text=${attempt.responseExcerpt} label=${texts.delivery.excerpt} />`}
    </section>`)}
    ${delivery.body !== undefined && html`<section class="card"><h3>${texts.delivery.event}</h3>
      <p class="muted">${texts.delivery.form.none()}</p>
      <${Code} text=${delivery.body} label=${texts.delivery.body} /></section>`}`}<//>`;
}
