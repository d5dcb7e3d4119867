// The state and the name of a webhook on a page.
import {html} from '../html.js';
import {target, visible} from '../format.js';
import {ApiError, get, webhookPath} from '../api.js';
import {Foreign, Heading} from '../ui.js';
import {BUSY, badgeOf, detailOf, nameOf, shortId, stateOf} from './webhook-state.js';

/** The state as a badge, with since when, until when, or why. */
export function State({of, brief = false}) {
  const {kind, name} = badgeOf(of.state);
  const detail = brief ? '' : detailOf(of);
  return html`<span class=${'badge ' + kind}>${name}</span>${detail && html`<span class="reason">${detail}</span>`}`;
}

/** A state that can't be read must not hide the page that shows it. */
const orPart = error => {
  if (error instanceof ApiError && error.status === 403) return null;
  if (error instanceof ApiError && error.status === 503) return BUSY;
  throw error;
};

/**
 * Reads a webhook and its state.
 *
 * @param {string} id
 * @param {AbortSignal} signal
 */
export async function readWithState(id, signal) {
  const [webhook, health] = await Promise.all([
    get(webhookPath(id), {}, signal), get(webhookPath(id, 'health'), {}, signal).catch(orPart)]);
  return {webhook, state: stateOf(webhook, health)};
}

/** The heading of the pages of a webhook, or a text until it is loaded. */
export function WebhookHeading({webhook, text}) {
  if (!webhook) return html`<${Heading} text=${text} />`;
  const {host, path} = target(webhook.callbackUrl);
  return html`<${Heading} text=${nameOf(webhook)}><${Foreign} text=${host} /><span class="path">
    <${Foreign} text=${path} /></span>${' '}<small title=${visible(webhook.id)}>${shortId(webhook.id)}</small><//>`;
}
