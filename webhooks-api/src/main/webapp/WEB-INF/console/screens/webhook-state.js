// The name of a webhook, and its state in the words that people use. No DOM: tests run it under Node.js.
import {distance, target, time, visible} from '../format.js';
import texts from '../texts.js';

const words = texts.webhookState;

/**
 * @typedef {{id: string, callbackUrl?: string}} Named
 * @typedef {{state: string, since?: string, until?: string, reason?: string, partial?: boolean}} State partial: only whether the
 *   webhook is active is known
 */

/** The end of an id. Its beginning is a time, which webhooks that are created together share. */
export const shortId = /** @param {string} id */ id => '…' + visible(id).slice(-6);

/**
 * The name of a webhook in titles, dialogs and announcements. Webhooks at one host have different paths, or at least ids.
 *
 * @param {Named} webhook
 */
export function nameOf({id, callbackUrl}) {
  const {host, path} = target(callbackUrl);
  return `${visible(host + (path === '/' ? '' : path))} (${shortId(id)})`;
}

/** The acts that the API refuses while an operator's block holds. */
const REFUSED_BY_BLOCK = ['activate', 'test', 'recover'];

/**
 * Whether an operator has blocked the webhook. A move of its account ends by itself, and deactivates nothing.
 *
 * @param {State} of
 */
export const isBlocked = ({state, reason}) => state === 'blocked' && reason !== 'move';

/**
 * Whether an act is offered in this state. A webhook that may be blocked is treated as a blocked one.
 *
 * @param {string} act
 * @param {State} state
 */
export const isOffered = (act, state) =>
  !((isBlocked(state) || mayBeBlocked(state)) && REFUSED_BY_BLOCK.includes(act));

/**
 * Whether an operator may have blocked the webhook: nobody can say at the moment. A block deactivates.
 *
 * @param {State} of
 */
export const mayBeBlocked = ({state, partial = false}) => partial && state === 'inactive';

/** The class of the badge of each state, which gives its colour. */
const KINDS = {active: 'succeeded', failing: 'exhausted', paused: 'pending', blocked: 'exhausted', inactive: 'cancelled'};

/**
 * The state in the answer of `GET …/health`, in the form that lists have.
 *
 * @param {{status: string, since?: string, until?: string, reason?: string}} health
 * @returns {State}
 */
export const stateOfHealth = ({status, ...rest}) => ({...rest, state: status === 'ok' ? 'active' : status});

/** Stands for an answer that the API could not give in time (503). */
export const BUSY = {busy: true};

/**
 * The state of a webhook, or as much of it as is known.
 *
 * @param {{active: boolean}} webhook
 * @param {any} health the answer of `GET …/health`, BUSY, or null if it is not for this person
 * @returns {State}
 */
export function stateOf(webhook, health) {
  if (health && health !== BUSY) return stateOfHealth(health);
  return {state: webhook.active ? 'active' : 'inactive', ...health === BUSY ? {partial: true} : {}};
}

/**
 * The state of a webhook in the operator's list, which has its parts: the first that holds, as the API filters them.
 *
 * @param {{active: boolean, blocks?: string[], held?: boolean, pausedUntil?: string, failureStreak?: number}} row
 * @returns {State}
 */
export function stateOfRow({active, blocks = [], held, pausedUntil, failureStreak = 0}) {
  if (blocks.length > 0 || active && held) return {state: 'blocked'};
  if (!active) return {state: 'inactive'};
  if (pausedUntil) return {state: 'paused'};
  return {state: failureStreak > 0 ? 'failing' : 'active'};
}

/** The class and the name of a state. */
export const badgeOf = /** @param {string} state */ state =>
  ({kind: KINDS[state] ?? 'cancelled', name: words.names[state] ?? visible(state)});

/**
 * Says since when, until when, or why, or nothing if there is nothing to say.
 *
 * @param {State} of
 * @returns {string}
 */
export function detailOf({state, since, until, reason, partial}) {
  if (partial) return words.partial[state] ?? '';
  if (state === 'failing') return since ? words.since(time(since), distance(since)) : '';
  if (state === 'paused') {
    const end = until ? (reason === 'receiver' ? words.waits : words.until)(time(until)) : '';
    return end || (since ? words.since(time(since), distance(since)) : '');
  }
  if (state === 'blocked') return words.blocks[reason ?? ''] ?? '';
  if (state === 'inactive') return reason && reason !== 'owner' ? texts.reason[reason] ?? texts.reason.unknown : '';
  return '';
}
