// The state and the name of a webhook on a page.
import {html} from '../html.js';
import {target, visible} from '../format.js';
import {Foreign, Heading} from '../ui.js';
import {badgeOf, detailOf, nameOf, shortId} from './webhook-state.js';

/** The state as a badge, with since when, until when, or why. */
export function State({of, brief = false}) {
  const {kind, name} = badgeOf(of.state);
  const detail = brief ? '' : detailOf(of);
  return html`<span class=${'badge ' + kind}>${name}</span>${detail && html`<span class="reason">${detail}</span>`}`;
}

/** The heading of the pages of a webhook, or a text until it is loaded. */
export function WebhookHeading({webhook, text}) {
  if (!webhook) return html`<${Heading} text=${text} />`;
  const {host, path} = target(webhook.callbackUrl);
  return html`<${Heading} text=${nameOf(webhook)}><${Foreign} text=${host} /><span class="path">
    <${Foreign} text=${path} /></span>${' '}<small title=${visible(webhook.id)}>${shortId(webhook.id)}</small><//>`;
}
