// The dialog that recovers deliveries of a webhook: by period, status, answer, event type or message ids. It counts first.
import {html} from '../html.js';
import {useEffect, useState} from '../lib/hooks.js';
import {ApiError, post, webhookPath} from '../api.js';
import {messageIdsOf} from '../delivery-search.js';
import {instant, number, visible} from '../format.js';
import {useDraft} from '../memory.js';
import {Announcement, Dialog, Notice, Skip, reportEnd, wordsOf} from '../ui.js';
import {AnswerSelect} from './answer-select.js';
import {Period} from './moments.js';
import {Presets} from './presets.js';
import {Leave, Problem, leaving, useAction} from './confirm.js';
import {RecoveryProgress} from './recovery-progress.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.act;
const DAY = 86400000;
const MAX_IDS = 1000;
/** A person types or chooses several things in a row. */
const COUNT_AFTER = 300;
const MAX_TRIES = 4;

/** Counts what a recovery would take. While others read statistics the API answers 503, so it asks again. */
async function count(webhook, body, signal) {
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    try {
      return await post(webhookPath(webhook.id, 'deliveries', 'count'), body);
    } catch (/** @type {any} */ error) {
      if (!(error instanceof ApiError) || ![429, 503].includes(error.status) || tries === MAX_TRIES) throw error;
      await new Promise(go => setTimeout(go, 1000 * (Number(error.retryAfter) || 1)));
    }
  }
}

/** The count for a selection, which begins again with each change of it. Nothing is counted without a selection. */
function useCount(webhook, body) {
  const [counted, setCounted] = useState(/** @type {any} */ (null));
  const key = JSON.stringify(body);
  useEffect(() => {
    setCounted(null);
    if (!body) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => count(webhook, body, stop.signal).then(
      found => { if (!stop.signal.aborted) setCounted(found); },
      error => {
        if (stop.signal.aborted) return;
        reportEnd(error);
        setCounted({problem: wordsOf(error)});
      }), COUNT_AFTER);
    return () => { stop.abort(); clearTimeout(timer); };
  }, [key]);
  return counted;
}

/** The choices of the dialog, and the body of the request for them, or null while they name nothing. */
function useSelected(webhook, preset) {
  const [chosen, setChosen, forget] = useDraft(`recover ${webhook.id} ${JSON.stringify(preset)}`, {
    from: instant(preset.since) || new Date(Date.now() - DAY).toISOString(),
    until: instant(preset.until), eventType: preset.eventType ?? '', statusCode: preset.statusCode ?? '',
    error: preset.error ?? '', ids: preset.messageId ?? '',
    statuses: {exhausted: !preset.status || preset.status === 'exhausted',
      cancelled: !preset.status || preset.status === 'cancelled', pending: preset.status === 'pending'}});
  const {from, statuses} = chosen;
  const {ids, others} = messageIdsOf(chosen.ids);
  const status = Object.keys(statuses).filter(each => statuses[each]);
  const {until, eventType, statusCode, error} = chosen;
  const valid = status.length > 0 && others.length === 0 && ids.length <= MAX_IDS;
  const period = ids.length > 0 ? {messageIds: ids} : {since: from, ...until ? {until} : {}};
  const body = valid ? {...period, ...eventType ? {eventType} : {}, ...statusCode ? {statusCode} : {}, ...error ? {error} : {},
    status} : null;
  return {chosen, change: part => setChosen({...chosen, ...part}), forget, ids, others, body};
}

/** The period, which message ids replace. */
function PeriodFields({selected}) {
  const {chosen, change, ids} = selected;
  const off = ids.length > 0;
  return html`<div><${Presets} disabled=${off} choose=${({since, until}) => change({from: since, until})} /></div>
    <${Skip} to="#recover-count" text=${words.toCount} />
    <div class="fields"><${Period} since=${chosen.from} until=${chosen.until} disabled=${off}
      change=${({since, until}) => change(until === undefined ? {from: since || chosen.from} : {until})} /></div>`;
}

