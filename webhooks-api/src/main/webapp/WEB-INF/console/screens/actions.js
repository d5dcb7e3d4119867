// What can be done with a webhook, each in a dialog that says first what it will do.
import {html} from '../html.js';
import {useEffect, useRef, useState} from '../lib/hooks.js';
import {getStatistics, patch, post, remove, webhookPath} from '../api.js';
import {instant, localInput, number, time, visible} from '../format.js';
import {Announcement, Choice, Copy, Dialog, Later, Notice, reportEnd, useHold, wordsOf} from '../ui.js';
import {Confirm, Leave, Problem, leaving, useAction} from './confirm.js';
import {Pause, Resume} from './pause.js';
import {Test} from './test-event.js';
import {mayChange, mayOpen} from '../session.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.act;

/** The actions of a row of the list, as a menu. */
export function RowActions({webhook, restricted, begin, done}) {
  const [open, setOpen] = useState(null);
  const menu = useRef();
  const names = [webhook.active ? 'deactivate' : 'activate', 'test', 'remove']
    .filter(name => !restricted || name === 'deactivate');
  const choose = name => {
    // The dialog gives the focus back to where it is now.
    menu.current.querySelector('summary').focus();
    menu.current.open = false;
    begin();
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
  if (names.length === 0 || !mayChange() || !mayOpen('overview')) return null;
  return html`<details class="menu" ref=${menu} onFocusOut=${leave} onKeyDown=${escape}>
      <summary aria-label=${`${texts.common.actions}: ${nameOf(webhook)}`}>⋯</summary>
      <div>${names.map(name =>
        html`<button type="button" key=${name} onClick=${() => choose(name)}>${words[name]}</button>`)}</div></details>
    <${ActionDialog} name=${open} webhook=${webhook} close=${() => setOpen(null)}
      done=${(...said) => { setOpen(null); done(...said); }} />`;
}

/**
 * The dialog of the named action, if one is open.
 *
 * @param done is called with the text to announce, if there is one, and its kind
 * @param removed is called instead if the webhook was deleted
 */
export function ActionDialog({name, webhook, close, done, removed = done, preset = {}}) {
  const dialogs = {activate: Activate, deactivate: Deactivate, edit: Edit, test: Test, recover: Recover, pause: Pause,
    resume: Resume, rotate: Rotate, remove: Remove};
  const Shown = dialogs[name];
  return Shown ? html`<${Shown} webhook=${webhook} close=${close} done=${done} removed=${removed} preset=${preset} />` : null;
}

const loadEdit = () => import('./edit.js').then(screen => screen.Edit);

const Edit = props => html`<${Later} load=${loadEdit} ...${props} />`;

const Activate = ({webhook, close, done}) => html`<${Confirm} title=${words.activate + '?'} text=${texts.remedy.owner}
  label=${words.activate}
  action=${() => patch(webhookPath(webhook.id), {active: true})} said=${() => words.activated(nameOf(webhook))} close=${close}
  done=${done} />`;

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
    text=${pending?.unknown ? words.deactivateUnknown(nameOf(webhook))
      : pending ? words.deactivateText(nameOf(webhook), pending.count
      && (pending.complete ? number(pending.count) : texts.webhook.atLeast(number(pending.count)))) : words.counting}
    action=${() => patch(webhookPath(webhook.id), {active: false})} said=${() => words.deactivated(nameOf(webhook))}
    close=${close} done=${done} />`;
}

const Remove = ({webhook, close, done, removed}) => html`<${Confirm} title=${words.removeTitle} kind="danger"
  label=${words.remove} needs=${words.removeConfirm}
  text=${words.removeText(nameOf(webhook))} action=${() => remove(webhookPath(webhook.id))} said=${() => words.removed}
  close=${close}
  done=${(text, kind) => kind === 'warning' ? done(text, kind) : removed(text)} />`;

/** Those that the webhook has now, and the chosen one, which it may have had before. */
export const typesOf = (webhook, chosen) => [...new Set([...webhook.eventTypes, ...chosen ? [chosen] : []])];

/**
 * Counts what a recovery takes. With the cancelled deliveries it takes those that are still pending since a deactivation.
 * They can't be told from other pending ones, so beside pending deliveries the count is a lower bound.
 */
async function countRecoverable(webhook, statuses, query, signal) {
  const read = statuses.includes('cancelled') && !statuses.includes('pending') ? ['pending', ...statuses] : statuses;
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
  const [statuses, setStatuses] = useState({exhausted: !preset.status || preset.status === 'exhausted',
    cancelled: !preset.status || preset.status === 'cancelled', pending: preset.status === 'pending'});
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
  const state = useAction(async () => setRecovered(
    await post(webhookPath(webhook.id, 'recover'), {since: from, ...(until ? {until} : {}), ...(eventType ? {eventType} : {}),
      status: chosen})));
  const {run, busy, problem, unknown} = state;
  const leave = leaving(state, close, done);
  const check = status => html`<label class="check"><input type="checkbox" checked=${statuses[status]} onChange=${event =>
    setStatuses({...statuses, [status]: event.target.checked})} /> ${words[status]}</label>`;
  if (recovered) {
    return html`<${Dialog} title=${words.recoverTitle} close=${() => done()}><${Announcement} of=${recovered}>
      ${(recovered.complete === false ? words.recoverGoesOn : words.recovered)(number(recovered.recovered))}<//>
      <footer><button type="button" class="primary" onClick=${() => done()}>${texts.common.close}</button></footer><//>`;
  }
  return html`<${Dialog} title=${words.recoverTitle} close=${leave} busy=${busy}><${Announcement} /><p>${words.recoverText}</p>
    ${!webhook.active && html`<${Notice} kind="warning">${words.recoverInactive}<//>`}
    <div class="fields"><label>${texts.deliveries.since}<input type="datetime-local" value=${localInput(from)}
        onChange=${event => setFrom(instant(event.target.value) || from)} /></label>
      <label>${texts.deliveries.until}<input type="datetime-local" value=${localInput(until)}
        onChange=${event => setUntil(instant(event.target.value))} /></label></div>
    <div class="fields"><label>${texts.deliveries.type}
      <select value=${eventType} onChange=${event => setEventType(event.target.value)}>
        <option value="">${texts.webhooks.allTypes}</option>
        ${typesOf(webhook, eventType).map(type => html`<option key=${type} value=${type}>${visible(type)}</option>`)}
      </select></label></div>
    <fieldset><legend>${words.include}</legend>${check('exhausted')}${check('cancelled')}${check('pending')}</fieldset>
    <p role="status"><b>${!counts ? words.counting : counts.problem ? `${counts.problem} ${words.recoverUncounted}`
      : words.recoverCount(number(counts.count), counts)}</b></p>
    <${Problem} text=${problem} />
    <footer><${Leave} state=${state} leave=${leave} />
      <button type="button" class="primary" disabled=${busy || unknown || !webhook.active || chosen.length === 0}
        onClick=${run}>${words.recoverStart}</button></footer><//>`;
}

