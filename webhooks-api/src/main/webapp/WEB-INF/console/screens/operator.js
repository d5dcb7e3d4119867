// What operators see across accounts. Each part needs the scope webhooks:admin and the role of an operator.
import {html} from '../html.js';
import {go, place} from '../router.js';
import {Empty, Foreign, Heading, Loaded, Moment, Time} from '../ui.js';
import {detailOf} from './acts.js';
import {Blocks} from './blocks.js';
import {usePages} from './pages.js';
import {Accounts, Nodes, SettingList} from './operator-nodes.js';
import {AllWebhooks} from './operator-webhooks.js';
import {Rejected} from './rejected.js';
import texts from '../texts.js';

const words = texts.operator;
/** All acts of the API have a name: a test compares them. */
const ACTIONS = Object.keys(texts.acts.names);

export function Operator({part = 'node', rest, query}) {
  const parts = {node: Nodes, accounts: Accounts, webhooks: AllWebhooks, blocks: Blocks, rejected: Rejected, audit: Audit,
    settings: SettingList};
  const name = Object.hasOwn(parts, part) ? part : 'node';
  const Part = parts[name];
  return html`<${Heading} text=${words.title} />
    <nav class="tabs" aria-label=${words.title}>${Object.entries(words.parts).map(([each, text]) => html`<a key=${each}
      href=${place(['operator', each])} aria-current=${each === name ? 'page' : null}>${text}</a>`)}</nav>
    <${Part} query=${query} rest=${rest} />`;
}

function Audit({query}) {
  const {accountId = '', webhookId = '', action = '', since = '', until = ''} = query;
  const {first, rows, button} = usePages('admin/audit', {accountId, webhookId, action, since, until}, 'acts');
  const filter = change => go(['operator', 'audit'], {...query, ...change});
  const moment = (name, value) => html`<${Moment} label=${texts.deliveries[name]} value=${value}
    change=${chosen => filter({[name]: chosen})} />`;
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
        <td data-label=${words.audit.action}><span><code>${each.action}</code>
          <span class="reason">${texts.acts.names[each.action]}</span></span></td>
        <td data-label=${words.audit.who}><${Foreign} text=${[each.clientId, each.user].filter(Boolean).join(', ')} /></td>
        <td data-label=${words.account}><${Foreign} text=${each.accountId ?? '–'} /></td>
        <td data-label=${words.audit.what}><code class="type">${each.webhookId ?? each.iTwinId ?? '–'}</code></td>
        <td data-label=${words.audit.detail}><${Foreign}
          text=${each.detail ? detailOf(each) : '–'} /></td></tr>`)}</tbody></table>`}<//>
    ${button}`;
}
