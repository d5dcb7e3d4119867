// Logs people in by OpenID Connect: code flow with PKCE, as a public client.
// Tokens are in this module's memory only. A reload asks the issuer again, without a page if its session lasts.

const LOGIN = 'webhooks.login';
const LOGGED_IN = 'webhooks.logged-in';
/** Set in a tab that has asked the issuer for a session in vain, or whose person has logged out. */
const ASKED = 'webhooks.asked';
const EARLY_SECONDS = 30;
/** After this time without a key or a click the session is not renewed: pages that poll must not keep it without end. */
const IDLE_MINUTES = 30;
/** How long the console waits before it asks an issuer again that could not renew the session. */
const RETRY_SECONDS = 5;
/** How long the issuer may take to answer. Each call of the API can wait for it. */
const LIMIT_MILLIS = 30000;
/** How long a page without a login waits for the issuer before it shows the button that logs in. */
const SILENT_MILLIS = 5000;
/** The API allows the same difference of clocks. */
const SKEW_SECONDS = 60;

let session = null;
let renewal = null;
/** The last fault of a renewal, and when the next one may begin. */
let fault = null;
let retryAt = 0;

let lastUsed = Date.now();
for (const kind of ['pointerdown', 'keydown']) {
  addEventListener(kind, () => { lastUsed = Date.now(); }, {capture: true, passive: true});
}

/** Thrown when a call needs a new login. */
export class SessionEnded extends Error {}

/** Thrown when the issuer can't be used. The kind names the text for people. */
export class IssuerError extends Error {
  constructor(kind, detail = '') {
    super(`${kind} ${detail}`.trim());
    this.kind = kind;
    this.detail = detail;
  }
}

/** @param {string} name */
const meta = name => document.querySelector(`meta[name=${name}]`)?.getAttribute('content') ?? '';

/** The settings that the server wrote into the page. */
export const settings = {
  issuer: meta('issuer'), client: meta('client'), scope: meta('scope'), audience: meta('audience'),
  version: meta('version'), verification: meta('verification'),
};

/** The one address that the issuer sends the browser back to: the page, without query and fragment. */
const redirectUri = () => location.origin + location.pathname;

const base64Url = bytes =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));

let endpoints = null;

