// What can be done with an option besides a change: a certificate request, a new signing key, a test of the authentication.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {post, webhookPath} from '../api.js';
import {time} from '../format.js';
import {useDraft} from '../memory.js';
import {Announcement, Choice, Code, Copy, Dialog} from '../ui.js';
import {Leave, Problem, leaving, useAction} from './confirm.js';
import {Field} from './pick-types.js';
import {Answer} from './proof.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.optionActs;

/** The acts of an option, by its name and its present value. */
export const actsOf = (name, value) => [
  ...name === 'tls' ? ['request'] : [],
  ...name === 'signature' && value?.schemes?.includes('v1a') ? ['rotateKey'] : [],
  ...name === 'authentication' && value?.type === 'oauth2' ? ['testToken'] : []];

/** Makes a key that never leaves the product, and shows the request for its certificate. */
export function RequestCertificate({webhook, close, done}) {
  const [subject, setSubject, forget] = useDraft(`subject ${webhook.id}`, 'CN=webhooks');
  const [made, setMade] = useState(null);
  const state = useAction(async () => {
    setMade(await post(webhookPath(webhook.id, 'options', 'tls', 'request'), {subject}));
    forget();
  });
  const leave = leaving(state, close, done);
  return html`<${Dialog} title=${words.names.request}
      about=${nameOf(webhook)} close=${made ? () => done() : leave} busy=${state.busy}>
    <p>${words.about.request}</p>
    <${Announcement} of=${made}>${made && words.requested(time(made.keptUntil))}<//>
    ${made ? html`<div class="toolbar"><h3>${words.made}</h3>
        <${Copy} text=${made.certificateRequest} what=${words.made} /></div>
      <${Code} text=${made.certificateRequest} label=${words.made} />
      <footer><button type="button" class="primary" onClick=${() => done()}>${texts.common.close}</button></footer>`
    : html`<${Field} id="subject" label=${words.subject} hint=${words.subjectHint} value=${subject} set=${setSubject} />
      <${Problem} text=${state.problem} />
      <footer><${Leave} state=${state} leave=${leave} />
        <button type="button" class="primary" disabled=${state.busy || state.unknown} onClick=${state.run}>
          ${words.names.request}</button></footer>`}<//>`;
}

export function RotateKey({webhook, close, done}) {
  const [useAfter, setUseAfter] = useState('PT1H');
  const state = useAction(async () => {
    const {next} = await post(webhookPath(webhook.id, 'options', 'signature', 'rotate'), {useAfter});
    done(next ? words.rotated(time(next.usedFrom)) : words.rotatedNow);
  });
  const leave = leaving(state, close, done);
  return html`<${Dialog} title=${words.names.rotateKey}
      about=${nameOf(webhook)} close=${leave} busy=${state.busy}><p>${words.about.rotateKey}</p>
    <p>${words.useAfter}</p>
    <${Choice} label=${words.useAfter} options=${words.useAfters} value=${useAfter} choose=${setUseAfter} />
    <${Problem} text=${state.problem} />
    <footer><${Leave} state=${state} leave=${leave} />
      <button type="button" class="primary" disabled=${state.busy || state.unknown} onClick=${state.run}>
        ${words.names.rotateKey}</button></footer><//>`;
}

export function TestToken({webhook, close}) {
  const [outcome, setOutcome] = useState(null);
  const state = useAction(async () => {
    setOutcome(null);
    setOutcome(await post(webhookPath(webhook.id, 'options', 'authentication', 'test')));
  });
  const why = outcome && !outcome.succeeded ? [texts.error[outcome.error]?.[0], texts.cause[outcome.cause]] : [];
  return html`<${Dialog} title=${words.names.testToken}
      about=${nameOf(webhook)} close=${close} busy=${state.busy}><p>${words.about.testToken}</p>
    ${state.busy && html`<p class="loading" role="status">${texts.act.testRunning}</p>`}
    <${Problem} text=${state.problem} />
    <${Announcement} of=${outcome} kind=${outcome?.succeeded ? 'success' : 'danger'}>${outcome
      && html`<${Answer} title=${outcome.succeeded ? words.tokenGood : words.tokenBad} of=${outcome}
        why=${why.filter(Boolean).join(' ')} />`}<//>
    <footer><button type="button" disabled=${state.busy} onClick=${close}>${texts.common.close}</button>
      <button type="button" class="primary" disabled=${state.busy} onClick=${state.run}>${words.names.testToken}</button></footer>
    <//>`;
}
