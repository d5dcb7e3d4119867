// The proof that the receiver of a webhook wants its requests, in a card and a dialog.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {post, webhookPath} from '../api.js';
import {milliseconds, time, visible} from '../format.js';
import {Announcement, Choice, Dialog, Notice} from '../ui.js';
import {Problem, leaving, useAction} from './confirm.js';
import {mayChange} from '../session.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const {proof} = texts.options;

export const Proof = ({of, start}) => html`<section class="card"><div class="toolbar"><h2>${proof.title}</h2>
    ${mayChange() && html`<div class="actions">
      <button type="button" class="small" onClick=${() => start('verify')}>${proof.verify}</button></div>`}</div>
  ${of.verified ? html`<${Notice} kind="success">${proof.since(time(of.at), proof.methods[of.method] ?? visible(of.method))}<//>`
    : html`<p class="muted">${proof.none}</p>`}</section>`;

/** Why there is no proof, in words. */
function reasonOf({error, cause}) {
  const known = error === 'verification' ? [proof.causes[cause]] : [texts.error[error]?.[0], texts.cause[cause]];
  return known.filter(Boolean).join(' ') || [error, cause].filter(Boolean).map(visible).join(', ');
}

/**
 * What a test has brought: the outcome in a few words, the answer, and why it failed.
 *
 * @param {{title: string, of: {statusCode?: number, durationMs: number}, why?: string}} parts
 */
export const Answer = ({title, of, why}) => html`<b>${title}</b>${' '}
  ${of.statusCode && html`<span>HTTP ${of.statusCode}, </span>`}${milliseconds(of.durationMs)}${why && html`<br />${why}`}`;

export function VerifyDialog({webhook, close, done}) {
  const [method, setMethod] = useState('challenge');
  const [outcome, setOutcome] = useState(null);
  const state = useAction(async () => {
    setOutcome(null);
    const answer = await post(webhookPath(webhook.id, 'verify'), {method});
    if (answer.verified) done(proof.done);
    else setOutcome(answer);
  });
  const {run, busy, problem, unknown} = state;
  const leave = leaving(state, close, done);
  return html`<${Dialog} title=${proof.title} close=${leave} busy=${busy}>
    <p>${proof.about(nameOf(webhook))}</p>
    <${Choice} label=${proof.method} options=${proof.methods} value=${method} disabled=${busy}
      choose=${chosen => { setMethod(chosen); setOutcome(null); }} />
      <p class="muted">${proof.hints[method]}</p>
    ${busy && html`<p class="loading" role="status">${texts.act.testRunning}</p>`}
    <${Problem} text=${problem} />
    <${Announcement} of=${outcome} kind="danger">${outcome
      && html`<${Answer} title=${proof.failed} of=${outcome} why=${reasonOf(outcome)} />`}<//>
    <footer><button type="button" disabled=${busy} onClick=${leave}>${texts.common.close}</button>
      <button type="button" class="primary" disabled=${busy || unknown} onClick=${run}>${proof.verify}</button></footer><//>`;
}
