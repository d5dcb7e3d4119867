// The state and the name of a webhook on a page.
import {html} from '../html.js';
import {target, visible} from '../format.js';
import {ApiError, get, webhookPath} from '../api.js';
import {Foreign, Heading} from '../ui.js';
import {badgeOf, detailOf, nameOf, shortId, stateOfHealth} from './webhook-state.js';

/** The state as a badge, with since when, until when, or why. */
export function State({of, brief = false}) {
  const {kind, name} = badgeOf(of.state);
  const detail = brief ? '' : detailOf(of);
  return html`<span class=${'badge ' + kind}>${name}</span>${detail && html`<span class="reason">${detail}</span>`}`;
}

/** The state, or as much of it as is known of a webhook whose health can't be read. */
export const stateOf = (webhook, health) => health ? stateOfHealth(health) : {state: webhook.active ? 'active' : 'inactive'};

/** A state that can't be read must not hide the page that shows it. */
const orNone = error => {
  if (error instanceof ApiError && [403, 503].includes(error.status)) return null;
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
    get(webhookPath(id), {}, signal), get(webhookPath(id, 'health'), {}, signal).catch(orNone)]);
  return {webhook, state: stateOf(webhook, health)};
}

/** The heading of the pages of a webhook, or a text until it is loaded. */
export function WebhookHeading({webhook, text}) {
  if (!webhook) return html`<${Heading} text=${text} />`;
  const {host, path} = target(webhook.callbackUrl);
  return html`<${Heading} text=${nameOf(webhook)}><${Foreign} text=${host} /><span class="path">
    <${Foreign} text=${path} /></span>${' '}<small title=${visible(webhook.id)}>${shortId(webhook.id)}</small><//>`;
}
