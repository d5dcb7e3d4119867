// One delivery: its life, what was sent, and what the receiver answered.
import {html} from '../html.js';
import {useEffect, useMemo, useRef, useState} from '../lib/hooks.js';
import {get, post, webhookPath} from '../api.js';
import {conditionsOf} from '../delivery-search.js';
import {milliseconds} from '../format.js';
import {place, replace} from '../router.js';
import {Code, Foreign, Heading, Id, Loaded, Status, Time, useAnnouncement, useLoad} from '../ui.js';
import {Problem, useAction} from './confirm.js';
import {absenceOf, keepsAllHeaders} from './absence.js';
import {AttemptError, HeaderList} from './attempt.js';
import {mayChange} from '../session.js';
import {Compare} from './compare.js';
import {Body, CurlDialog} from './delivery-body.js';
import {neighbour, visit} from './delivery-rows.js';
import {areKeysOn, switchKeys} from './keys.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.delivery;
const EVERY = delivery => delivery.status === 'pending' ? 5000 : 0;
const KEYS = {j: 'older', k: 'newer'};
const ARROWS = {older: '↓', newer: '↑'};

/** Each delivery has its own state, also if the next one is shown in its place. A webhook that can't be read has no name. */
export function Delivery({id, deliveryId, query}) {
  const {data} = useLoad(signal => get(webhookPath(id), {}, signal), [id]);
  return html`<${One} key=${deliveryId} id=${id} deliveryId=${deliveryId} query=${query}
    name=${data?.id === id && data.callbackUrl ? nameOf(data) : texts.webhook.overview} />`;
}

/** The list that the delivery was opened from: of its webhook, or of all. */
function listOf(id, query) {
  const ofAll = query.of === 'all';
  return {
    path: ofAll ? 'deliveries' : webhookPath(id, 'deliveries'), filters: conditionsOf(query),
    here: ofAll ? ['deliveries'] : ['webhooks', id, 'deliveries'],
  };
}

function One({id, name, deliveryId, query}) {
  const path = webhookPath(id, 'deliveries', deliveryId);
  const list = listOf(id, query);
  const loaded = useLoad(signal => get(path, {}, signal), [id, deliveryId], EVERY);
  return html`<p class="crumbs"><a href=${place(['webhooks'])}>${texts.nav.webhooks}</a> ›${' '}
      <a href=${place(['webhooks', id])}>${name}</a> ›${' '}
      <a href=${place(list.here, list.filters)}>${texts.deliveries.title}</a></p>
    <${Heading} text=${words.title} />
    <${Loaded} of=${loaded}>${delivery => html`<${Steps} delivery=${delivery} id=${id} list=${list} query=${query} />
      <${Detail} delivery=${delivery} webhookId=${id} path=${path} reload=${loaded.reload} />`}<//>`;
}

/** Whether a key is typed into a field, or belongs to a dialog. */
const isTyped = event => event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented
  || event.target.closest?.('input, textarea, select, dialog') || document.querySelector('dialog[open]');