function MessageIds({selected}) {
  const {chosen, change, ids, others} = selected;
  const fault = others.length > 0 ? texts.repair.noId(visible(others[0].slice(0, 40)))
    : ids.length > MAX_IDS ? texts.repair.tooMany : '';
  return html`<details open=${Boolean(chosen.ids)}><summary>${texts.repair.byIds}</summary><div class="field">
    <textarea id="message-ids" rows="3" spellcheck=${false} aria-label=${texts.repair.ids} aria-invalid=${Boolean(fault)}
      aria-describedby="message-ids-hint" value=${chosen.ids} onInput=${event => change({ids: event.target.value})}></textarea>
    <p id="message-ids-hint" class=${fault ? 'fault' : 'muted'}>${fault || texts.repair.idsHint}</p></div></details>`;
}

function Result({webhook, result, done}) {
  return html`<${Dialog} title=${words.recoverTitle} about=${nameOf(webhook)} close=${() => done()}><${Announcement} of=${result}>
      ${(result.complete === false ? words.recoverContinues : words.recovered)(number(result.recovered))}
      ${result.payloadErased > 0 && ` ${texts.repair.erased(number(result.payloadErased))}`}<//>
    ${result.complete === false && html`<${RecoveryProgress} id=${webhook.id} begun=${0} />`}
    <footer><button type="button" class="primary" onClick=${() => done()}>${texts.common.close}</button></footer><//>`;
}

/** Without conditions the statuses that ended without success of the last day are chosen. */
export function Recover({webhook, close, done, preset}) {
  const selected = useSelected(webhook, preset);
  const {chosen, change, forget, body} = selected;
  const counted = useCount(webhook, body);
  const [result, setResult] = useState(/** @type {any} */ (null));
  const state = useAction(async () => {
    setResult(await post(webhookPath(webhook.id, 'recover'), body));
    forget();
  });
  const {run, busy, problem, unknown} = state;
  const leave = leaving(state, close, done);
  const types = [...new Set([...webhook.eventTypes, ...chosen.eventType ? [chosen.eventType] : []])];
  const check = status => html`<label class="check"><input type="checkbox" checked=${chosen.statuses[status]}
    onChange=${event => change({statuses: {...chosen.statuses, [status]: event.target.checked}})} /> ${words[status]}</label>`;
  if (result) return html`<${Result} webhook=${webhook} result=${result} done=${done} />`;
  return html`<${Dialog} title=${words.recoverTitle}
      about=${nameOf(webhook)} close=${leave} busy=${busy}><${Announcement} /><p>${words.recoverText}</p>
    ${!webhook.active && html`<${Notice} kind="warning">${words.recoverInactive}<//>`}
    <${PeriodFields} selected=${selected} />
    <div class="fields"><label>${texts.deliveries.type}
      <select value=${chosen.eventType} onChange=${event => change({eventType: event.target.value})}>
        <option value="">${texts.webhooks.allTypes}</option>
        ${types.map(type => html`<option key=${type} value=${type}>${visible(type)}</option>`)}
      </select></label>
      <label>${texts.deliveries.last}<${AnswerSelect} statusCode=${chosen.statusCode} error=${chosen.error}
        change=${change} /></label></div>
    <fieldset><legend>${words.include}</legend>${check('exhausted')}${check('cancelled')}${check('pending')}</fieldset>
    <${MessageIds} selected=${selected} />
    <p role="status" id="recover-count" tabindex="-1"><b>${!body ? texts.repair.incomplete : !counted ? words.counting
      : counted.problem ? `${counted.problem} ${words.recoverUncounted}`
      : words.recoverCount(number(counted.count), counted)}</b></p>
    <${Problem} text=${problem} />
    <footer><${Leave} state=${state} leave=${leave} />
      <button type="button" class="primary" disabled=${busy || unknown || !webhook.active || !body}
        onClick=${run}>${words.recoverStart}</button></footer><//>`;
}
