// What was done with a webhook, and by whom.
import {html} from '../html.js';
import {get, webhookPath} from '../api.js';
import {time, visible} from '../format.js';
import {place} from '../router.js';
import {Empty, Foreign, Loaded, Time, useLoad} from '../ui.js';
import {usePages} from './pages.js';
import {State, WebhookHeading, readWithState} from './state.js';
import {Tabs} from './tabs.js';
import texts from '../texts.js';

const words = texts.acts;

export function Acts({id}) {
  const loaded = useLoad(signal => readWithState(id, signal), [id]);
  // Read at the same time as the webhook.
  const list = usePages(webhookPath(id, 'audit'), {}, 'acts');
  return html`<p class="crumbs"><a href=${place(['webhooks'])}>${texts.nav.webhooks}</a></p>
    <${WebhookHeading} webhook=${loaded.data?.webhook} text=${words.title} />
    <${Loaded} of=${loaded}>${({state}) => html`<div class="actions"><span class="state"><${State} of=${state} /></span></div>
      <${Tabs} id=${id} current="acts" /><${List} ...${list} />`}<//>`;
}

function List({first, rows, button}) {
  return html`<${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${words.empty} />`
    : html`<table class="list"><thead><tr>
      <th scope="col">${words.time}</th><th scope="col">${words.act}</th><th scope="col">${words.by}</th>
        <th scope="col">${words.detail}</th></tr></thead>
    <tbody>${rows.map(each => html`<tr key=${each.id}><td data-label=${words.time}><${Time} of=${each.time} /></td>
      <td data-label=${words.act}>${words.names[each.action] ?? each.action}</td>
      <td data-label=${words.by}><${By} act=${each} /></td>
      <td data-label=${words.detail}>${each.detail ? html`<${Foreign} text=${detailOf(each)} />`
        : html`<span class="muted">–</span>`}</td></tr>`)}</tbody></table>`}<//>
    ${button}`;
}

/**
 * The detail of an act in words. It names the options that were changed, and the end of a pause.
 *
 * @param {{action: string, detail: string}} act
 */
export function detailOf({action, detail}) {
  if (action === 'options.updated') return detail.split(', ').map(name => texts.options.names[name] ?? name).join(', ');
  const end = action === 'webhook.paused' && time(detail.replace(/^until /, ''));
  return end ? texts.webhookState.until(end) : texts.reason[detail] ?? detail;
}

/** Who did it, as far as the owner of the webhook may know. */
export const By = ({act}) => act.by === 'account' ? html`<span><${Foreign} text=${act.user ?? act.clientId} />
  ${act.user && html`<span class="reason">${words.through(visible(act.clientId))}</span>`}</span>`
    : html`<span>${words.others[act.by]}</span>`;

/** Reads who deactivated a webhook last, if the trail still has it. */
export const lastDeactivation = async (id, signal) =>
  (await get(webhookPath(id, 'audit'), {action: 'webhook.deactivated', $top: 1}, signal)).acts[0];