/** Leads to the next newer and older delivery of the list, also by the keys k and j, if they are on. Back leads to the list. */
function Steps({delivery, id, list, query}) {
  const [said, say] = useState('');
  const seen = useMemo(() => visit(list.path, list.filters, delivery), [delivery]);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const step = useAction(async direction => {
    say('');
    const {signal} = stop.current;
    const next = await neighbour(list.path, list.filters, delivery, direction, signal);
    if (signal.aborted) return;
    if (next) replace(['webhooks', next.webhookId ?? id, 'deliveries', next.id], query);
    else say(next === null ? words.none[direction] : words.far);
  });
  const busy = useRef(false);
  busy.current = step.busy;
  const [keys, setKeys] = useState(areKeysOn);
  const toggle = () => { switchKeys(!keys); setKeys(!keys); };
  useEffect(() => {
    if (!keys) return undefined;
    const press = event => {
      const direction = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : null;
      if (!direction || busy.current || isTyped(event)) return;
      event.preventDefault();
      step.run(direction);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [delivery, keys]);
  const filtered = Object.keys(list.filters).length > 0;
  return html`<nav class="steps" aria-label=${words.steps}>
      ${Object.entries(KEYS).reverse().map(([key, direction]) => html`<button type="button" class="small" key=${key}
        aria-keyshortcuts=${keys ? key : null} disabled=${step.busy} onClick=${() => step.run(direction)}>
        ${ARROWS[direction]} ${words[direction]}${keys && html` <kbd>${key}</kbd>`}</button>`)}
      <button type="button" class="small toggle" aria-pressed=${keys} onClick=${toggle}><span class="lamp"></span>${words.keys}
        </button>
      <span class="muted">${seen && words.place(seen.place, seen.count)}${' '}${filtered && words.filtered}</span>
      <span role="status">${said}</span></nav>
    <${Problem} text=${step.problem} />`;
}

function Actions({delivery, path, reload, copyCurl}) {
  const [announcement, announce] = useAnnouncement();
  const pending = delivery.status === 'pending';
  const redeliver = useAction(async () => {
    announce('');
    await post(path + '/redeliver');
    announce(pending ? texts.repair.due : texts.act.redelivered);
    reload();
  }, reload);
  return html`<div class="actions"><${Status} of=${delivery.status} />
    <span class="muted">${texts.statusHint[delivery.status]}</span>
      ${!delivery.payloadErased && html`${mayChange() && html`<button type="button" disabled=${redeliver.busy}
        onClick=${redeliver.run}>${pending ? texts.repair.attemptNow : texts.act.redeliver}</button>`}
      <button type="button" onClick=${copyCurl}>${texts.curl.button}</button>`}</div>
    ${announcement}
    <${Problem} text=${redeliver.problem} />`;
}

function Detail({delivery, webhookId, path, reload}) {
  const [chosen, choose] = useState(/** @type {number | null} */ (null));
  const [open, setOpen] = useState('');
  const {attempts} = delivery;
  const shown = Math.min(chosen ?? attempts.length - 1, attempts.length - 1);
  return html`<${Actions} delivery=${delivery} path=${path} reload=${reload} copyCurl=${() => setOpen('curl')} />
    <dl class="facts">
      <div><dt>${texts.deliveries.type}</dt><dd><code><${Foreign} text=${delivery.eventType} /></code></dd></div>
      <div><dt>${words.iTwin}</dt><dd><code><${Foreign} text=${delivery.iTwinId} /></code></dd></div>
      <div><dt>${words.messageId}</dt><dd><${Id} text=${delivery.messageId} what=${words.messageId} />${' '}
        <a href=${place(['events', delivery.messageId])}>${texts.event.open}</a></dd></div>
      <div><dt>${words.deliveryId}</dt><dd><${Id} text=${delivery.id} what=${words.deliveryId} /></dd></div>
      ${delivery.traceId && html`<div><dt>${words.traceId}</dt>
        <dd><${Id} text=${delivery.traceId} what=${words.traceId} /></dd></div>`}</dl>
    <div class="split"><section class="card"><h2>${words.life}</h2>
      <${Life} delivery=${delivery} shown=${shown} choose=${choose} />
      ${attempts.length > 1 && html`<button type="button" aria-expanded=${open === 'compare'}
        onClick=${() => setOpen(open === 'compare' ? '' : 'compare')}>${texts.compare.button}</button>`}</section>
      <section class="card">${shown < 0 ? html`<h2>${words.what}</h2><p class="muted">${words.noAttempt}</p>`
        : html`<${Attempt} number=${shown + 1} attempt=${attempts[shown]} erased=${delivery.payloadErased} />`}</section></div>
    ${open === 'compare' && html`<${Compare} attempts=${attempts} erased=${delivery.payloadErased} />`}
    ${delivery.payloadErased ? html`<section class="card"><p class="muted">${words.erased}</p></section>`
      : html`<${Body} text=${delivery.body} attempt=${attempts[shown]} number=${shown + 1} />`}
    ${open === 'curl' && html`<${CurlDialog} webhookId=${webhookId} delivery=${delivery} chosen=${shown}
      close=${() => setOpen('')} />`}`;
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

const Attempt = ({number, attempt, erased}) => html`<h2>${words.attempt(number)}</h2>
  <p class=${'outcome ' + (attempt.error ? 'bad' : 'good')}>
    ${attempt.error ? html`<${AttemptError} attempt=${attempt} />` : words.succeeded}</p>
  <dl class="figures small"><div><dt>${words.answer}</dt>
    <dd>${attempt.statusCode ? `HTTP ${attempt.statusCode}` : texts.webhook.noAnswer}</dd></div>
    <div><dt>${words.latency}</dt><dd>${milliseconds(attempt.durationMs)}</dd></div></dl>
  <h3>${words.excerpt}</h3>${attempt.responseExcerpt ? html`<${Code} text=${attempt.responseExcerpt} label=${words.excerpt} />`
    : html`<p class="muted">${absenceOf('responseExcerpt', attempt, erased)}</p>`}
  <h3>${words.answerHeaders}</h3><${HeaderList} headers=${attempt.responseHeaders}
    none=${absenceOf('responseHeaders', attempt, erased)} />
  <h3>${words.requestHeaders}</h3><${HeaderList} headers=${attempt.requestHeaders}
    none=${absenceOf('requestHeaders', attempt, erased)} />
  ${!keepsAllHeaders(attempt) && !erased && html`<p class="muted">${words.derived}</p>`}`;
