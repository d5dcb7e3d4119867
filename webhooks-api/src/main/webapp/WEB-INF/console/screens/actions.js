// What can be done with a webhook, each in a dialog that says first what it will do.
import {html} from '../html.js';
import {useEffect, useRef, useState} from '../lib/hooks.js';
import {getStatistics, patch, post, remove, webhookPath} from '../api.js';
import {number, time} from '../format.js';
import {Announcement, Choice, Copy, Dialog, Later, reportEnd, useHold} from '../ui.js';
import {Confirm, Leave, Problem, leaving, useAction} from './confirm.js';
import {mayChange, mayOpen} from '../session.js';
import {isOffered, nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.act;

/** A dialog whose files are loaded when somebody opens it. */
const later = load => given => html`<${Later} load=${load} ...${given} />`;

const Edit = later(() => import('./edit.js').then(dialog => dialog.Edit));
const Pause = later(() => import('./pause.js').then(dialog => dialog.Pause));
const Recover = later(() => import('./recover.js').then(dialog => dialog.Recover));
const Resume = later(() => import('./pause.js').then(dialog => dialog.Resume));
const Test = later(() => import('./test-event.js').then(dialog => dialog.Test));

/** The actions of a row of the list, as a menu. */
export function RowActions({webhook, state, restricted, begin, done}) {
  const [open, setOpen] = useState(null);
  const menu = useRef();
  const names = [webhook.active ? 'deactivate' : 'activate', 'test', 'remove']
    .filter(name => isOffered(name, state) && (!restricted || name === 'deactivate'));
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

const Activate = ({webhook, close, done}) => html`<${Confirm} title=${words.activateTitle}
  text=${words.activateText(nameOf(webhook))} label=${words.activate}
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

/** Until the secret is copied, nothing closes it but the person's word that it is kept, or may be lost. */
function NewSecret({webhook, rotated, close}) {
  const [copied, setCopied] = useState(false);
  const [asked, ask] = useState(false);
  return html`<${Dialog} title=${words.rotateTitle} close=${close} ask=${copied ? undefined : () => ask(true)}>
    <${Announcement} of=${rotated}><b>${words.rotated(nameOf(webhook))}</b><//>
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
  if (rotated) return html`<${NewSecret} webhook=${webhook} rotated=${rotated} close=${close} />`;
  return html`<${Dialog} title=${words.rotateTitle} close=${leave} busy=${busy}>
    <p>${words.rotateText(nameOf(webhook))}</p>
    <p>${words.overlap}</p><${Choice} label=${words.overlap} options=${words.overlaps} value=${overlap} choose=${setOverlap} />
    <${Problem} text=${problem} />
    <footer><${Leave} state=${state} leave=${leave} />
      <button type="button" class="primary" disabled=${busy || unknown} onClick=${run}>${words.rotate}</button></footer><//>`;
}
