// What a change of a webhook means. No DOM: tests run it under Node.js.
import {originOf} from './webhook-url.js';

/** @typedef {{callbackUrl: string, eventTypes: string[], active?: boolean}} Settings */

/**
 * The members that differ, as PATCH takes them.
 *
 * @param {Settings} before
 * @param {Settings} after
 */
export function changed(before, after) {
  const sameTypes = before.eventTypes.length === after.eventTypes.length
    && before.eventTypes.every(each => after.eventTypes.includes(each));
  return {...after.callbackUrl === before.callbackUrl ? {} : {callbackUrl: after.callbackUrl},
    ...sameTypes ? {} : {eventTypes: after.eventTypes}};
}

/**
 * The options with secrets that belong to the origin of the URL.
 *
 * @param {Record<string, any>} options
 */
const withSecrets = options => [
  ...(options.headers ?? []).some(each => each.secret !== false) ? ['headers'] : [],
  ...options.authentication ? ['authentication'] : [], ...options.tls ? ['tls'] : []];

/**
 * The consequences of a change, each with what its text needs.
 *
 * @param {Settings} before
 * @param {Settings} after
 * @param {{options?: Record<string, any> | null, verification?: string}} known null options: they could not be read
 * @returns {{key: string, given?: string[]}[]}
 */
export function consequencesOf(before, after, {options = {}, verification = 'off'}) {
  const found = [];
  if (after.callbackUrl !== before.callbackUrl) {
    found.push({key: 'url'});
    const moved = originOf(after.callbackUrl) !== originOf(before.callbackUrl);
    const unbound = moved && options ? withSecrets(options) : [];
    if (unbound.length > 0) found.push({key: 'unbound', given: unbound});
    if (moved && !options) found.push({key: 'perhapsUnbound'});
    if (verification !== 'off') found.push({key: verification === 'required' && before.active ? 'needsProof' : 'proof'});
  }
  const gone = before.eventTypes.filter(each => !after.eventTypes.includes(each));
  const added = after.eventTypes.filter(each => !before.eventTypes.includes(each));
  if (added.length > 0) found.push({key: 'added', given: added});
  if (gone.length > 0) found.push({key: 'removed', given: gone});
  return found;
}