/** Until the secret is copied, nothing closes it but the person's word that it is kept, or may be lost. */
function NewSecret({rotated, close}) {
  const [copied, setCopied] = useState(false);
  const [asked, ask] = useState(false);
  return html`<${Dialog} title=${words.rotateTitle} close=${close} ask=${copied ? undefined : () => ask(true)}>
    <${Announcement} of=${rotated}><b>${words.rotated}</b><//>
    <p class="secret"><code>${rotated.secret}</code> <${Copy} text=${rotated.secret} what=${words.rotateTitle}
      copied=${() => setCopied(true)} /></p>
    <p>${words.oldUntil(time(rotated.previousSecretValidUntil))}</p>
    ${asked && !copied && html`<div class="notice warning" role="alert">${words.secretNotCopied}</div>`}
    <footer>${asked && !copied && html`<button type="button" class="danger" onClick=${close}>${words.secretLost}</button>`}
      <button type="button" class="primary" onClick=${close}>${words.secretKept}</button></footer><//>`;
}

/** The secret is shown once, so a new place or the end of the session waits until it came and is dismissed. */
function Rotate({webhook, close, done}) {
  const [overlap, setOverlap] = useState('P1D');
  const [rotated, setRotated] = useState(null);
  const state = useAction(async () =>
    setRotated(await post(webhookPath(webhook.id, 'rotate-secret'), {previousSecretValidFor: overlap})));
  const {run, busy, unknown} = state;
  useHold(busy || rotated !== null);
  const problem = unknown ? `${state.problem} ${words.rotateUnknown}` : state.problem;
  const leave = leaving({unknown, problem}, close, done);
  if (rotated) return html`<${NewSecret} rotated=${rotated} close=${close} />`;
  return html`<${Dialog} title=${words.rotateTitle} close=${leave} busy=${busy}><p>${words.rotateText}</p>
    <p>${words.overlap}</p><${Choice} label=${words.overlap} options=${words.overlaps} value=${overlap} choose=${setOverlap} />
    <${Problem} text=${problem} />
    <footer><${Leave} state=${state} leave=${leave} />
      <button type="button" class="primary" disabled=${busy || unknown} onClick=${run}>${words.rotate}</button></footer><//>`;
}
