// What operators see across accounts. Each part needs the scope webhooks:admin.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {continuation, get, open, post} from '../api.js';
import {distance, instant, localInput, number, target, visible} from '../format.js';
import {place, replace} from '../router.js';
import {Active, Code, Empty, Foreign, Heading, Loaded, Notice, Time, useLoad} from '../ui.js';
import {Confirm, Problem, useAction} from './actions.js';
import {settings} from '../oidc.js';
import texts from '../texts.js';

const words = texts.operator;
const PAGE = 50;
const EVERY = 10000;

export function Operator({part = 'node', query}) {
  const parts = {node: Node, webhooks: AllWebhooks, rejected: Rejected, audit: Audit};
  const Part = parts[part] ?? Node;
  return html`<${Heading} text=${words.title} />
    <nav class="tabs" aria-label=${words.title}>${Object.entries(words.parts).map(([name, text]) => html`<a key=${name}
      href=${place(['operator', name])} aria-current=${name === part ? 'page' : null}>${text}</a>`)}</nav>
    <${Part} query=${query} />`;
}

/** A list that grows by pages. */
function usePages(path, query, list) {
  const [more, setMore] = useState({rows: []});
  const page = (token, signal) => get(path, {$top: PAGE, ...query, continuationToken: token}, signal);
  const first = useLoad(async signal => {
    setMore({rows: []});
    return page(null, signal);
  }, [path, query]);
  const token = more.token === undefined && first.data ? continuation(first.data) : more.token;
  const next = useAction(async () => {
    const found = await page(token);
    setMore({rows: [...more.rows, ...found[list]], token: continuation(found)});
  });
  return {first, rows: [...first.data?.[list] ?? [], ...more.rows], token, next};
}

const More = ({token, next}) => token && html`<p class="more"><button type="button" disabled=${next.busy} onClick=${next.run}>${texts.common.more}</button>
  <${Problem} text=${next.problem} /></p>`;

/** Adds up the samples of a metric, by its label if one is asked for. */
function metric(text, name, label = '') {
  const values = text.split('\n').filter(line => line.startsWith(name) && /^[ {]/.test(line.slice(name.length)) && line.includes(label))
    .map(line => Number(line.slice(line.lastIndexOf(' ') + 1)));
  return values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0);
}

function Node() {
  const loaded = useLoad(async signal => {
    const [health, metrics] = await Promise.all([open('health/ready', signal), open('metrics', signal)]);
    return {health: health.text.startsWith('{') ? JSON.parse(health.text) : null, metrics: metrics.status === 200 ? metrics.text : null};
  }, [], EVERY);
  return html`<${Loaded} of=${loaded}>${({health, metrics}) => html`<p class="muted">${words.node.hint}</p>
    ${metrics ? html`<${Figures} metrics=${metrics} />` : html`<${Notice}>${words.node.noMetrics}<//>`}
    ${health?.checks ? html`<section class="card"><h2>${words.node.health}</h2><ul class="checks">${health.checks.map(check => html`<li key=${check.name}>
      <span class=${'badge ' + (check.status === 'UP' ? 'succeeded' : 'exhausted')}>${check.status === 'UP' ? words.node.up : words.node.down}</span>
      <span>${visible(check.name)}</span><span class="muted">${Object.entries(check.data ?? {}).map(([name, value]) => `${visible(name)}: ${visible(value)}`).join(', ')}</span></li>`)}</ul></section>`
      : html`<${Notice}>${words.node.noHealth}<//>`}`}<//>`;
}

