// Blocks of webhooks, applications and accounts, which operators add and remove.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {apiPath, call, get, put, remove} from '../api.js';
import {number, target, visible} from '../format.js';
import {place} from '../router.js';
import {Choice, Empty, Foreign, Loaded, Time, useAnnouncement, useLoad} from '../ui.js';
import {Confirm} from './confirm.js';
import {usePages} from './pages.js';
import texts from '../texts.js';

const words = texts.operator.blocks;

const pathOf = (kind, id) => apiPath('admin', 'blocks', kind, id);

/** The id of a webhook and its host, of which several webhooks can have the same. */
export const nameOf = webhook => webhook.callbackUrl ? words.webhookAt(webhook.id, target(webhook.callbackUrl).host) : webhook.id;

const idsOf = webhook => ({webhook: webhook.id, client: webhook.clientId, account: webhook.accountId});

/** The kinds of blocks that a webhook can still get, with their names. */
function kindsLeft(webhook) {
  const ids = idsOf(webhook);
  return Object.entries(words.kinds).filter(([kind]) => ids[kind] && !webhook.blocks?.includes(kind));
}

/** Whether a webhook can get another block. */
export const canBlock = webhook => kindsLeft(webhook).length > 0;

/** What the blocks of a webhook concern, with a link to the blocks. */
export const BlocksOf = ({webhook}) => webhook.blocks && html`<span class="reason"><a
  href=${place(['operator', 'blocks'])}>${words.of(webhook.blocks.map(kind => words.kinds[kind] ?? kind).join(', '))}</a></span>`;

const countOf = ({count, complete}) => complete ? number(count) : texts.webhook.atLeast(number(count));

/** What a block stops, or would stop. Says so too if it can't be counted: the block works all the same. */
function Impact({kind, id}) {
  const {data, error} = useLoad(signal => get(pathOf(kind, id), {}, signal), [kind, id]);
  return html`<p class="impact" role="status">${data ? words.impact(countOf(data.active), countOf(data.webhooks),
    countOf(data.pending)) : error ? words.noImpact : words.counting}</p>`;
}

/** Blocks a webhook, all webhooks of its application, or all of its account. */
export function BlockDialog({webhook, close, done, refresh}) {
  const kinds = Object.fromEntries(kindsLeft(webhook));
  const [kind, choose] = useState(Object.keys(kinds)[0]);
  const ids = idsOf(webhook);
  const names = {...ids, webhook: nameOf(webhook)};
  return html`<${Confirm} title=${words.add} kind="danger" label=${words.button} close=${close} refresh=${refresh}
    needs=${words.needs[kind]}
    text=${`${words.concerns[kind](visible(names[kind]), webhook.active)} ${words.effect[kind]}`}
    action=${() => put(pathOf(kind, ids[kind]))} done=${done}
    said=${() => words.added(words.kinds[kind], visible(names[kind]))}>
    <${Choice} label=${words.kind} options=${kinds} value=${kind} choose=${choose} />
    <${Impact} kind=${kind} id=${ids[kind]} /><//>`;
}

/** The filters that find the target of a block in other lists. No list has a filter for applications. */
const filtersOf = ({kind, id}) => ({webhookId: kind === 'webhook' ? id : '', accountId: kind === 'account' ? id : ''});

/** The id of the target, as a link to the acts on the webhook or to the webhooks of the account. */
function Target({block}) {
  const text = html`<code class="type"><${Foreign} text=${block.id} /></code>`;
  const part = {webhook: 'audit', account: 'webhooks'}[block.kind];
  return part ? html`<a href=${place(['operator', part], filtersOf(block))}>${text}</a>` : text;
}

/** The client of the administrator. All people of the console share one: the audit trail has the user. */
const By = ({block}) =>
  html`<a href=${place(['operator', 'audit'], {action: 'block.added', ...filtersOf(block)})}>
    <${Foreign} text=${block.blockedBy} /></a>`;

const keyOf = block => `${block.kind} ${block.id}`;
const kindOf = block => words.kinds[block.kind] ?? block.kind;

/** The blocks that hold, newest first. A block that is removed here leaves the list, which keeps its other pages. */
export function Blocks() {
  const {first, rows, token, button} = usePages('admin/blocks', {}, 'blocks');
  const [chosen, choose] = useState(null);
  const [removed, setRemoved] = useState(/** @type {string[]} */ ([]));
  const [announcement, announce] = useAnnouncement();
  const left = rows.filter(each => !removed.includes(keyOf(each)));
  const done = (text, kind) => {
    choose(null);
    if (kind === 'warning') { setRemoved([]); first.reload(); }
    else setRemoved([...removed, keyOf(chosen)]);
    announce(text, kind);
  };
  return html`<p class="muted">${words.intro}</p>${announcement}
    <${Loaded} of=${first}>${() => left.length === 0 && !token ? html`<${Empty} text=${words.empty} />`
      : html`<table class="list"><thead><tr>
      <th scope="col">${words.kind}</th><th scope="col">${words.id}</th><th scope="col">${words.since}</th>
        <th scope="col">${words.by}</th>
      <th scope="col" class="end"><span class="hidden">${texts.common.actions}</span></th></tr></thead>
      <tbody>${left.map(each => html`<tr key=${keyOf(each)}><td data-label=${words.kind}>${kindOf(each)}</td>
        <td data-label=${words.id}><${Target} block=${each} /></td>
        <td data-label=${words.since}><${Time} of=${each.created} /></td>
        <td data-label=${words.by}><${By} block=${each} /></td>
        <td class="end"><button type="button" class="small" aria-label=${`${words.remove}: ${visible(each.id)}`}
          onClick=${() => { announce(''); choose(each); }}>${words.remove}</button></td></tr>`)}</tbody></table>`}<//>
    ${button}
    ${chosen && html`<${Unblock} block=${chosen} close=${() => choose(null)} done=${done} />`}`;
}

/** How often an answer that has not reached all webhooks is asked for the rest. */
const MAX_PARTS = 20;

/**
 * Removes a block, and activates the webhooks again that it has deactivated. Each answer is for a part of them.
 *
 * @param {string} path
 */
export async function reactivate(path) {
  const sum = {reactivated: 0, skipped: 0, complete: false};
  for (let part = 0; !sum.complete && part < MAX_PARTS; part++) {
    const {reactivated, skipped, complete} = await call('DELETE', path, {query: {reactivate: true}});
    sum.reactivated += reactivated;
    // Each request begins with the oldest webhook that is still inactive, so it counts the ones that were skipped before too.
    sum.skipped = skipped;
    sum.complete = complete;
  }
  return sum;
}

function Unblock({block, close, done}) {
  const [again, setAgain] = useState(false);
  const path = pathOf(block.kind, block.id);
  const said = answer => [words.removed(kindOf(block), visible(block.id)),
    answer && words.reactivated(number(answer.reactivated), number(answer.skipped), answer.complete)].filter(Boolean).join(' ');
  return html`<${Confirm} title=${words.removeTitle} label=${again ? words.removeAndReactivate : words.remove} close=${close}
    text=${again ? words.reactivateText : words.removeText} action=${() => again ? reactivate(path) : remove(path)} done=${done}
    said=${said}><p>${kindOf(block)}: <code><${Foreign} text=${block.id} /></code></p>
    <label class="check"><input type="checkbox" checked=${again} onChange=${event => setAgain(event.target.checked)} />${' '}
      ${words.reactivate}</label><//>`;
}
