// Calls the public REST API with the token of the person who is logged in.
import {SessionEnded} from './oidc.js';
import {isPortal} from './portal.js';
import {accessToken} from './session.js';
import {noteWait} from './waits.js';

/** The API is one directory above the console. */
const BASE = new URL('..', location.origin + location.pathname);

/** The address of the webhooks, for commands. */
export const WEBHOOKS = String(new URL('webhooks', BASE));

/** An answer that is no success. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {{code?: string, message?: string, details?: any[]} | null} [error]
   * @param {string | null} [retryAfter]
   */
  constructor(status, error, retryAfter) {
    super(error?.message ?? String(status));
    this.status = status;
    this.code = error?.code ?? '';
    this.details = error?.details ?? [];
    this.retryAfter = retryAfter;
    this.tokenRefused = status === 401 && this.code === 'Unauthorized' && /access_token(?! lacks)/.test(this.message);
  }
}

/** The API gave no answer to a request that changes something: it may have been carried out or not. */
export class OutcomeUnknown extends Error {}

const MAX_TRIES = 4;
/** The seconds that the page waits by itself. */
const MAX_WAIT = 60;

/** Milliseconds, which tests lower. A test event waits for its receiver, for up to 60 s. */
export const limits = {write: 90000, second: 1000};

/** Whether the API has accepted a token of this session. */
let accepted = false;

/**
 * @typedef {Record<string, string | number | boolean | null | undefined>} Query
 */

/**
 * Sends a request and returns the JSON of the answer, or null if it has none. Undefined parameters are left out. A request
 * that changes something has a time limit.
 *
 * @param {string} method
 * @param {string} path
 * @param {{query?: Query, body?: unknown, text?: string, signal?: AbortSignal}} [options] text is JSON that is sent as it is,
 *   because the numbers of JavaScript are not exact
 * @returns {Promise<any>}
 */
export async function call(method, path, {query = {}, body, text: given, signal} = {}) {
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, String(value));
  }
  const token = await accessToken();
  const changes = method !== 'GET';
  const sent = given ?? (body === undefined ? undefined : JSON.stringify(body));
  const exchange = async () => {
    const answer = await fetch(url, {
      method, signal: changes ? AbortSignal.timeout(limits.write) : signal, cache: 'no-store', credentials: 'omit',
        redirect: 'error',
      headers: {Authorization: 'Bearer ' + token, ...(sent === undefined ? {} : {'Content-Type': 'application/json'})},
      body: sent,
    });
    return {answer, text: await answer.text()};
  };
  const {answer, text} = await exchange().catch(error => { throw changes ? new OutcomeUnknown(error.message) : error; });
  // A proxy had no answer of the API.
  if (changes && [502, 504].includes(answer.status)) throw new OutcomeUnknown(String(answer.status));
  const json = text && /json/.test(answer.headers.get('Content-Type') ?? '') ? JSON.parse(text) : null;
  const error = answer.ok ? null : new ApiError(answer.status, json?.error, answer.headers.get('Retry-After'));
  // If the API refuses the first token too, a new login does not help.
  if (error?.tokenRefused && (accepted || isPortal)) throw new SessionEnded('refused');
  accepted ||= !error?.tokenRefused;
  if (error) throw error;
  return json;
}

/**
 * Reads something. If the person has sent too many requests, it waits as long as the API asks for, and the page says so.
 *
 * @param {string} path
 * @param {Query} [query]
 * @param {AbortSignal} [signal]
 * @param {'figures' | 'page'} [what] what the page says
 * @returns {Promise<any>}
 */
export async function get(path, query, signal, what = 'page') {
  for (let tries = 1; ; tries++) {
    try {
      return await call('GET', path, {query, signal});
    } catch (/** @type {any} */ error) {
      const seconds = Number(error.retryAfter);
      if (error.status !== 429 || tries === MAX_TRIES || !(seconds <= MAX_WAIT)) throw error;
      await waitFor(what, Math.max(1, seconds), signal);
      signal?.throwIfAborted();
    }
  }
}
/** @type {(path: string, body?: unknown) => Promise<any>} */
export const post = (path, body) => call('POST', path, {body});
/** @type {(path: string, text?: string) => Promise<any>} */
export const put = (path, text) => call('PUT', path, {text});
/** @type {(path: string, body: unknown) => Promise<any>} */
export const patch = (path, body) => call('PATCH', path, {body});
/** @type {(path: string) => Promise<any>} */
export const remove = path => call('DELETE', path);