function Figures({metrics}) {
  const count = (name, label) => {
    const value = metric(metrics, name, label);
    return value === null ? '–' : number(value);
  };
  const oldest = metric(metrics, 'webhooks_oldest_pending_seconds');
  const figures = [[words.node.version, settings.version], [words.node.backlog, count('webhooks_backlog')],
    [words.node.oldest, oldest ? distance(Date.now() - 1000 * oldest) : texts.common.none],
    [words.node.events, count('webhooks_events_total')], [words.node.delivered, count('webhooks_deliveries_total', 'succeeded')],
    [words.node.failed, count('webhooks_deliveries_total', 'exhausted')]];
  return html`<dl class="figures">${figures.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function AllWebhooks({query}) {
  const {accountId = '', active = ''} = query;
  const {first, rows, token, next} = usePages('admin/webhooks', {accountId, active}, 'webhooks');
  const [chosen, choose] = useState(null);
  const filter = change => replace(['operator', 'webhooks'], {...query, ...change});
  return html`<form class="filters" onSubmit=${event => event.preventDefault()}>
      <input type="search" aria-label=${words.account} placeholder=${words.account} value=${accountId} onChange=${event => filter({accountId: event.target.value.trim()})} />
      <select aria-label=${texts.webhooks.state} value=${active} onChange=${event => filter({active: event.target.value})}>
        <option value="">${texts.webhooks.allStates}</option><option value="true">${texts.common.active}</option>
        <option value="false">${texts.common.inactive}</option></select></form>
    <${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${words.noWebhooks} />` : html`<table class="list webhooks"><thead><tr>
      <th scope="col">${texts.webhooks.target}</th><th scope="col">${texts.webhooks.state}</th><th scope="col">${words.account}</th>
      <th scope="col">${words.client}</th><th scope="col" class="end"><span class="hidden">${texts.common.actions}</span></th></tr></thead>
      <tbody>${rows.map(each => html`<tr key=${each.id}><td data-label=${texts.webhooks.target}><span class="target"><b><${Foreign} text=${hostOf(each)} /></b>
          <span class="path">${each.id}</span></span></td>
        <td data-label=${texts.webhooks.state}><${Active} is=${each.active} />${each.deactivationReason && !each.active
          && html`<span class="reason">${texts.reason[each.deactivationReason] ?? texts.reason.unknown}</span>`}</td>
        <td data-label=${words.account}><code><${Foreign} text=${each.accountId} /></code></td>
        <td data-label=${words.client}><code><${Foreign} text=${each.clientId} /></code></td>
        <td class="end">${each.active && html`<button type="button" class="small" onClick=${() => choose(each)}>${texts.act.deactivate}</button>`}</td></tr>`)}</tbody></table>`}<//>
    <${More} token=${token} next=${next} />
    ${chosen && html`<${Confirm} title=${texts.act.deactivateTitle} kind="danger" label=${texts.act.deactivate}
      text=${words.deactivateText(visible(hostOf(chosen)), visible(chosen.accountId))} close=${() => choose(null)}
      action=${() => post(`admin/webhooks/${encodeURIComponent(chosen.id)}/deactivate`)} done=${() => { choose(null); first.reload(); }} />`}`;
}

/** A webhook whose URL can't be decrypted has none. */
const hostOf = webhook => webhook.callbackUrl ? target(webhook.callbackUrl).host : '–';

function Rejected() {
  const {first, rows, token, next} = usePages('admin/invalid-events', {}, 'invalidEvents');
  const [replayed, setReplayed] = useState(null);
  const [asked, ask] = useState(false);
  const send = async request => {
    const answer = await post('admin/invalid-events/replay', request);
    setReplayed(answer.replayed);
    first.reload();
  };
  const replay = useAction(ids => send({ids}));
  return html`<p class="muted">${words.rejected.hint}</p>
    ${replayed !== null && html`<${Notice} kind="success">${words.rejected.replayed(replayed)}<//>`}<${Problem} text=${replay.problem} />
    <${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${words.rejected.empty} />`
      : html`<div class="actions"><button type="button" disabled=${replay.busy} onClick=${() => ask(true)}>${words.rejected.replayAll}</button></div>
      ${rows.map(each => html`<section class="card" key=${each.id}><div class="toolbar"><b><${Foreign} text=${each.reason} /></b>
        <span class="actions"><span class="muted"><${Time} of=${each.time} /></span><button type="button" class="small" disabled=${replay.busy}
          onClick=${() => replay.run([each.id])}>${words.rejected.replay}</button></span></div>
        <${Code} text=${each.body} label=${words.rejected.body} />${each.truncated && html`<p class="muted">${words.rejected.cut}</p>`}</section>`)}`}<//>
    ${asked && html`<${Confirm} title=${words.rejected.replayAllTitle} label=${words.rejected.replayAll}
      text=${words.rejected.replayAllText(number(rows.length), !token)} close=${() => ask(false)}
      action=${() => send({})} done=${() => ask(false)} />`}
    <${More} token=${token} next=${next} />`;
}

function Audit({query}) {
  const {accountId = '', since = '', until = ''} = query;
  const {first, rows, token, next} = usePages('admin/audit', {accountId, since, until}, 'acts');
  const filter = change => replace(['operator', 'audit'], {...query, ...change});
  const moment = (name, value) => html`<label>${texts.deliveries[name]} <input type="datetime-local" value=${localInput(value)}
    onChange=${event => filter({[name]: instant(event.target.value)})} /></label>`;
  return html`<form class="filters" onSubmit=${event => event.preventDefault()}>
      <input type="search" aria-label=${words.account} placeholder=${words.account} value=${accountId} onChange=${event => filter({accountId: event.target.value.trim()})} />
      ${moment('since', since)}${moment('until', until)}</form>
    <${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${words.audit.empty} />` : html`<table class="list"><thead><tr>
      <th scope="col">${words.time}</th><th scope="col">${words.audit.action}</th><th scope="col">${words.audit.who}</th>
      <th scope="col">${words.account}</th><th scope="col">${words.audit.what}</th><th scope="col">${words.audit.detail}</th></tr></thead>
      <tbody>${rows.map(each => html`<tr key=${each.id}><td data-label=${words.time}><${Time} of=${each.time} /></td>
        <td data-label=${words.audit.action}><code>${each.action}</code></td>
        <td data-label=${words.audit.who}><${Foreign} text=${[each.clientId, each.user].filter(Boolean).join(', ')} /></td>
        <td data-label=${words.account}><${Foreign} text=${each.accountId ?? '–'} /></td>
        <td data-label=${words.audit.what}><code class="type">${each.webhookId ?? each.iTwinId ?? '–'}</code></td>
        <td data-label=${words.audit.detail}><${Foreign} text=${each.detail ?? '–'} /></td></tr>`)}</tbody></table>`}<//>
    <${More} token=${token} next=${next} />`;
}
