// The conditions of a search for deliveries, under the names of the API's parameters, and what a person types for them.

/** @typedef {Record<string, string>} Conditions */

export const CONDITIONS = ['status', 'eventType', 'statusCode', 'error', 'messageId', 'traceId', 'text', 'since', 'until'];
/** With one of these the API examines deliveries in parts: a page can have no rows although there are more. */
const EXAMINED = ['eventType', 'messageId', 'traceId', 'statusCode', 'error', 'text'];
/** No index has these, so the API answers few of such requests at a time. */
const COSTLY = ['traceId', 'statusCode', 'error', 'text'];

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const TRACE = /^(?!0{32})[\da-f]{32}$/i;
const STATUS_CODE = /^(?:HTTP )?([1-5](?:xx|\d\d))$/i;
const QUOTED = /^"(.*)"$/s;
const MIN_TEXT = 3;
const MAX_TEXT = 200;

/**
 * The conditions of an address, without empty ones and without other parameters.
 *
 * @param {Record<string, string | undefined>} query
 * @returns {Conditions}
 */
export const conditionsOf = query => Object.fromEntries(CONDITIONS.flatMap(name => query[name] ? [[name, query[name]]] : []));

/** @type {(conditions: Conditions) => boolean} */
export const isExamined = conditions => EXAMINED.some(name => conditions[name]);
/** @type {(conditions: Conditions) => boolean} */
export const isCostly = conditions => COSTLY.some(name => conditions[name]);

/**
 * Whether a recovery can take what a list with these conditions shows. It finds neither texts nor trace ids. Without a status it
 * takes exhausted and cancelled deliveries.
 *
 * @param {Conditions} conditions
 */
export const isRecoverable = ({status, text, traceId}) => status !== 'succeeded' && !text && !traceId;

const NOTHING = {messageId: '', traceId: '', text: ''};

/**
 * Recognizes what was typed into the search field: a message id, a trace id, a status code or its class, else a text in the
 * body. Quotes make anything a text.
 *
 * @param {string} typed
 * @returns {{fault: 'short' | 'long'} | {conditions: Conditions}} the change of the conditions, where an empty one is removed
 */
export function recognize(typed) {
  const given = typed.trim();
  if (!given) return {conditions: NOTHING};
  if (UUID.test(given)) return {conditions: {...NOTHING, messageId: given.toLowerCase()}};
  if (TRACE.test(given)) return {conditions: {...NOTHING, traceId: given.toLowerCase()}};
  const [, code] = given.match(STATUS_CODE) ?? [];
  if (code) return {conditions: {...NOTHING, statusCode: code.toLowerCase(), error: ''}};
  const text = given.match(QUOTED)?.[1] ?? given;
  if (text.length < MIN_TEXT) return {fault: 'short'};
  if (text.length > MAX_TEXT) return {fault: 'long'};
  return {conditions: {...NOTHING, text}};
}

/**
 * The text of the search field for these conditions: it is recognized as them again.
 *
 * @param {Conditions} conditions
 */
export function typedOf({messageId, traceId, text}) {
  if (!text) return messageId ?? traceId ?? '';
  const again = recognize(text);
  return 'conditions' in again && again.conditions.text === text ? text : `"${text}"`;
}

const HOUR = 3600000;

/**
 * The beginning of a period that ends now.
 *
 * @param {'hour' | 'today' | 'day'} preset
 */
export function sinceOf(preset, now = new Date()) {
  if (preset === 'today') return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
  return new Date(now.getTime() - (preset === 'hour' ? HOUR : 24 * HOUR)).toISOString();
}

/**
 * The message ids in a text, which spaces, commas or line breaks separate, each once, and the words that are none.
 *
 * @param {string} text
 */
export function messageIdsOf(text) {
  const words = text.split(/[\s,;"']+/).filter(Boolean);
  return {
    ids: [...new Set(words.filter(word => UUID.test(word)).map(word => word.toLowerCase()))],
    others: words.filter(word => !UUID.test(word)),
  };
}

/**
 * The parts of a redelivery of these rows: one recovery for each webhook, and the deliveries that were confirmed already,
 * which a recovery leaves out.
 *
 * @param {{id: string, webhookId: string, messageId: string, status: string}[]} rows
 */
export function redeliveryOf(rows) {
  /** @type {Map<string, Set<string>>} */
  const groups = new Map();
  for (const {webhookId, messageId} of rows.filter(each => each.status !== 'succeeded')) {
    groups.set(webhookId, (groups.get(webhookId) ?? new Set()).add(messageId));
  }
  return {
    recoveries: [...groups].map(([webhookId, ids]) => ({webhookId, messageIds: [...ids]})),
    confirmed: rows.filter(each => each.status === 'succeeded'),
  };
}

/**
 * The selection after a row was clicked. With the shift key all rows from the one that was clicked before get the same state.
 *
 * @param {ReadonlySet<string>} selected
 * @param {string[]} ids all rows, as they are ordered
 * @param {string} id the clicked one
 * @param {boolean} on
 * @param {string | null} [anchor] the row that was clicked before, if the shift key was down
 */
export function selectionAfter(selected, ids, id, on, anchor) {
  const [at, from] = [ids.indexOf(id), anchor ? ids.indexOf(anchor) : -1];
  const range = from < 0 ? [id] : ids.slice(Math.min(at, from), Math.max(at, from) + 1);
  const next = new Set(selected);
  for (const each of range) {
    if (on) next.add(each);
    else next.delete(each);
  }
  return next;
}
