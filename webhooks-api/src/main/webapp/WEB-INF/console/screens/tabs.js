// The parts of a webhook, as links.
import {html} from '../html.js';
import {place} from '../router.js';
import {mayOpen} from '../session.js';
import texts from '../texts.js';

const words = texts.webhook;

/** The address of the deliveries of a webhook, or null if the session may not open them. */
export const deliveriesAt = (id, query) => mayOpen('deliveries') ? place(['webhooks', id, 'deliveries'], query) : null;

/** The tabs of a webhook. A person who administers only its iTwin sees only the overview. */
export function Tabs({id, current, restricted = false}) {
  const tab = (name, ...more) => html`<a href=${place(['webhooks', id, ...more])}
    aria-current=${current === name ? 'page' : null}>${words[name]}</a>`;
  return html`<nav class="tabs" aria-label=${words.overview}>${mayOpen('overview') && tab('overview')}
    ${!restricted && ['deliveries', 'options', 'receiver', 'acts'].filter(mayOpen).map(name => tab(name, name))}</nav>`;
}
