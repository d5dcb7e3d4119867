// What operators see across accounts. Each part needs the scope webhooks:admin and the role of an operator.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {post} from '../api.js';
import {instant, localInput, number, target, time, visible} from '../format.js';
import {go, place} from '../router.js';
import {Active, Code, Empty, Foreign, Heading, Loaded, Time, useAnnouncement} from '../ui.js';
import {Confirm, Problem, useAction} from './confirm.js';
import {AttemptError} from './attempt.js';
import {BlockDialog, Blocks, BlocksOf, canBlock, nameOf} from './blocks.js';
import {usePages} from './pages.js';
import {Accounts, Nodes, SettingList} from './operator-nodes.js';
import texts from '../texts.js';

const words = texts.operator;
const ACTIONS = ['webhook.created', 'webhook.updated', 'webhook.activated', 'webhook.deactivated', 'webhook.deleted',
  'secret.rotated', 'signingKey.rotated', 'options.updated', 'webhook.paused', 'webhook.resumed', 'webhook.tested',
  'authentication.tested', 'certificate.requested', 'verification.requested', 'webhook.verified', 'delivery.redelivered',
  'deliveries.recovered', 'deliveries.reconciled', 'delivery.erased', 'event.erased', 'events.erased', 'itwin.put', 'itwin.moved',
  'itwin.removed', 'permissions.granted', 'permissions.revoked', 'block.added', 'block.removed', 'portalSession.created',
  'portalSession.opened', 'portalSession.ended', 'events.replayed', 'alert.created',
  'alert.confirmed', 'alert.deleted', 'alert.unsubscribed'];

export function Operator({part = 'node', query}) {
  const parts = {node: Nodes, accounts: Accounts, webhooks: AllWebhooks, blocks: Blocks, rejected: Rejected, audit: Audit,
    settings: SettingList};
  const name = Object.hasOwn(parts, part) ? part : 'node';
  const Part = parts[name];
  return html`<${Heading} text=${words.title} />
    <nav class="tabs" aria-label=${words.title}>${Object.entries(words.parts).map(([each, text]) => html`<a key=${each}
      href=${place(['operator', each])} aria-current=${each === name ? 'page' : null}>${text}</a>`)}</nav>
    <${Part} query=${query} />`;
}

function AllWebhooks({query}) {
  const {accountId = '', active = ''} = query;
  const {first, rows, button} = usePages('admin/webhooks', {accountId, active}, 'webhooks');
  const [chosen, choose] = useState(null);
  const [blocked, block] = useState(null);
  const [announcement, tell] = useAnnouncement();
  const done = (...said) => { choose(null); block(null); tell(...said); first.reload(); };
  const filter = change => { tell(''); go(['operator', 'webhooks'], {...query, ...change}); };
  const start = (show, webhook) => { tell(''); show(webhook); };
  return html`${announcement}<form class="filters" onSubmit=${event => event.preventDefault()}>
      <input type="search" aria-label=${words.account} placeholder=${words.account} value=${accountId}
        onChange=${event => filter({accountId: event.target.value.trim()})} />
      <select aria-label=${texts.webhooks.state} value=${active} onChange=${event => filter({active: event.target.value})}>
        <option value="">${texts.webhooks.allStates}</option><option value="true">${texts.common.active}</option>
        <option value="false">${texts.common.inactive}</option></select></form>
    <${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${words.noWebhooks} />`
      : html`<table class="list webhooks"><thead><tr>
      <th scope="col">${texts.webhooks.target}</th><th scope="col">${texts.webhooks.state}</th>
        <th scope="col">${words.account}</th>
      <th scope="col">${words.client}</th><th scope="col" class="end">
        <span class="hidden">${texts.common.actions}</span></th></tr></thead>
      <tbody>${rows
        .map(each =>
          html`<tr key=${each.id}><td data-label=${texts.webhooks.target}>
            <span class="target"><b><${Foreign} text=${hostOf(each)} /></b>
          <span class="path">${each.id}</span></span></td>
        <td data-label=${texts.webhooks.state}><${Active} is=${each.active} />${each.deactivationReason && !each.active
          && html`<span class="reason">${texts.reason[each.deactivationReason] ?? texts.reason.unknown}</span>`}
            <${BlocksOf} webhook=${each} /><${State} of=${each} /></td>
        <td data-label=${words.account}><code><${Foreign} text=${each.accountId} /></code></td>
        <td data-label=${words.client}><code><${Foreign} text=${each.clientId} /></code></td>
        <td class="end">
          ${each.active && html`<button type="button" class="small" onClick=${() => start(choose, each)}>
            ${texts.act.deactivate}</button>`}${' '}
          ${canBlock(each) && html`<button type="button" class="small" onClick=${() => start(block, each)}>
            ${words.blocks.button}</button>`}</td></tr>`)}</tbody></table>`}<//>
    ${button}
    ${blocked && html`<${BlockDialog} webhook=${blocked} close=${() => block(null)} refresh=${first.reload} done=${done} />`}
    ${chosen && html`<${Confirm} title=${texts.act.deactivateTitle} kind="danger" label=${texts.act.deactivate}
      text=${words.deactivateText(visible(nameOf(chosen)), visible(chosen.accountId))} close=${() => choose(null)}
      refresh=${first.reload}
      action=${() => post(`admin/webhooks/${encodeURIComponent(chosen.id)}/deactivate`)}
      said=${() => texts.act.deactivated(visible(nameOf(chosen)))} done=${done} />`}`;
}

/** Why a webhook fails, and what waits for it. */
function State({of: {failureStreak, failingSince, lastError, pending, pausedUntil}}) {
  return html`${failureStreak > 0 && html`<span class="reason">${words.failing(failureStreak, time(failingSince))}</span>`}
    ${lastError && html`<span class="reason">${lastError.statusCode && `HTTP ${lastError.statusCode}. `}
      <${AttemptError} attempt=${lastError} /></span>`}
    ${pausedUntil && html`<span class="reason">${words.pausedUntil(time(pausedUntil))}</span>`}
    ${pending?.count > 0 && html`<span class="reason">${words.waiting(number(pending.count), pending.complete)}</span>`}`;
}

/** A webhook whose URL can't be decrypted has none. */
const hostOf = webhook => webhook.callbackUrl ? target(webhook.callbackUrl).host : '–';

function Rejected() {
  const {first, rows, token, button} = usePages('admin/invalid-events', {}, 'invalidEvents');
  const [announcement, tell] = useAnnouncement();
  const [asked, ask] = useState(false);
  const send = request => post('admin/invalid-events/replay', request);
  const said = answer => words.rejected.replayed(answer.replayed);
  const done = (...text) => { ask(false); replay.clear(); tell(...text); first.reload(); };
  const replay = useAction(async ids => { tell(''); done(said(await send({ids}))); }, first.reload);
  return html`<p class="muted">${words.rejected.hint}</p>
    ${announcement}<${Problem} text=${replay.problem} />
    <${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${words.rejected.empty} />`
      : html`<div class="actions"><button type="button" disabled=${replay.busy} onClick=${() => { tell(''); ask(true); }}>
        ${words.rejected.replayAll}</button></div>
      ${rows.map(each => html`<section class="card" key=${each.id}><div class="toolbar"><b><${Foreign} text=${each.reason} /></b>
        <span class="actions"><span class="muted"><${Time} of=${each.time} /></span>
          <button type="button" class="small" disabled=${replay.busy}
          onClick=${() => replay.run([each.id])}>${words.rejected.replay}</button></span></div>
        <${Code} text=${each.body} label=${words.rejected.body} />
          ${each.truncated && html`<p class="muted">${words.rejected.cut}</p>`}</section>`)}`}<//>
    ${asked && html`<${Confirm} title=${words.rejected.replayAllTitle} label=${words.rejected.replayAll}
      text=${words.rejected.replayAllText(number(rows.length), !token)} close=${() => ask(false)} refresh=${first.reload}
      action=${() => send({})} said=${said} done=${done} />`}
    ${button}`;
}

