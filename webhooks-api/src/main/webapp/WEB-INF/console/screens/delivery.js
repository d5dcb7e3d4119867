// One delivery: its life, what was sent, and what the receiver answered.
import {html} from '../html.js';
import {useMemo, useState} from '../lib/hooks.js';
import {get, post, webhookPath} from '../api.js';
import {milliseconds, pretty} from '../format.js';
import {place} from '../router.js';
import {Choice, Code, Foreign, Heading, Id, Loaded, Status, Time, useAnnouncement, useLoad} from '../ui.js';
import {Problem, useAction} from './confirm.js';
import {AttemptError, HeaderList} from './attempt.js';
import texts from '../texts.js';

const words = texts.delivery;
const EVERY = delivery => delivery.status === 'pending' ? 5000 : 0;

export function Delivery({id, deliveryId}) {
  const path = webhookPath(id, 'deliveries', deliveryId);
  const loaded = useLoad(signal => get(path, {}, signal), [id, deliveryId], EVERY);
  return html`<p class="crumbs"><a href=${place(['webhooks'])}>${texts.nav.webhooks}</a> ›${' '}
      <a href=${place(['webhooks', id])}>${texts.webhook.overview}</a> ›${' '}
      <a href=${place(['webhooks', id, 'deliveries'])}>${texts.deliveries.title}</a></p>
    <${Heading} text=${words.title} />
    <${Loaded} of=${loaded}>${delivery => html`<${Detail} delivery=${delivery} path=${path} reload=${loaded.reload} />`}<//>`;
}

function Detail({delivery, path, reload}) {
  const [chosen, choose] = useState(null);
  const [announcement, tell] = useAnnouncement();
  const redeliver = useAction(async () => {
    tell('');
    await post(path + '/redeliver');
    tell(texts.act.redelivered);
    reload();
  }, reload);
  const {attempts} = delivery;
  const shown = Math.min(chosen ?? attempts.length - 1, attempts.length - 1);
  return html`<div class="actions"><${Status} of=${delivery.status} />
    <span class="muted">${texts.statusHint[delivery.status]}</span>
      <button type="button" disabled=${redeliver.busy || delivery.status === 'pending'} onClick=${redeliver.run}>
        ${texts.act.redeliver}</button></div>
    ${announcement}
    <${Problem} text=${redeliver.problem} />
    <dl class="facts">
      <div><dt>${texts.deliveries.type}</dt><dd><code><${Foreign} text=${delivery.eventType} /></code></dd></div>
      <div><dt>${words.iTwin}</dt><dd><code><${Foreign} text=${delivery.iTwinId} /></code></dd></div>
      <div><dt>${words.messageId}</dt><dd><${Id} text=${delivery.messageId} what=${words.messageId} /></dd></div>
      <div><dt>${words.deliveryId}</dt><dd><${Id} text=${delivery.id} what=${words.deliveryId} /></dd></div>
      ${delivery.traceId && html`<div><dt>${words.traceId}</dt>
        <dd><${Id} text=${delivery.traceId} what=${words.traceId} /></dd></div>`}</dl>
    <div class="split"><section class="card"><h2>${words.life}</h2>
      <${Life} delivery=${delivery} shown=${shown} choose=${choose} /></section>
      <section class="card">${shown < 0 ? html`<h2>${words.what}</h2><p class="muted">${words.noAttempt}</p>`
        : html`<${Attempt} number=${shown + 1} attempt=${attempts[shown]} />`}</section></div>
    ${delivery.payloadErased ? html`<section class="card"><p class="muted">${words.erased}</p></section>`
      : html`<${Body} text=${delivery.body} />`}`;
}

function occurred(body) {
  try {
    return JSON.parse(body).enqueuedDateTime;
  } catch {
    return null;
  }
}

function Life({delivery, shown, choose}) {
  const at = useMemo(() => occurred(delivery.body), [delivery.body]);
  return html`<ol class="life">
    ${at && !Number.isNaN(Date.parse(at)) && html`<li><span class="what">${words.occurred}</span><${Time} of=${at} /></li>`}
    <li><span class="what">${words.received}</span><${Time} of=${delivery.created} /></li>
    ${delivery.attempts.map((attempt, i) => html`<li key=${i} class=${attempt.error ? 'bad' : 'good'}>
      <button type="button" class="what" aria-pressed=${i === shown} onClick=${() => choose(i)}>${words.attempt(i + 1)}</button>
      <${Time} of=${attempt.time} />
      <span class="how">${attempt.statusCode ? `HTTP ${attempt.statusCode}`
        : texts.webhook.failedAs[attempt.error]} · ${milliseconds(attempt.durationMs)}</span></li>`)}
    ${delivery.nextAttempt && html`<li class="next"><span class="what">${words.next}</span>
      <${Time} of=${delivery.nextAttempt} /></li>`}</ol>`;
}

const Attempt = ({number, attempt}) => html`<h2>${words.attempt(number)}</h2>
  <p class=${'outcome ' + (attempt.error ? 'bad' : 'good')}>
    ${attempt.error ? html`<${AttemptError} attempt=${attempt} />` : words.succeeded}</p>
  <dl class="figures small"><div><dt>${words.answer}</dt>
    <dd>${attempt.statusCode ? `HTTP ${attempt.statusCode}` : texts.webhook.noAnswer}</dd></div>
    <div><dt>${words.latency}</dt><dd>${milliseconds(attempt.durationMs)}</dd></div></dl>
  <h3>${words.excerpt}</h3>${attempt.responseExcerpt ? html`<${Code} text=${attempt.responseExcerpt} label=${words.excerpt} />`
    : html`<p class="muted">${words.noBody}</p>`}
  <h3>${words.answerHeaders}</h3><${HeaderList} headers=${attempt.responseHeaders}
    none=${attempt.error ? texts.webhook.noAnswer : words.noHeaders} />
  <h3>${words.requestHeaders}</h3><${HeaderList} headers=${attempt.requestHeaders} none=${words.noRequestHeaders} />
  ${!attempt.error && html`<p class="muted">${words.derived}</p>`}`;

function Body({text}) {
  const [form, choose] = useState('pretty');
  // The screen is drawn anew at each poll, with the same body.
  const formatted = useMemo(() => pretty(text), [text]);
  return html`<section class="card"><div class="toolbar"><h2>${words.requestBody}</h2>
    <${Choice} label=${words.body} options=${{pretty: words.pretty, raw: words.raw}} value=${form} choose=${choose} /></div>
    ${form === 'pretty' && formatted === null && html`<p class="muted">${words.unformatted}</p>`}
    <${Code} text=${form === 'pretty' ? formatted ?? text : text} label=${words.body} /></section>`;
}
