// The session of the portal: a code from the address is exchanged for a token, which lives in this tab until it ends.
// Has the interface of oidc.js. The issuer's login never runs on the page of the portal, which can be in a frame.
import {takeCode} from './fragment.js';
import {SessionEnded} from './oidc.js';

const STORED = 'webhooks.portal';
/** A person is logged in to the console in this tab: oidc.js keeps this. */
const LOGGED_IN = 'webhooks.logged-in';
const TRIES = 3;
const PAUSE_MILLIS = 1000;
const LIMIT_MILLIS = 30000;

const meta = name => /** @type {HTMLMetaElement | null} */ (document.querySelector(`meta[name=${name}]`))?.content ?? '';

/** Whether this page is the portal, and not the console with a login at the issuer. */
export const isPortal = meta('portal') === 'yes';

/** The operator's settings of the page. */
export const appearance = {name: meta('portal-name'), logo: meta('portal-logo')};

/** Thrown when a link can't be opened: it was used before, or is too old, or the API gives no answer. */
export class LinkError extends Error {}

/** The API is one directory above the page. */
const api = path => new URL('../' + path, location.origin + location.pathname);

let session = null;

// Storage can be forbidden in a frame. Then a reload needs a new link.
function stored(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(opened) {
  session = opened;
  try {
    if (opened) sessionStorage.setItem(STORED, JSON.stringify(opened));
    else sessionStorage.removeItem(STORED);
  } catch {
    // The session stays in the memory.
  }
}

/** Returns the session that this tab has kept, if it is one. */
function readStored() {
  try {
    const found = JSON.parse(stored(STORED) ?? 'null');
    return /^whps_/.test(found?.token) && [found.user, found.accountId].every(each => typeof each === 'string') ? found : null;
  } catch {
    return null;
  }
}

const pause = () => new Promise(go => { setTimeout(go, PAUSE_MILLIS); });

/** Exchanges a code. Only an answer without an outcome is worth another try: a code opens once. */
async function redeem(code) {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(api('portal-sessions/redeem'), {
      method: 'POST', cache: 'no-store', credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(LIMIT_MILLIS),
      headers: {'Content-Type': 'application/json'}, body: JSON.stringify({code}),
    }).catch(() => null);
    if (answer?.ok) return answer.json();
    if (tries === TRIES || answer && answer.status !== 503) throw new LinkError(`redeem: ${answer?.status ?? 'no answer'}`);
    await pause();
  }
}

/** Ends a session before its time. It ends by itself if the API gives no answer. */
const end = token => fetch(api('portal-sessions/current'), {
  method: 'DELETE', credentials: 'omit', keepalive: true, headers: {Authorization: 'Bearer ' + token},
}).catch(() => {});

const sameUser = (one, other) => one.accountId === other.accountId && one.user === other.user;

/**
 * Opens the session of a code, or that of this tab. Returns whether there is one.
 *
 * A link never changes the account of a tab unseen: somebody could send a link to their own account, and wait for secrets.
 *
 * @param code null without a link
 * @param ask asks whether to leave the session before, or the login of a person if there is none, for the new one
 */
export async function open(code, ask) {
  const before = readStored();
  if (code === null) {
    session = before;
    return session !== null;
  }
  const opened = await redeem(code);
  const foreign = before ? !sameUser(before, opened) : stored(LOGGED_IN) !== null;
  if (foreign && !await ask(before, opened)) {
    end(opened.token);
    session = before;
    return session !== null;
  }
  keep(opened);
  if (before) end(before.token);
  return true;
}

/** Opens the session of the address, or that of this tab. Returns whether there is one. */
export const start = ask => open(takeCode(), ask);

/** Returns the token for the API, which knows its end. */
export async function accessToken() {
  if (!session) throw new SessionEnded('no session');
  return session.token;
}

/** The name that the application has given to the user. */
export const userName = () => session?.user ?? '';

/**
 * Who a session is for. The account comes first: an application chooses the name of the user, which could imitate an account.
 */
export const ownerOf = ({accountId: account, user}) => `${account} · ${user}`;

/** The account of the session. */
export const accountId = () => session?.accountId ?? '';

/** Whether the session may do this. The API decides. */
export const hasScope = scope => scope === 'webhooks:read' || scope === 'webhooks:modify' && session?.readOnly === false;

/** Whether the session may open a page. The API decides. */
export const mayOpen = page => !session?.pages || session.pages.includes(page);

/** Forgets a session that has ended. */
export const forget = () => keep(null);

/** Ends the session, here and at the API. */
export async function logOut() {
  const token = session?.token;
  keep(null);
  if (token) await end(token);
  location.replace(location.pathname);
}
