// Sends the selected deliveries again: a recovery by message ids for each webhook, which the nodes complete by themselves.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {post, webhookPath} from '../api.js';
import {redeliveryOf} from '../delivery-search.js';
import {number} from '../format.js';
import {Announcement, Dialog, Notice, reportEnd, wordsOf} from '../ui.js';
import {SessionEnded} from '../oidc.js';
import {Leave, Problem, leaving, useAction} from './confirm.js';
import {nameIn} from './names.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.repair;
/** Each of these has waited for its webhook already, so none is left out. */
const STATUSES = ['exhausted', 'cancelled', 'pending'];
const MAX_TRIES = 4;

/** What can be done with the selected rows. It is on the page before something is selected, so that it is announced. */
export const SelectionBar = ({count, open, clear, all}) => html`<div class=${count ? 'selection' : 'hidden'} role="status">
  ${count > 0 && html`<b>${words.selected(number(count))}</b>
    <button type="button" class="primary" onClick=${open}>${words.redeliver}</button>
    ${all && html`<button type="button" onClick=${all}>${words.rest}</button>`}
    <button type="button" class="quiet" onClick=${clear}>${words.clear}</button>`}</div>`;

/** Asks again, as often as is sensible, if there were too many requests. */
async function patiently(run) {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (/** @type {any} */ error) {
      if (error.status !== 429 || tries === MAX_TRIES) throw error;
      await new Promise(go => setTimeout(go, 1000 * (Number(error.retryAfter) || 5)));
    }
  }
}

/** Runs one step after the other. What failed does not stop the others, unless the session has ended. */
async function runAll(steps, note) {
  const total = {recovered: 0, erased: 0, background: false, faults: /** @type {string[]} */ ([])};
  for (const [i, {run, name}] of steps.entries()) {
    note(i);
    try {
      const answer = await patiently(run);
      total.recovered += answer.recovered;
      total.erased += answer.payloadErased ?? 0;
      total.background ||= answer.complete === false;
    } catch (/** @type {any} */ error) {
      if (error instanceof SessionEnded) throw error;
      reportEnd(error);
      total.faults.push(name ? `${name}: ${wordsOf(error)}` : wordsOf(error));
    }
  }
  return total;
}

/** The requests of a redelivery, each with the name of the webhook that it is for. */
function stepsOf(rows, named, again) {
  const {recoveries, confirmed} = redeliveryOf(rows);
  return [
    ...recoveries.map(({webhookId: id, messageIds}) => ({
      name: named(id), run: () => post(webhookPath(id, 'recover'), {messageIds, status: STATUSES})})),
    ...again ? confirmed.map(each => ({
      name: named(each.webhookId),
      run: async () => {
        await post(webhookPath(each.webhookId, 'deliveries', each.id, 'redeliver'));
        return {recovered: 1};
      }})) : [],
  ];
}

const Result = ({total}) => html`<p>${(total.background ? texts.act.recoverContinues : texts.act.recovered)(
  number(total.recovered))}</p>
  ${total.erased > 0 && html`<p>${words.erased(number(total.erased))}</p>`}`;

/**
 * @param rows each with the id of its webhook
 * @param webhook the one that all rows are of, if the list is of one
 * @param begun is called with the ids of the webhooks whose recoveries were started
 */
export function Redeliver({webhook, rows, names, close, begun, done}) {
  const [again, setAgain] = useState(false);
  const [at, note] = useState(0);
  const [total, setTotal] = useState(/** @type {any} */ (null));
  const named = id => webhook ? '' : nameIn(names, id);
  const steps = stepsOf(rows, named, again);
  const confirmed = rows.filter(each => each.status === 'succeeded').length;
  const about = webhook && nameOf(webhook);
  const state = useAction(async () => {
    const found = await runAll(steps, note);
    begun([...new Set(rows.map(each => each.webhookId))]);
    setTotal(found);
  });
  const {run, busy, problem, unknown} = state;
  const leave = leaving(state, close, done);
  if (total) {
    return html`<${Dialog} title=${words.title} about=${about} close=${() => done()}>
      <${Announcement} of=${total} kind=${total.faults.length > 0 ? 'warning' : 'success'}><${Result} total=${total} /><//>
      ${total.faults.length > 0 && html`<div class="notice danger"><ul>${[...new Set(total.faults)].map(fault =>
        html`<li key=${fault}>${fault}</li>`)}</ul></div>`}
      <footer><button type="button" class="primary" onClick=${() => done()}>${texts.common.close}</button></footer><//>`;
  }
  return html`<${Dialog} title=${words.title} about=${about} close=${leave} busy=${busy}><${Announcement} />
    <p>${words.text(number(rows.length - confirmed))}</p>
    ${confirmed > 0 && html`<label class="check"><input type="checkbox" checked=${again} disabled=${busy}
      onChange=${event => setAgain(event.target.checked)} /> ${words.again(number(confirmed))}</label>`}
    ${busy && html`<progress max=${steps.length} value=${at} aria-label=${words.progress}></progress>`}
    ${steps.length === 0 && html`<${Notice}>${words.nothing}<//>`}
    <${Problem} text=${problem} />
    <footer><${Leave} state=${state} leave=${leave} /><button type="button" class="primary"
      disabled=${busy || unknown || steps.length === 0} onClick=${run}>${words.redeliver}</button></footer><//>`;
}
