// The addresses that get mails about webhooks, and the command for a webhook that gets the events instead.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {WEBHOOKS, apiPath, get, post, remove} from '../api.js';
import {visible} from '../format.js';
import {settings} from '../oidc.js';
import {hasScope} from '../session.js';
import {place} from '../router.js';
import {Code, Copy, Empty, Foreign, Heading, Loaded, Notice, Time, useAnnouncement, useLoad} from '../ui.js';
import {Confirm, Problem, useAction} from './confirm.js';
import {commandsOf} from './command.js';
import texts from '../texts.js';

const words = texts.alerts;
const ADMIN = 'webhooks:admin';
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
function About({alert}) {
  if (alert.webhookId) {
    return html`<a href=${place(['webhooks', alert.webhookId])}><code><${Foreign} text=${alert.webhookId} /></code></a>`;
  }
  return alert.clientId ? html`<span>${words.ofClient} <code><${Foreign} text=${alert.clientId} /></code></span>`
    : words.ofAccount;
}

const State = ({alert}) => alert.confirmed ? html`<span class="badge succeeded">${words.confirmed}</span>`
  : html`<span><span class="badge pending">${words.unconfirmed}</span>
    <span class="reason">${words.until} <${Time} of=${alert.expires} /></span></span>`;

function List({alerts, begin, done}) {
  const [chosen, choose] = useState(null);
  const close = () => choose(null);
  return html`${alerts.length === 0 ? html`<${Empty} text=${words.empty} />` : html`<table class="list"><thead><tr>
      <th scope="col">${words.email}</th><th scope="col">${words.reasons}</th><th scope="col">${words.about}</th>
      <th scope="col">${words.state}</th>
      <th scope="col" class="end"><span class="hidden">${texts.common.actions}</span></th></tr></thead>
      <tbody>${alerts.map(each => html`<tr key=${each.id}>
        <td data-label=${words.email}><${Foreign} text=${each.email ?? '–'} /></td>
        <td data-label=${words.reasons}>${kindsOf(each)}</td>
        <td data-label=${words.about}><${About} alert=${each} /></td>
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
    <div class="field"><label for="alert-webhook">${words.webhook}</label>
      <input id="alert-webhook" type="text" autocomplete="off" spellcheck=${false} value=${webhookId}
        aria-describedby="alert-webhook-hint" onInput=${event => setWebhookId(event.target.value.trim())} />
      <p id="alert-webhook-hint" class="muted">${words.webhookHint}</p></div>
    <${Problem} text=${state.problem} />
    <footer><button class="primary" disabled=${state.busy || !email || kinds.length === 0}>${words.button}</button></footer>
  </form>`;
}

/** The other way: a webhook of the account gets the events about the others. */
function ByWebhook() {
  const wanted = {
    url: 'https://receiver.example.com/alerts', scope: 'Account', types: EVENTS.map(kind => `webhooks.${kind}.v1`),
  };
  const command = commandsOf(WEBHOOKS, wanted, settings.verification === 'required').map(each => each.text).join('\n\n');
  return html`<section class="card"><div class="toolbar"><h2>${words.byWebhook}</h2>
      <${Copy} text=${command} what=${texts.create.command} /></div>
    <p>${words.byWebhookText}</p><${Code} text=${command} label=${texts.create.command} />
    <p class="muted">${texts.create.about.create}</p></section>`;
}
