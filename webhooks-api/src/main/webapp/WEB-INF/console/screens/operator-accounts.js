// The accounts of the installation with their deliveries.
import {html} from '../html.js';
import {get} from '../api.js';
import {distance, number, oneDigit, share, time} from '../format.js';
import {go, place} from '../router.js';
import {Choice, Empty, Foreign, Loaded, Notice, useLoad} from '../ui.js';
import texts from '../texts.js';

const words = texts.operator.accounts;
const EVERY = 10000;

export function Accounts({query}) {
  const period = Object.hasOwn(words.window, query.window) ? query.window : 'PT1H';
  const {search = ''} = query;
  const loaded = useLoad(signal => get('admin/accounts', {window: period, search}, signal), [period, search], EVERY, true);
  const filter = change => go(['operator', 'accounts'], {...query, ...change});
  return html`<div class="toolbar"><p class="muted">${words.intro}</p>
      <${Choice} label=${texts.webhook.windowLabel} options=${words.window} value=${period}
        choose=${window => filter({window})} /></div>
    <form class="filters" role="search" onSubmit=${event => event.preventDefault()}>
      <input type="search" aria-label=${words.search} placeholder=${words.search} value=${search}
        maxlength="128" onChange=${event => filter({search: event.target.value.trim()})} /></form>
    <${Loaded} of=${loaded}>${found => html`
      ${!found.pendingComplete && html`<${Notice}>${words.pendingPart}<//>`}
      ${found.countedSince && html`<${Notice}>${words.finishedPart(time(found.countedSince))}<//>`}
      ${found.accounts.length === 0 ? html`<${Empty}
        text=${search ? words.noMatch : words.empty} />` : html`<${AccountRows} ...${found} />`}`}
        <//>`;
}

function AccountRows({accounts, countedSeconds}) {
  const rate = count => oneDigit(count * 60 / Math.max(1, countedSeconds));
  return html`<table class="list"><thead><tr><th scope="col">${texts.operator.account}</th>
    <th scope="col" class="figure">${words.pending}</th><th scope="col">${words.oldest}</th>
    <th scope="col" class="figure">${words.rate}</th><th scope="col" class="figure">${words.exhausted}</th>
    <th scope="col" class="figure">${words.share}</th>
      <th scope="col" class="figure">${words.cancelled}</th></tr></thead>
    <tbody>${accounts.map(each => html`<tr key=${each.accountId}>
      <td data-label=${texts.operator.account}>${each.accountId
        ? html`<a href=${place(['operator', 'webhooks'], {accountId: each.accountId})}>
          <code><${Foreign} text=${each.accountId} /></code></a>`
        : html`<span class="muted">${words.without}</span>`}</td>
      <td data-label=${words.pending} class="figure">${number(each.pending)}</td>
      <td data-label=${words.oldest}>${each.oldestPending ? texts.webhook.ago(distance(each.oldestPending))
        : html`<span class="muted">–</span>`}</td>
      <td data-label=${words.rate} class="figure">${rate(each.succeeded)}</td>
      <td data-label=${words.exhausted} class=${'figure' + (each.exhausted > 0 ? ' bad' : '')}>
        ${number(each.exhausted)}</td>
      <td data-label=${words.share} class="figure">${share(each.exhausted, each.succeeded + each.exhausted)}</td>
      <td data-label=${words.cancelled} class="figure">${number(each.cancelled)}</td></tr>`)}</tbody></table>`;
}