function Audit({query}) {
  const {accountId = '', webhookId = '', action = '', since = '', until = ''} = query;
  const {first, rows, button} = usePages('admin/audit', {accountId, webhookId, action, since, until}, 'acts');
  const filter = change => go(['operator', 'audit'], {...query, ...change});
  const moment = (name, value) => html`<label>${texts.deliveries[name]} <input type="datetime-local" value=${localInput(value)}
    onChange=${event => filter({[name]: instant(event.target.value)})} /></label>`;
  return html`<form class="filters" onSubmit=${event => event.preventDefault()}>
      <input type="search" aria-label=${words.account} placeholder=${words.account} value=${accountId}
        onChange=${event => filter({accountId: event.target.value.trim()})} />
      <input type="search" aria-label=${words.audit.webhook} placeholder=${words.audit.webhook} value=${webhookId}
        onChange=${event => filter({webhookId: event.target.value.trim()})} />
      <select aria-label=${words.audit.action} value=${action} onChange=${event => filter({action: event.target.value})}>
        <option value="">${words.audit.allActions}</option>
          ${ACTIONS.map(each => html`<option key=${each} value=${each}>${each}</option>`)}</select>
      ${moment('since', since)}${moment('until', until)}</form>
    <${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${words.audit.empty} />`
      : html`<table class="list"><thead><tr>
      <th scope="col">${words.time}</th><th scope="col">${words.audit.action}</th><th scope="col">${words.audit.who}</th>
      <th scope="col">${words.account}</th><th scope="col">${words.audit.what}</th>
        <th scope="col">${words.audit.detail}</th></tr></thead>
      <tbody>${rows.map(each => html`<tr key=${each.id}><td data-label=${words.time}><${Time} of=${each.time} /></td>
        <td data-label=${words.audit.action}><code>${each.action}</code></td>
        <td data-label=${words.audit.who}><${Foreign} text=${[each.clientId, each.user].filter(Boolean).join(', ')} /></td>
        <td data-label=${words.account}><${Foreign} text=${each.accountId ?? '–'} /></td>
        <td data-label=${words.audit.what}><code class="type">${each.webhookId ?? each.iTwinId ?? '–'}</code></td>
        <td data-label=${words.audit.detail}><${Foreign} text=${each.detail ?? '–'} /></td></tr>`)}</tbody></table>`}<//>
    ${button}`;
}
