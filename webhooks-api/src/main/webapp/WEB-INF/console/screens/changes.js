// What a change of a webhook means. No DOM: tests run it under Node.js.
import {settable} from './option-shapes.js';
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

const MAX_PATTERNS = 50;
/** Events about webhooks are of types that no pattern selects, and no preview has them. */
const isOperational = type => type.startsWith('webhooks.');

/**
 * Whether a pattern selects a type: * is one part of it, ** at the end one or more.
 *
 * @param {string} pattern
 * @param {string} type
 */
export function selects(pattern, type) {
  const parts = type.split('.');
  const wanted = pattern.split('.');
  const open = wanted[wanted.length - 1] === '**';
  if (isOperational(type) || (open ? parts.length < wanted.length : parts.length !== wanted.length)) return false;
  return wanted.every((part, at) => part === '*' || part === '**' || part === parts[at]);
}

/**
 * The types that come, that go, and that stay because a pattern still selects them.
 *
 * @param {Settings} before
 * @param {Settings} after
 * @param {Record<string, any> | null} [options]
 */
function typesThat(before, after, options) {
  const patterns = options?.eventTypePatterns ?? [];
  const only = (one, other) => one.eventTypes.filter(type => !other.eventTypes.includes(type));
  const byPattern = type => patterns.some(each => selects(each, type));
  const left = only(before, after);
  return {come: only(after, before), go: left.filter(type => !byPattern(type)), stay: left.filter(byPattern), patterns};
}

/**
 * The options with which a preview shows the changed types, or null if there is no such preview. The last filter drops the types
 * that go.
 *
 * @param {Settings} before
 * @param {Settings} after
 * @param {Record<string, any> | null} [options] all options of the webhook
 * @returns {{options: Record<string, any>, going: string | null} | null} going: the path of that filter, if there is one
 */
export function previewOf(before, after, options) {
  const {come, go, patterns} = typesThat(before, after, options);
  const seen = come.filter(type => !isOperational(type));
  const added = [...patterns, ...seen];
  if (!options || seen.length + go.length === 0 || added.length > MAX_PATTERNS) return null;
  const filters = options.filters ?? [];
  return {
    options: {...settable(options), ...added.length > 0 ? {eventTypePatterns: added} : {},
      ...go.length > 0 ? {filters: [...filters, {not: {in: {eventType: go}}}]} : {}},
    going: go.length > 0 ? `filters[${filters.length}]` : null,
  };
}

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
  const {come, go, stay} = typesThat(before, after, options);
  if (come.length > 0) found.push({key: 'added', given: come});
  if (go.length > 0) found.push({key: 'removed', given: go});
  if (stay.length > 0) found.push({key: 'selected', given: stay});
  return found;
}
