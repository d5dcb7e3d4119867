// Blocks of webhooks, applications and accounts, which operators add and remove.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {put, remove} from '../api.js';
import {target, visible} from '../format.js';
import {Choice, Empty, Foreign, Loaded, Time} from '../ui.js';
import {Confirm} from './actions.js';
import {usePages} from './pages.js';
import texts from '../texts.js';

const words = texts.operator.blocks;

const pathOf = (kind, id) => ['admin', 'blocks', kind, id].map(encodeURIComponent).join('/');

/** Blocks a webhook, all webhooks of its application, or all of its account. */
export function BlockDialog({webhook, close, done}) {
  const [kind, choose] = useState('webhook');
  const ids = {webhook: webhook.id, client: webhook.clientId, account: webhook.accountId};
  const names = {...ids, webhook: webhook.callbackUrl ? target(webhook.callbackUrl).host : webhook.id};
  const kinds = Object.fromEntries(Object.entries(words.kinds).filter(([each]) => ids[each]));
  return html`<${Confirm} title=${words.add} kind="danger" label=${words.button} close=${close}
    text=${`${words.concerns[kind](visible(names[kind]))} ${words.effect[kind]}`}
    action=${() => put(pathOf(kind, ids[kind]))} done=${() => done(words.added(words.kinds[kind], visible(names[kind])))}>
    <${Choice} label=${words.kind} options=${kinds} value=${kind} choose=${choose} /><//>`;
}

/** The blocks that hold, newest first. */
export function Blocks() {
  const {first, rows, button} = usePages('admin/blocks', {}, 'blocks');
  const [chosen, choose] = useState(null);
  return html`<p class="muted">${words.intro}</p>
    <${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${words.empty} />` : html`<table class="list"><thead><tr>
      <th scope="col">${words.kind}</th><th scope="col">${words.id}</th><th scope="col">${words.since}</th><th scope="col">${words.by}</th>
      <th scope="col" class="end"><span class="hidden">${texts.common.actions}</span></th></tr></thead>
      <tbody>${rows.map(each => html`<tr key=${`${each.kind} ${each.id}`}><td data-label=${words.kind}>${words.kinds[each.kind] ?? each.kind}</td>
        <td data-label=${words.id}><code class="type"><${Foreign} text=${each.id} /></code></td>
        <td data-label=${words.since}><${Time} of=${each.created} /></td>
        <td data-label=${words.by}><${Foreign} text=${each.blockedBy} /></td>
        <td class="end"><button type="button" class="small" onClick=${() => choose(each)}>${words.remove}</button></td></tr>`)}</tbody></table>`}<//>
    ${button}
    ${chosen && html`<${Confirm} title=${words.removeTitle} label=${words.remove} close=${() => choose(null)}
      text=${`${words.kinds[chosen.kind] ?? chosen.kind}: ${visible(chosen.id)}. ${words.removeText}`}
      action=${() => remove(pathOf(chosen.kind, chosen.id))} done=${() => { choose(null); first.reload(); }} />`}`;
}