/** Reads the issuer's endpoints, once. */
export async function discover(limit = LIMIT_MILLIS) {
  if (endpoints) return endpoints;
  const url = settings.issuer.replace(/\/$/, '') + '/.well-known/openid-configuration';
  // The browser does not say whether the network or the issuer's rules for origins (CORS) stopped it.
  const answer = await fetch(url, {credentials: 'omit', signal: AbortSignal.timeout(limit)})
    .catch(() => { throw new IssuerError('unreachable', url); });
  if (!answer.ok) throw new IssuerError('refused', `${url}: ${answer.status}`);
  const found = await answer.json().catch(() => { throw new IssuerError('refused', url); });
  // A mix-up of issuers would send the code to another one.
  if (found.issuer !== settings.issuer) throw new IssuerError('other', String(found.issuer));
  if (!found.authorization_endpoint || !found.token_endpoint) throw new IssuerError('refused', url);
  endpoints = found;
  return found;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The same page under the name that the issuer of the quickstart knows, if this one is another name of this machine. */
function ownName() {
  try {
    const issuer = new URL(settings.issuer);
    return LOOPBACK.includes(location.hostname) && LOOPBACK.includes(issuer.hostname) && issuer.port === location.port
      && issuer.hostname !== location.hostname ? issuer.origin + location.pathname + location.hash : null;
  } catch {
    return null;
  }
}

/** Sends the browser to the issuer. Silent: the issuer shows no page, and sends an error back if it has no session. */
export async function logIn(silent = false) {
  const found = await discover(silent ? SILENT_MILLIS : LIMIT_MILLIS);
  const login = {state: random(), nonce: random(), verifier: random(), place: location.hash};
  // No token: the verifier alone is worth nothing without the code.
  sessionStorage.setItem(LOGIN, JSON.stringify(login));
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(login.verifier));
  const url = new URL(found.authorization_endpoint);
  const query = {
    response_type: 'code', client_id: settings.client, redirect_uri: redirectUri(), scope: settings.scope,
    state: login.state, nonce: login.nonce, code_challenge: base64Url(challenge), code_challenge_method: 'S256',
    ...(silent ? {prompt: 'none'} : {}), ...(settings.audience ? {audience: settings.audience} : {}),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  location.assign(url);
}

/**
 * Ends a login that the issuer answered. Otherwise, after a reload and in a new tab, asks the issuer for its session without a
 * page, once. Returns whether someone is logged in.
 */
export async function start() {
  const other = settings.issuer && ownName();
  if (other) {
    location.replace(other);
    return new Promise(() => {});
  }
  const query = new URLSearchParams(location.search);
  const login = JSON.parse(sessionStorage.getItem(LOGIN) ?? 'null');
  sessionStorage.removeItem(LOGIN);
  if (query.has('state')) {
    // The code goes out of the address before anything can read it there.
    history.replaceState(null, '', location.pathname + (login?.place ?? ''));
    if (!login || query.get('state') !== login.state) return false;
    // A mix-up of issuers (RFC 9207).
    if (query.has('iss') && query.get('iss') !== settings.issuer) throw new IssuerError('other', query.get('iss') ?? '');
    if (query.has('error')) {
      sessionStorage.removeItem(LOGGED_IN);
      if (/^(login|interaction|consent|account_selection)_required$/.test(query.get('error') ?? '')) return false;
      throw new Error('issuer: ' + query.get('error'));
    }
    await request({grant_type: 'authorization_code', code: query.get('code'), code_verifier: login.verifier,
      redirect_uri: redirectUri()}, login.nonce);
    sessionStorage.setItem(LOGGED_IN, 'yes');
    sessionStorage.removeItem(ASKED);
    return true;
  }
  if (settings.issuer && (sessionStorage.getItem(LOGGED_IN) || !sessionStorage.getItem(ASKED))) {
    sessionStorage.removeItem(LOGGED_IN);
    // Before the page is left: an issuer that never answers is asked once.
    sessionStorage.setItem(ASKED, 'yes');
    await logIn(true);
    return new Promise(() => {});
  }
  return false;
}

async function request(form, nonce) {
  const found = await discover();
  const answer = await fetch(found.token_endpoint, {
    method: 'POST', credentials: 'omit', signal: AbortSignal.timeout(LIMIT_MILLIS),
      body: new URLSearchParams({...form, client_id: settings.client}),
  });
  // These two are refusals (RFC 6749, 5.2). Any other one is a fault of the issuer, which may pass.
  if ([400, 401].includes(answer.status)) throw new SessionEnded('token endpoint: ' + answer.status);
  if (!answer.ok) throw new IssuerError('busy', `${found.token_endpoint}: ${answer.status}`);
  const tokens = await answer.json();
  const user = nonce ? checkedClaims(tokens.id_token, nonce) : session.user;
  session = {
    access: tokens.access_token, refresh: tokens.refresh_token ?? session?.refresh, id: tokens.id_token ?? session?.id,
    ends: Date.now() + (tokens.expires_in ?? 300) * 1000, user, endSession: found.end_session_endpoint,
  };
}

// The token came over TLS from the issuer itself, so its signature need not be checked (OpenID Connect Core 3.1.3.7).
function checkedClaims(token, nonce) {
  const claims = claimsOf(token);
  const audiences = [].concat(claims.aud);
  if (claims.iss !== settings.issuer || !audiences.includes(settings.client) || claims.nonce !== nonce) {
    throw new Error('id token');
  }
  if ((claims.exp + SKEW_SECONDS) * 1000 < Date.now()) throw new IssuerError('clock');
  return claims;
}

const claimsOf = token => JSON.parse(new TextDecoder().decode(
  Uint8Array.from(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')), each => each.charCodeAt(0))));

/** Renews the session. A fault of the issuer does not end it: it is kept, and the next try waits. */
async function renew() {
  try {
    await request({grant_type: 'refresh_token', refresh_token: session.refresh});
    fault = null;
  } catch (error) {
    if (error instanceof SessionEnded) throw error;
    fault = error;
    retryAt = Date.now() + RETRY_SECONDS * 1000;
  }
}

/**
 * Returns a token for the API. Renews it shortly before its end, if the issuer gave a refresh token and someone is there. If
 * the issuer has a fault, the token serves until its end.
 */
export async function accessToken() {
  if (!session) throw new SessionEnded('not logged in');
  if (Date.now() > session.ends - EARLY_SECONDS * 1000) {
    if (!session.refresh || Date.now() - lastUsed > IDLE_MINUTES * 60000) {
      if (Date.now() > session.ends) throw new SessionEnded('expired');
    } else {
      if (renewal || Date.now() >= retryAt) {
        renewal ??= renew().finally(() => { renewal = null; });
        await renewal;
      }
      if (Date.now() > session.ends) throw fault ?? new SessionEnded('expired');
    }
  }
  return session.access;
}

/** The name of the person who is logged in. */
export const userName = () =>
  session ? session.user.name ?? session.user.preferred_username ?? session.user.email ?? session.user.sub : '';

/** Whether the token has a scope, as far as the console can see. The API decides. */
export function hasScope(scope) {
  try {
    const claims = claimsOf(session.access);
    return [].concat(claims.scope ?? [], claims.scp ?? []).join(' ').split(' ').includes(scope);
  } catch {
    return false;
  }
}

/** Forgets the tokens, and ends the issuer's session if it can be ended. */
export function logOut() {
  const {id, endSession} = session ?? {};
  session = null;
  sessionStorage.removeItem(LOGGED_IN);
  sessionStorage.setItem(ASKED, 'yes');
  if (endSession) {
    const url = new URL(endSession);
    if (id) url.searchParams.set('id_token_hint', id);
    url.searchParams.set('client_id', settings.client);
    url.searchParams.set('post_logout_redirect_uri', redirectUri());
    location.assign(url);
  } else {
    location.assign(redirectUri());
  }
}
