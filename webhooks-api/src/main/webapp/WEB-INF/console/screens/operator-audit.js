// The audit trail of the installation.
import {html} from '../html.js';
import {go} from '../router.js';
import {Empty, Foreign, Loaded, Time} from '../ui.js';
import {detailOf} from './acts.js';
import {Period} from './moments.js';
import {usePages} from './pages.js';
import texts from '../texts.js';

const words = texts.operator.audit;
/** All acts of the API have a name: a test compares them. */
const ACTIONS = Object.keys(texts.acts.names);

export function Audit({query}) {
  const {accountId = '', webhookId = '', action = '', since = '', until = ''} = query;
  const {first, rows, button} = usePages('admin/audit', {accountId, webhookId, action, since, until}, 'acts');
  const filter = change => go(['operator', 'audit'], {...query, ...change});
  return html`<form class="filters" onSubmit=${event => event.preventDefault()}>
      <input type="search" aria-label=${texts.operator.account} placeholder=${texts.operator.account} value=${accountId}
        onChange=${event => filter({accountId: event.target.value.trim()})} />
      <input type="search" aria-label=${words.webhook} placeholder=${words.webhook} value=${webhookId}
        onChange=${event => filter({webhookId: event.target.value.trim()})} />
      <select aria-label=${words.action} value=${action} onChange=${event => filter({action: event.target.value})}>
        <option value="">${words.allActions}</option>
          ${ACTIONS.map(each => html`<option key=${each} value=${each}>${each}</option>`)}</select>
      <${Period} since=${since} until=${until} change=${filter} /></form>
    <${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${words.empty} />`
      : html`<table class="list"><thead><tr>
      <th scope="col">${texts.operator.time}</th><th scope="col">${words.action}</th><th scope="col">${words.who}</th>
      <th scope="col">${texts.operator.account}</th><th scope="col">${words.what}</th>
        <th scope="col">${words.detail}</th></tr></thead>
      <tbody>${rows.map(each => html`<tr key=${each.id}><td data-label=${texts.operator.time}><${Time} of=${each.time} /></td>
        <td data-label=${words.action}><span><code>${each.action}</code>
          <span class="reason">${texts.acts.names[each.action]}</span></span></td>
        <td data-label=${words.who}><${Foreign} text=${[each.clientId, each.user].filter(Boolean).join(', ')} /></td>
        <td data-label=${texts.operator.account}><${Foreign} text=${each.accountId ?? '–'} /></td>
        <td data-label=${words.what}><code class="type">${each.webhookId ?? each.iTwinId ?? '–'}</code></td>
        <td data-label=${words.detail}><${Foreign}
          text=${each.detail ? detailOf(each) : '–'} /></td></tr>`)}</tbody></table>`}<//>
    ${button}`;
}