/**
 * Sends a request that needs no login. The answer has no body.
 *
 * @param {string} path
 * @param {unknown} body
 */
export async function postWithoutLogin(path, body) {
  const answer = await fetch(new URL(path, BASE), {
    method: 'POST', signal: AbortSignal.timeout(limits.write), cache: 'no-store', credentials: 'omit', redirect: 'error',
    headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new ApiError(answer.status, null, answer.headers.get('Retry-After'));
}

/** The API refuses a caller who reads more statistics at a time. */
const MAX_STATISTICS = 2;
/** A list leaves the rest to the other screens and tabs of the person. */
const MAX_OF_LISTS = 1;
/** @type {{screen: (() => void)[], list: (() => void)[]}} */
const waiting = {screen: [], list: []};
let reading = 0;

/** Lets the next one read if there is room: screens first, because somebody waits for them. */
function admit() {
  const next = reading < MAX_STATISTICS && waiting.screen.shift() || reading < MAX_OF_LISTS && waiting.list.shift();
  if (next) {
    reading++;
    next();
  }
}

/**
 * Waits, but not longer than until the answer is no longer wanted.
 *
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 */
function pause(milliseconds, signal) {
  return new Promise(go => {
    setTimeout(go, milliseconds);
    signal?.addEventListener('abort', go, {once: true});
  });
}

/** Waits some seconds, and the page says so. */
async function waitFor(what, seconds, signal) {
  const over = noteWait(what, Date.now() + seconds * limits.second);
  await pause(seconds * limits.second, signal).finally(over);
}

/** @type {(path: string, query: Query, signal?: AbortSignal) => Promise<any>} */
async function readStatistics(path, query, signal) {
  for (let tries = 1; ; tries++) {
    signal?.throwIfAborted();
    try {
      return await get(path, query, signal, 'figures');
    } catch (/** @type {any} */ error) {
      if (error.status !== 503 || tries === MAX_TRIES) throw error;
      // At first it may be the queries of the screen before, which end soon. The place stays taken, so others pause too.
      await pause(tries === 1 ? 500 : 1000 * (Number(error.retryAfter) || 5), signal);
    }
  }
}

/**
 * Reads statistics. The API answers 503 to a caller who reads more of them at a time, and while others read many, and
 * 429 to one who has sent too many requests.
 *
 * @param {string} path
 * @param {Query} query
 * @param {AbortSignal} [signal]
 * @param {'screen' | 'list'} [kind] a list reads many that nobody waits for
 */
export async function getStatistics(path, query, signal, kind = 'screen') {
  await new Promise(/** @param {(value?: unknown) => void} go */ go => {
    waiting[kind].push(go);
    admit();
  });
  try {
    return await readStatistics(path, query, signal);
  } finally {
    reading--;
    admit();
  }
}

/**
 * A path of the API. A browser takes dots for a step in the path, also encoded ones, so the request would be another.
 *
 * @param {...string} parts
 */
export function apiPath(...parts) {
  if (parts.some(part => part === '.' || part === '..')) throw new TypeError('A part of a path is no id.');
  return parts.map(encodeURIComponent).join('/');
}

/**
 * The path of a webhook, or of something below it.
 *
 * @type {(id: string, ...more: string[]) => string}
 */
export const webhookPath = (id, ...more) => apiPath('webhooks', id, ...more);

/**
 * The continuation token in a link to the next page, if there is one.
 *
 * @param {{_links?: {next?: {href: string}}}} page
 */
export function continuation(page) {
  const next = page._links?.next?.href;
  return next ? new URL(next, BASE).searchParams.get('continuationToken') : null;
}
