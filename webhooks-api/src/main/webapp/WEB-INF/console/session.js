// The session of the page: that of a person who logs in at the issuer, or one of the portal.
import * as oidc from './oidc.js';
import * as portal from './portal.js';

export const {accessToken, hasScope, logOut, start, userName} = portal.isPortal ? portal : oidc;

/**
 * The pages that a session of the portal can be limited to, for each page of the console: one of them is enough. The list of
 * webhooks leads to all others. A history belongs to the page of webhooks, and what a receiver gets to the options.
 */
const PAGES = {webhooks: ['webhooks', 'deliveries', 'options'], overview: ['webhooks'], acts: ['webhooks'],
  receiver: ['options'], deliveries: ['deliveries'], events: ['deliveries'], options: ['options'],
  'event-types': ['event-types']};

/** Whether the session may open a page, which is named as in its address. The portal has no page that is not listed. */
export const mayOpen = page => !portal.isPortal || Object.hasOwn(PAGES, page) && PAGES[page].some(portal.mayOpen);

/** Whether the session may read the catalogue of event types, which other pages need too. */
export const mayReadTypes = () => ['event-types', 'overview', 'options'].some(mayOpen);

/** Whether the session may change anything. */
export const mayChange = () => !portal.isPortal || portal.hasScope('webhooks:modify');

/** The first page that the session may open. */
export const firstPage = () => ['webhooks', 'event-types'].find(mayOpen) ?? 'webhooks';
