// The session of the page: that of a person who logs in at the issuer, or one of the portal.
import * as oidc from './oidc.js';
import * as portal from './portal.js';

export const {accessToken, hasScope, logOut, start, userName} = portal.isPortal ? portal : oidc;

/** Pages of the portal that a session of it can be limited to. A history belongs to the page of webhooks. */
const PAGES = {webhooks: 'webhooks', overview: 'webhooks', acts: 'webhooks', receiver: 'webhooks',
  deliveries: 'deliveries', events: 'deliveries', options: 'options', 'event-types': 'event-types'};

/** Whether the session may open a page, which is named as in its address. The portal has no page that is not listed. */
export const mayOpen = page => !portal.isPortal || Object.hasOwn(PAGES, page) && portal.mayOpen(PAGES[page]);

/** Whether the session may change anything. */
export const mayChange = () => !portal.isPortal || portal.hasScope('webhooks:modify');

/** The first page that the session may open. */
export const firstPage = () => ['webhooks', 'event-types'].find(mayOpen) ?? 'webhooks';
