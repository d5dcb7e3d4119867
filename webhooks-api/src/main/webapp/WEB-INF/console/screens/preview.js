// What a webhook would get with some options: which of the latest events, and each as a request. Nothing is sent.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {post, webhookPath} from '../api.js';
import {number, pretty, visible} from '../format.js';
import {Code, Dialog, Foreign, Loaded, useLoad} from '../ui.js';
import {HeaderList} from './attempt.js';
import {readType} from './sample.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.preview;
const DAY = 86400000;
/** The API refuses a time that is more than a day ago when it gets the request. */
const MARGIN = 60000;

const ask = (webhook, request) => post(webhookPath(webhook.id, 'options', 'preview'), request);

/** The event of an example of the catalogue, as a publisher in the scope of the webhook sends it. */
async function exampleFor({scope, scopeId, eventTypes}, signal) {
  const {content} = await readType(eventTypes[0], signal);
  return {eventType: eventTypes[0], content, ...scope === 'iTwin' ? {iTwinId: scopeId} : {accountId: scopeId}};
}

/**
 * Looks at the events of the last day, and shows one as a request: the one that is chosen, or the first.
 *
 * @param options all options, as PUT takes them
 * @param going the path of a filter that stands for types which the webhook is about to lose
 * @param titled whether the dialog has the title already
 */
export function Preview({webhook, options, going = null, titled = false}) {
  const [chosen, choose] = useState(/** @type {string | undefined} */ (undefined));
  const counted = useLoad(() => ask(webhook, {options, since: new Date(Date.now() - DAY + MARGIN).toISOString()}), [webhook.id]);
  return html`<section class="form" aria-label=${words.title}>${!titled && html`<h3>${words.title}</h3>`}
    <${Loaded} of=${counted}>${found => html`<p role="status"><b>${words.found(number(found.matched), number(found.events))}</b>
        ${' '}${found.complete ? '' : words.partial}</p>
      ${found.examples.length > 0 && html`<ul class="todo">${found.examples.map(each => html`<li key=${each.messageId}>
        <button type="button" class="small" aria-pressed=${each.messageId === (chosen ?? found.examples[0].messageId)}
          aria-label=${words.showEvent(visible(each.eventType), visible(each.messageId))}
          onClick=${() => choose(each.messageId)}>${words.show}</button>${' '}
        <code><${Foreign} text=${each.eventType} /></code> ${outcomeOf(each, going)}</li>`)}</ul>`}
      <${Request} key=${chosen} webhook=${webhook} options=${options} going=${going}
        messageId=${chosen ?? found.examples[0]?.messageId} />`}<//>
    </section>`;
}

/** Whether an event matches, or why not. The part of a filter that decided is a path into the options. */
const outcomeOf = ({matches, reason, filter}, going) => matches ? words.matches
  : going && filter?.startsWith(going) ? words.reasons.notSubscribed
  : filter ? words.filteredBy(visible(filter)) : words.reasons[reason ?? 'filtered'] ?? visible(reason);

/** One event as the request that would be sent: a stored one, or without one the example of the catalogue. */
function Request({webhook, options, going, messageId}) {
  const loaded = useLoad(async signal => ask(webhook,
    {options, ...messageId ? {messageId} : {event: await exampleFor(webhook, signal)}}), [messageId]);
  return html`<${Loaded} of=${loaded}>${found => html`<h3>${messageId ? words.request : words.example}</h3>
    <p>${outcomeOf(found, going)}</p>
    ${found.error ? html`<p class="fault">${texts.error[found.error]?.[0] ?? visible(found.error)}${' '}
      ${texts.cause[found.cause] ?? visible(found.cause ?? '')}</p>`
    : html`<details><summary>${texts.delivery.requestHeaders}</summary>
        <${HeaderList} headers=${found.requestHeaders} none=${texts.delivery.noRequestHeaders} /></details>
      <${Code} text=${pretty(found.body) ?? found.body} label=${texts.delivery.requestBody} />`}`}<//>`;
}

export const PreviewDialog = ({webhook, options, close}) => html`<${Dialog} title=${words.title}
    about=${nameOf(webhook)} close=${close}>
  <${Preview} webhook=${webhook} options=${options} titled />
  <footer><button type="button" onClick=${close}>${texts.common.close}</button></footer><//>`;
