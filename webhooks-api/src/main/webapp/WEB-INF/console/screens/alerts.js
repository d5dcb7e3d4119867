// The addresses that get mails about webhooks, and the command for a webhook that gets the events instead.
import {html} from '../html.js';
import {useEffect, useState} from '../lib/hooks.js';
import {WEBHOOKS, apiPath, continuation, get, post, remove} from '../api.js';
import {number, visible} from '../format.js';
import {settings} from '../oidc.js';
import {hasScope} from '../session.js';
import {Code, Copy, Empty, Foreign, Heading, Loaded, Notice, Time, useAnnouncement, useLoad, wordsOf} from '../ui.js';
import {Confirm, Problem, useAction} from './confirm.js';
import {commandsOf} from './command.js';
import {WebhookName, useNames} from './names.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.alerts;
const ADMIN = 'webhooks:admin';
/** How long a person may pause while typing, before the webhooks are searched. */
const TYPING = 250;
/** The webhooks that are offered. */
const OFFERED = 50;
/** The events that a webhook can get too. The backlog of the product concerns operators only. */
const EVENTS = ['webhookFailing', 'webhookDeactivated', 'certificateExpiring'];
const KINDS = [...EVENTS, 'backlogHigh'];

const kindsOf = alert => alert.alerts.map(kind => words.kinds[kind] ?? visible(kind)).join(', ');

export function Alerts({query}) {
  const loaded = useLoad(signal => get('alerts', {}, signal), []);
  const [announcement, announce] = useAnnouncement();
  const done = (...said) => { announce(...said); loaded.reload(); };
  return html`<${Heading} text=${words.title} /><p class="lead">${words.intro}</p>${announcement}
    <${Loaded} of=${loaded}>${({alerts, mail}) => html`
      ${mail ? html`<${Form} webhook=${query.webhook} begin=${() => announce('')} done=${done} />`
        : html`<${Notice}>${words.noMail}<//>`}
      <${List} alerts=${alerts} begin=${() => announce('')} done=${done} />`}<//>
    <${ByWebhook} />`;
}

/** What an alert is about: a webhook, the webhooks of an application, or all of the account. */
function About({alert, names}) {
  if (alert.webhookId) return html`<${WebhookName} id=${alert.webhookId} url=${names[alert.webhookId]} />`;
  return alert.clientId ? html`<span>${words.ofClient} <code><${Foreign} text=${alert.clientId} /></code></span>`
    : words.ofAccount;
}

const State = ({alert}) => alert.confirmed ? html`<span class="badge succeeded">${words.confirmed}</span>`
  : html`<span><span class="badge pending">${words.unconfirmed}</span>
    <span class="reason">${words.until} <${Time} of=${alert.expires} /></span></span>`;

function List({alerts, begin, done}) {
  const [chosen, choose] = useState(null);
  const names = useNames(alerts.flatMap(each => each.webhookId ?? []));
  const close = () => choose(null);
  return html`${alerts.length === 0 ? html`<${Empty} text=${words.empty} />` : html`<table class="list"><thead><tr>
      <th scope="col">${words.email}</th><th scope="col">${words.reasons}</th><th scope="col">${words.about}</th>
      <th scope="col">${words.state}</th>
      <th scope="col" class="end"><span class="hidden">${texts.common.actions}</span></th></tr></thead>
      <tbody>${alerts.map(each => html`<tr key=${each.id}>
        <td data-label=${words.email}><${Foreign} text=${each.email ?? '–'} /></td>
        <td data-label=${words.reasons}>${kindsOf(each)}</td>
        <td data-label=${words.about}><${About} alert=${each} names=${names} /></td>
        <td data-label=${words.state}><${State} alert=${each} /></td>
        <td class="end"><button type="button" class="small" aria-label=${`${words.remove}: ${visible(each.email ?? '–')}`}
          onClick=${() => { begin(); choose(each); }}>${words.remove}</button></td></tr>`)}</tbody></table>`}
    ${chosen && html`<${Confirm} title=${words.removeTitle} label=${words.remove} kind="danger" close=${close}
      text=${words.removeText(visible(chosen.email ?? '–'))}
      action=${() => remove(apiPath('alerts', chosen.id))}
      done=${(...said) => { close(); done(...said); }} said=${() => words.removed} />`}`;
}

