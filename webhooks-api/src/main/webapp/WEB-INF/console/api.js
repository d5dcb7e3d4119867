// Calls the public REST API with the token of the person who is logged in.
import {accessToken, SessionEnded} from './oidc.js';

/** The API is one directory above the console. */
const BASE = new URL('..', location.origin + location.pathname);

/** An answer that is no success. */
export class ApiError extends Error {
  constructor(status, error, retryAfter) {
    super(error?.message ?? String(status));
    this.status = status;
    this.code = error?.code ?? '';
    this.details = error?.details ?? [];
    this.retryAfter = retryAfter;
  }
}

/** Sends a request and returns the JSON of the answer, or null if it has none. Undefined parameters are left out. */
export async function call(method, path, {query = {}, body, signal} = {}) {
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, value);
  }
  const token = await accessToken();
  const answer = await fetch(url, {
    method, signal, cache: 'no-store', credentials: 'omit', redirect: 'error',
    headers: {Authorization: 'Bearer ' + token, ...(body === undefined ? {} : {'Content-Type': 'application/json'})},
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const json = text && /json/.test(answer.headers.get('Content-Type') ?? '') ? JSON.parse(text) : null;
  if (answer.ok) return json;
  if (answer.status === 401 && json?.error?.code === 'Unauthorized' && /access_token/.test(json.error.message)) {
    throw new SessionEnded('refused');
  }
  throw new ApiError(answer.status, json?.error, answer.headers.get('Retry-After'));
}

export const get = (path, query, signal) => call('GET', path, {query, signal});
export const post = (path, body) => call('POST', path, {body});
export const patch = (path, body) => call('PATCH', path, {body});
export const remove = path => call('DELETE', path);

/** Reads an open path of the product, such as its metrics, without a token. The status is not an error. */
export async function open(path, signal) {
  const answer = await fetch(new URL(path, BASE), {signal, cache: 'no-store', credentials: 'omit', redirect: 'error'});
  return {status: answer.status, text: await answer.text()};
}

/** The path of a webhook, or of something below it. */
export const webhookPath = (id, ...more) => ['webhooks', id, ...more].map(encodeURIComponent).join('/');

/** The continuation token in a link to the next page, if there is one. */
export function continuation(page) {
  const next = page._links?.next?.href;
  return next ? new URL(next, BASE).searchParams.get('continuationToken') : null;
}
