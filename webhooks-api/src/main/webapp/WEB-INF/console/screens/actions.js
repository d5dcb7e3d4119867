// What can be done with a webhook, each in a dialog that says first what it will do.
import {html} from '../html.js';
import {useEffect, useRef, useState} from '../lib/hooks.js';
import {getStatistics, patch, post, remove, webhookPath} from '../api.js';
import {instant, localInput, milliseconds, number, target, time, visible} from '../format.js';
import {Choice, Code, Copy, Dialog, Notice, leaveNotice, reportEnd, useHold, wordsOf} from '../ui.js';
import {AttemptError, HeaderList} from './attempt.js';
import texts from '../texts.js';

const words = texts.act;

/**
 * Runs an action once at a time, and keeps its error for the dialog. An aborted action has none: nobody waits for it.
 *
 * @param gone is called if the action's webhook was deleted meanwhile
 */
export function useAction(action, gone) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const run = async (...given) => {
    setBusy(true);
    setProblem(null);
    try {
      return await action(...given);
    } catch (error) {
      reportEnd(error);
      const deleted = error.code === 'WebhookNotFound';
      if (error.name !== 'AbortError') setProblem(deleted ? words.gone : wordsOf(error));
      if (deleted) gone?.();
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return {run, busy, problem};
}

export const Problem = ({text}) => text && html`<div class="notice danger" role="alert">${visible(text)}</div>`;

/** The actions of a row of the list, as a menu. */
export function RowActions({webhook, restricted, changed}) {
  const [open, setOpen] = useState(null);
  const menu = useRef();
  const done = () => { setOpen(null); changed(); };
  const names = [webhook.active ? 'deactivate' : 'activate', 'test', 'remove'].filter(name => !restricted || name === 'deactivate');
  const choose = name => {
    // The dialog gives the focus back to where it is now.
    menu.current.querySelector('summary').focus();
    menu.current.open = false;
    setOpen(name);
  };
  // A click on a button does not move the focus in every browser; then nothing gets it.
  const leave = event => {
    if (event.relatedTarget && !menu.current.contains(event.relatedTarget)) menu.current.open = false;
  };
  const escape = event => {
    if (event.key === 'Escape') {
      menu.current.open = false;
      menu.current.querySelector('summary').focus();
    }
  };
  if (names.length === 0) return null;
  return html`<details class="menu" ref=${menu} onFocusOut=${leave} onKeyDown=${escape}>
      <summary aria-label=${`${texts.common.actions}: ${target(webhook.callbackUrl).host}`}>⋯</summary>
      <div>${names.map(name =>
        html`<button type="button" key=${name} onClick=${() => choose(name)}>${words[name]}</button>`)}</div></details>
    <${ActionDialog} name=${open} webhook=${webhook} close=${() => setOpen(null)} done=${done} />`;
}

/** The dialog of the named action, if one is open. */
export function ActionDialog({name, webhook, close, done, since, preset}) {
  const dialogs = {activate: Activate, deactivate: Deactivate, test: Test, recover: Recover, rotate: Rotate, remove: Remove};
  const Shown = dialogs[name];
  return Shown ? html`<${Shown} webhook=${webhook} close=${close} done=${done} preset=${preset ?? {since}} />` : null;
}

export function Confirm({title, text, label, kind = 'primary', action, close, done, gone, needs, children}) {
  const {run, busy, problem} = useAction(async () => {
    await action();
    done();
  }, gone);
  // The text that the person agreed to, because another choice has another text.
  const [agreed, agree] = useState(null);
  return html`<${Dialog} title=${title} close=${close} busy=${busy}>${children}<p role="status">${text}</p>
    ${needs && html`<label class="check"><input type="checkbox" checked=${agreed === needs}
      onChange=${event => agree(event.target.checked ? needs : null)} /> ${needs}</label>`}
    <${Problem} text=${problem} />
    <footer><button type="button" disabled=${busy} onClick=${close}>${texts.common.cancel}</button>
      <button type="button" class=${kind} disabled=${busy || needs && agreed !== needs} onClick=${run}>${label}</button></footer><//>`;
}

const Activate = ({webhook, close, done}) => html`<${Confirm} title=${words.activate + '?'} text=${texts.remedy.owner} label=${words.activate}
  action=${() => patch(webhookPath(webhook.id), {active: true})} close=${close} done=${done} />`;

function Deactivate({webhook, close, done}) {
  const [pending, setPending] = useState(null);
  useEffect(() => {
    getStatistics(webhookPath(webhook.id, 'statistics', 'timeline'), {window: 'PT1H'})
      .then(answer => setPending(answer.pending), error => {
        reportEnd(error);
        setPending({unknown: true});
      });
  }, []);
  return html`<${Confirm} title=${words.deactivateTitle} kind="danger" label=${words.deactivate}
    text=${pending?.unknown ? words.deactivateUnknown(visible(target(webhook.callbackUrl).host)) : pending ? words.deactivateText(visible(target(webhook.callbackUrl).host), pending.count
      && (pending.complete ? number(pending.count) : texts.webhook.atLeast(number(pending.count)))) : words.counting}
    action=${() => patch(webhookPath(webhook.id), {active: false})} close=${close} done=${done} />`;
}

const Remove = ({webhook, close, done}) => html`<${Confirm} title=${words.removeTitle} kind="danger" label=${words.remove} needs=${words.removeConfirm}
  text=${words.removeText(visible(target(webhook.callbackUrl).host))} action=${() => remove(webhookPath(webhook.id))} close=${close}
  done=${() => { leaveNotice(words.removed); done(true); }} />`;

function Test({webhook, close}) {
  const [result, setResult] = useState(null);
  const {run, busy, problem} = useAction(async () => {
    setResult(null);
    setResult(await post(webhookPath(webhook.id, 'test')));
  });
  return html`<${Dialog} title=${words.testTitle} close=${close}><p>${words.testText}</p>
    ${busy && html`<p class="loading" role="status">${words.testRunning}</p>`}
    <${Problem} text=${problem} />
    ${result && html`<div role="status" class=${'notice ' + (result.succeeded ? 'success' : 'danger')}>
        <b>${result.succeeded ? words.testGood : words.testBad}</b>
        ${' '}${result.statusCode && html`<span>HTTP ${result.statusCode}, </span>`}${milliseconds(result.durationMs)}
        <${AttemptError} attempt=${result} /></div>
      ${result.responseExcerpt && html`<h3>${texts.delivery.excerpt}</h3><${Code} text=${result.responseExcerpt} label=${texts.delivery.excerpt} />`}
      <details><summary>${texts.delivery.headers}</summary><h3>${texts.delivery.request}</h3>
        <${HeaderList} headers=${result.requestHeaders} none=${texts.delivery.noRequestHeaders} />
        <h3>${texts.delivery.answer}</h3><${HeaderList} headers=${result.responseHeaders} none=${texts.webhook.noAnswer} /></details>`}
    <footer><button type="button" onClick=${close}>${texts.common.close}</button>
      <button type="button" class="primary" disabled=${busy} onClick=${run}>${result ? words.testAgain : words.test}</button></footer><//>`;
}

/** Those that the webhook has now, and the chosen one, which it may have had before. */
export const typesOf = (webhook, chosen) => [...new Set([...webhook.eventTypes, ...chosen ? [chosen] : []])];

/**
 * Counts what a recovery takes. With the cancelled deliveries it takes those that are still pending since a deactivation.
 * They can't be told from other pending ones, so beside pending deliveries the count is a lower bound.
 */
async function countRecoverable(webhook, statuses, query, signal) {
  const read = statuses.includes('cancelled') ? ['pending', ...statuses] : statuses;
  const answers = await Promise.all(read.map(status =>
    getStatistics(webhookPath(webhook.id, 'deliveries', 'count'), {...query, status}, signal)));
  const counted = answers.slice(read.length - statuses.length);
  return {
    count: counted.reduce((sum, each) => sum + each.count, 0), complete: counted.every(each => each.complete),
    waiting: read !== statuses && (answers[0].count > 0 || !answers[0].complete),
  };
}

function Recover({webhook, close, done, preset}) {
  const [from, setFrom] = useState(instant(preset.since) || new Date(Date.now() - 86400000).toISOString());
  const [until, setUntil] = useState(instant(preset.until));
  const [eventType, setEventType] = useState(preset.eventType ?? '');
  const [statuses, setStatuses] = useState({exhausted: preset.status !== 'cancelled', cancelled: preset.status !== 'exhausted'});
  const [counts, setCounts] = useState(null);
  const [recovered, setRecovered] = useState(null);
  const chosen = Object.keys(statuses).filter(each => statuses[each]);
  useEffect(() => {
    const stop = new AbortController();
    setCounts(null);
    countRecoverable(webhook, chosen, {eventType, since: from, until}, stop.signal).then(
      found => { if (!stop.signal.aborted) setCounts(found); },
      error => {
        if (stop.signal.aborted) return;
        reportEnd(error);
        setCounts({problem: wordsOf(error)});
      });
    return () => stop.abort();
  }, [from, until, eventType, chosen.join()]);
  const {run, busy, problem} = useAction(async () => setRecovered(
    await post(webhookPath(webhook.id, 'recover'), {since: from, ...(until ? {until} : {}), ...(eventType ? {eventType} : {}), status: chosen})));
  const check = status => html`<label class="check"><input type="checkbox" checked=${statuses[status]} onChange=${event =>
    setStatuses({...statuses, [status]: event.target.checked})} /> ${words[status]}</label>`;
  if (recovered) {
    return html`<${Dialog} title=${words.recoverTitle} close=${() => done()}><${Notice} kind="success">
      ${(recovered.complete === false ? words.recoverGoesOn : words.recovered)(number(recovered.recovered))}<//>
      <footer><button type="button" class="primary" onClick=${() => done()}>${texts.common.close}</button></footer><//>`;
  }
  return html`<${Dialog} title=${words.recoverTitle} close=${close}><p>${words.recoverText}</p>
    ${!webhook.active && html`<${Notice} kind="warning">${words.recoverInactive}<//>`}
    <div class="fields"><label>${texts.deliveries.since}<input type="datetime-local" value=${localInput(from)}
        onChange=${event => setFrom(instant(event.target.value) || from)} /></label>
      <label>${texts.deliveries.until}<input type="datetime-local" value=${localInput(until)} onChange=${event => setUntil(instant(event.target.value))} /></label></div>
    <div class="fields"><label>${texts.deliveries.type}<select value=${eventType} onChange=${event => setEventType(event.target.value)}>
      <option value="">${texts.webhooks.allTypes}</option>${typesOf(webhook, eventType).map(type => html`<option key=${type} value=${type}>${visible(type)}</option>`)}</select></label></div>
    <fieldset><legend>${words.include}</legend>${check('exhausted')}${check('cancelled')}</fieldset>
    <p role="status"><b>${!counts ? words.counting : counts.problem ? `${counts.problem} ${words.recoverUncounted}` : words.recoverCount(number(counts.count), counts)}</b></p>
    <${Problem} text=${problem} />
    <footer><button type="button" onClick=${close}>${texts.common.cancel}</button>
      <button type="button" class="primary" disabled=${busy || !webhook.active || chosen.length === 0}
        onClick=${run}>${words.recoverStart}</button></footer><//>`;
}

/** The secret is shown this once, so it stays until it is dismissed: a new place or the end of the session waits. */
function NewSecret({rotated, close}) {
  useHold();
  return html`<${Dialog} title=${words.rotateTitle} close=${close}><${Notice} kind="success"><b>${words.rotated}</b><//>
    <p class="secret"><code>${rotated.secret}</code> <${Copy} text=${rotated.secret} what=${words.rotateTitle} /></p>
    <p>${words.oldUntil(time(rotated.previousSecretValidUntil))}</p>
    <footer><button type="button" class="primary" onClick=${close}>${words.secretKept}</button></footer><//>`;
}

function Rotate({webhook, close}) {
  const [overlap, setOverlap] = useState('P1D');
  const [rotated, setRotated] = useState(null);
  const {run, busy, problem} = useAction(async () =>
    setRotated(await post(webhookPath(webhook.id, 'rotate-secret'), {previousSecretValidFor: overlap})));
  if (rotated) return html`<${NewSecret} rotated=${rotated} close=${close} />`;
  return html`<${Dialog} title=${words.rotateTitle} close=${close} busy=${busy}><p>${words.rotateText}</p>
    <p>${words.overlap}</p><${Choice} label=${words.overlap} options=${words.overlaps} value=${overlap} choose=${setOverlap} />
    <${Problem} text=${problem} />
    <footer><button type="button" disabled=${busy} onClick=${close}>${texts.common.cancel}</button>
      <button type="button" class="primary" disabled=${busy} onClick=${run}>${words.rotate}</button></footer><//>`;
}
