// The commands with which a service application creates a webhook. No DOM: tests run them in a shell.
import {quoted} from '../shell.js';
import {encoded} from './webhook-url.js';

const line = ' \\\n  ';

/**
 * @param {string} method
 * @param {string} address as a word of the shell
 * @param {unknown} body
 */
const curl = (method, address, body) => [`curl -sS -X ${method} ${address}`, '-H "Authorization: Bearer $TOKEN"',
  "-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`].join(line);

/** Prints the answer, which has the secret, and keeps the id for the next commands. */
const keepId = [
  'printf \'%s\\n\' "$WEBHOOK"',
  `ID=$(printf '%s' "$WEBHOOK" | sed -n 's/.*"id" *: *"\\([^"]*\\)".*/\\1/p')`,
].join('\n');

/**
 * @typedef {{url: string, scope: string, scopeId?: string, types: string[], options?: Record<string, unknown>}} Wanted
 */

/**
 * The commands, in the order in which they run in one shell: create, set the options if there are some, activate.
 *
 * @param {string} api the address of the webhooks of the API
 * @param {Wanted} wanted
 * @param {boolean} verify whether the receiver has to prove that it wants the requests before the webhook can be activated
 * @returns {{name: 'create' | 'options' | 'verify' | 'activate', text: string}[]}
 */
export function commandsOf(api, {url, scope, scopeId, types, options = {}}, verify) {
  const request = {callbackUrl: encoded(url), scope, ...(scope === 'iTwin' ? {scopeId} : {}), eventTypes: types};
  const own = `${quoted(api + '/')}"$ID"`;
  return [
    {name: 'create', text: `WEBHOOK=$(${curl('POST', quoted(api), request)})\n${keepId}`},
    ...Object.keys(options).length > 0
      ? [{name: /** @type {const} */ ('options'), text: curl('PATCH', own + '/options', options)}] : [],
    ...verify ? [{name: /** @type {const} */ ('verify'), text: curl('POST', own + '/verify', {method: 'challenge'})}] : [],
    {name: 'activate', text: curl('PATCH', own, {active: true})},
  ];
}