function Form({webhook = '', begin, done}) {
  const [email, setEmail] = useState('');
  const [webhookId, setWebhookId] = useState(webhook);
  const [kinds, setKinds] = useState(['webhookFailing', 'webhookDeactivated']);
  const state = useAction(async () => {
    begin();
    const alert = await post('alerts', {email, alerts: kinds, ...(webhookId ? {webhookId} : {})});
    setEmail('');
    done(words.created(visible(alert.email)));
  });
  const toggle = kind => setKinds(KINDS.filter(each => (each === kind) !== kinds.includes(each)));
  const submit = event => {
    event.preventDefault();
    state.run();
  };
  return html`<form class="card form" onSubmit=${submit}><h2>${words.add}</h2>
    <div class="field"><label for="alert-email">${words.email}</label>
      <input id="alert-email" type="email" autocomplete="email" required value=${email} aria-describedby="alert-email-hint"
        onInput=${event => setEmail(event.target.value.trim())} />
      <p id="alert-email-hint" class="muted">${words.emailHint}</p></div>
    <fieldset class="pick"><legend>${words.reasons}</legend>
      ${KINDS.filter(kind => kind !== 'backlogHigh' || hasScope(ADMIN)).map(kind => html`<label class="check" key=${kind}>
        <input type="checkbox" checked=${kinds.includes(kind)} onChange=${() => toggle(kind)} />
        <span>${words.kinds[kind]}</span></label>`)}</fieldset>
    <${ChosenWebhook} value=${webhookId} choose=${setWebhookId} />
    <${Problem} text=${state.problem} />
    <footer><button class="primary" disabled=${state.busy || !email || kinds.length === 0}>${words.button}</button></footer>
  </form>`;
}

/** A choice of all webhooks or one of them: of the newest, or of the newest that a search finds. */
function ChosenWebhook({value, choose}) {
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), TYPING);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useLoad(signal => get('webhooks', {search, $top: OFFERED}, signal), [search], 0, true);
  const offered = found.data?.webhooks ?? [];
  const isOffered = offered.some(each => each.id === value);
  const names = useNames(value && !isOffered ? [value] : []);
  const shown = isOffered || !value ? offered : [{id: value, callbackUrl: names[value]}, ...offered];
  const count = number(offered.length);
  return html`<div class="field"><label for="alert-search">${words.search}</label>
      <input id="alert-search" type="search" maxlength="255" autocomplete="off" placeholder=${texts.webhooks.search}
        value=${typed} onInput=${event => setTyped(event.target.value)} />
      <p class="muted" role="status">${found.error ? wordsOf(found.error) : found.data && !found.loading
        && words.found(continuation(found.data) ? texts.webhook.atLeast(count) : count)}</p></div>
    <div class="field"><label for="alert-webhook">${words.webhook}</label>
      <select id="alert-webhook" value=${value} onChange=${event => choose(event.target.value)}>
        <option value="">${words.ofAccount}</option>
        ${shown.map(each => html`<option key=${each.id} value=${each.id}>${each.callbackUrl ? nameOf(each)
          : visible(each.id)}</option>`)}</select></div>`;
}

/** The other way: a webhook of the account gets the events about the others. */
function ByWebhook() {
  const wanted = {
    url: 'https://receiver.example.com/alerts', scope: 'Account', types: EVENTS.map(kind => `webhooks.${kind}.v1`),
  };
  const command = commandsOf(WEBHOOKS, wanted, settings.verification === 'required').map(each => each.text).join('\n\n');
  return html`<section class="card"><div class="toolbar"><h2>${words.byWebhook}</h2>
      <${Copy} text=${command} what=${texts.create.command} /></div>
    <p>${words.byWebhookText}</p>${hasScope(ADMIN) && html`<p>${words.backlogText}</p>`}
    <${Code} text=${command} label=${texts.create.command} />
    <p class="muted">${texts.create.about.create}</p></section>`;
}
