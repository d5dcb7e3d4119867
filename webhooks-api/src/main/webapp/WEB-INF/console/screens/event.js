// One event: the webhooks that it went to with the outcome, and why it did not go to the others.
import {html} from '../html.js';
import {number, time, visible} from '../format.js';
import {place} from '../router.js';
import {Empty, Foreign, Heading, Id, Loaded, Notice, Status, Time} from '../ui.js';
import {Answer} from './delivery-table.js';
import {WebhookName, useNames} from './names.js';
import {usePages} from './pages.js';
import texts from '../texts.js';

const words = texts.event;
const UNKNOWN = 'neverReceived';
const UNREADABLE = 'unreadable';
const EVERY = ({deliveries}) => deliveries.some(each => each.status === 'pending') ? 5000 : 0;

export function Event({id}) {
  const sent = usePages('deliveries', {messageId: id}, 'deliveries', EVERY);
  const {first, rows, token, button} = usePages('deliveries/explain', {messageId: id}, 'webhooks');
  const event = first.data?.event;
  const urls = Object.fromEntries(rows.map(each => [each.webhookId, each.callbackUrl]));
  const went = new Set(sent.rows.map(each => each.webhookId));
  const allSent = sent.token === null;
  // The explanation is that of the newest event with the id, and it has no delivery of a webhook that can't be read. Such a
  // delivery can be on a page that is not loaded.
  const mayHaveGone = ({result}) => !allSent && (result === UNREADABLE || event?.otherEvents > 0);
  const notSent = rows.filter(each => !each.delivery && !went.has(each.webhookId));
  const known = notSent.filter(each => !mayHaveGone(each));
  return html`<p class="crumbs"><a href=${place(['deliveries'])}>${texts.find.title}</a></p>
    <${Heading} text=${words.title} />
    <${Facts} id=${id} event=${event} />
    <section class="part"><h2>${words.sent}</h2><${Loaded} of=${sent.first}>${() => html`<${Sent}
        deliveries=${sent.rows} complete=${allSent} urls=${urls} />`}<//>
      ${sent.button}</section>
    <section class="part"><h2>${words.notSent}</h2><${Loaded} of=${first}>${() => html`<${NotSent}
        rows=${known} complete=${!token && known.length === notSent.length} event=${event} />`}<//>
      ${button}</section>`;
}

const Facts = ({id, event}) => html`<dl class="facts">
    <div><dt>${texts.delivery.messageId}</dt><dd><${Id} text=${id} what=${texts.delivery.messageId} /></dd></div>
    ${event && html`<div><dt>${texts.deliveries.type}</dt><dd><code><${Foreign} text=${event.eventType} /></code></dd></div>
      <div><dt>${texts.delivery.iTwin}</dt><dd><code><${Foreign} text=${event.iTwinId} /></code></dd></div>
      ${event.enqueuedDateTime && html`<div><dt>${texts.delivery.occurred}</dt>
        <dd><${Moment} of=${event.enqueuedDateTime} /></dd></div>`}
      <div><dt>${texts.delivery.received}</dt><dd><${Time} of=${event.stored} /></dd></div>`}</dl>
  ${event?.otherEvents > 0 && html`<${Notice} kind="warning">${words.others(number(event.otherEvents))}<//>`}`;

/** The time that the publisher gave can be any text. */
const Moment = ({of}) => Number.isNaN(Date.parse(of)) ? html`<${Foreign} text=${of} />` : html`<${Time} of=${of} />`;

function Sent({deliveries, complete, urls}) {
  const names = useNames(deliveries.map(each => each.webhookId).filter(id => !urls[id]));
  if (deliveries.length === 0) return html`<${Empty} text=${complete ? words.noDelivery : words.noDeliveryYet} />`;
  return html`<table class="list"><thead><tr><th scope="col">${texts.find.webhook}</th><th scope="col">${texts.deliveries.status}
      </th><th scope="col">${texts.deliveries.last}</th><th scope="col" class="figure">${texts.deliveries.attempts}</th>
      <th scope="col">${words.delivery}</th></tr></thead>
    <tbody>${deliveries.map(each => html`<tr key=${each.id}>
      <td data-label=${texts.find.webhook}><${WebhookName} id=${each.webhookId}
        url=${urls[each.webhookId] ?? names[each.webhookId]} /></td>
      <td data-label=${texts.deliveries.status}><${Status} of=${each.status} /></td>
      <td data-label=${texts.deliveries.last}><${Answer} of=${each} /></td>
      <td data-label=${texts.deliveries.attempts} class="figure">${each.attemptCount}</td>
      <td data-label=${words.delivery}><a href=${place(['webhooks', each.webhookId, 'deliveries', each.id],
        {messageId: each.messageId, of: 'all'})}><${Time} of=${each.created} /></a></td></tr>`)}</tbody></table>`;
}

/** Why in words: a reason can be a filter of the webhook, which is text. */
function Reason({of}) {
  const {result, reason} = of;
  const said = result === 'inactive' ? texts.reason[reason] ?? words.reasons[reason]
    : reason && Object.hasOwn(words.reasons, reason) ? words.reasons[reason] : null;
  return html`${words.results[result] ?? visible(result)}
    ${reason && html`<span class="reason">${said ?? html`<code><${Foreign} text=${reason} /></code>`}</span>`}
    ${of.until && html`<span class="reason">${words.until(time(of.until))}</span>`}`;
}

const NotSent = ({rows, complete, event}) => rows.length === 0
  ? html`<p class="muted">${complete ? words.noOther : words.noOtherYet}</p>`
  // Without an event, the reason is the same for each webhook.
  : !event && rows.every(each => each.result === UNKNOWN) ? html`<p class="muted">${words.results[UNKNOWN]}</p>`
  : html`<table class="list"><thead><tr><th scope="col">${texts.find.webhook}</th><th scope="col">${words.why}</th></tr></thead>
    <tbody>${rows.map(each => html`<tr key=${each.webhookId}>
      <td data-label=${texts.find.webhook}><${WebhookName} id=${each.webhookId} url=${each.callbackUrl} /></td>
      <td data-label=${words.why}><span><${Reason} of=${each} /></span></td></tr>`)}</tbody></table>`;
