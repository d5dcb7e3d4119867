// What the console knows of each option: the shape of its value, and its fields. An option of a later version needs an entry here
// and its words in texts/options.js. Without an entry it is shown as JSON.
import {durationOf, durationsOf, readable} from './durations.js';
import {text as jsonText} from './sample.js';

/**
 * A field of an option. Kinds: text, area (text on several lines), secret (on several lines with rows), number, flag, choice (of
 * options), json, lines (an array of strings, one a line), words (a choice of options that are arrays of strings), numbers,
 * duration and durations. A secret can belong to another field (of), and is needed with it only.
 */
const field = (name, kind = 'text', more = {}) => ({name, kind, ...more});

const SECRET_OF_HEADER = {isSecret: draft => draft.secret};

/**
 * The options. Shapes: value (one field without a name), object (fields), union (fields by the member `by`), list (objects with
 * the same fields).
 */
export const OPTIONS = [
  {name: 'description', shape: 'value', fields: [field('', 'area')]},
  {name: 'eventTypePatterns', shape: 'value', fields: [field('', 'lines')]},
  {name: 'filters', shape: 'value', fields: [field('', 'json', {empty: []})]},
  {name: 'format', shape: 'union', by: 'mode', variants: {
    itwin: [], 'cloudevents-structured': [], 'cloudevents-binary': [], template: [field('template', 'json')],
  }},
  {name: 'headers', shape: 'list', fields: [field('name'), field('value', 'secret', SECRET_OF_HEADER),
    field('secret', 'flag', {initial: true})]},
  {name: 'authentication', shape: 'union', by: 'type', variants: {
    basic: [field('username'), field('password', 'secret')],
    oauth2: [field('tokenUrl'), field('clientId'), field('clientSecret', 'secret'), field('scope'), field('audience'),
      field('clientAuthentication', 'choice', {options: ['basic', 'post'], initial: 'basic'})],
  }},
  {name: 'tls', shape: 'object', answers: ['subject', 'issuer', 'notAfter', 'sha256'], fields: [field('certificateChain', 'area'),
    field('privateKey', 'secret', {rows: 4, of: 'certificateChain'}), field('trustedCertificates', 'area')]},
  {name: 'signature', shape: 'object', answers: ['publicKey'], fields: [
    field('schemes', 'words', {options: ['v1', 'v1 v1a', 'v1a'], initial: 'v1'})]},
  {name: 'timeout', shape: 'value', fields: [field('', 'duration')]},
  {name: 'retry', shape: 'object', fields: [field('schedule', 'durations'), field('finalStatuses', 'numbers')]},
  {name: 'throttle', shape: 'object', fields: [field('requestsPerSecond', 'number'), field('maxInFlight', 'number')]},
  {name: 'retention', shape: 'object', fields: [field('payload', 'duration'),
    field('storeResponse', 'flag', {initial: true}), field('redact', 'lines')]},
];

/** Whether a field of an item is a secret, which nobody reads. */
export const isSecret = (each, draft) => each.kind === 'secret' && (each.isSecret?.(draft) ?? true);

/** Whether a value that was typed has a secret. */
export const hasSecret = (option, value) => value !== undefined && [value].flat().some(item =>
  fieldsOf(option, item).some(each => isSecret(each, {secret: item.secret ?? true}) && item[each.name]));

/** Whether a value that has nothing stored behind it needs a secret, and does not have it. */
export const lacksSecret = (option, value) => value !== undefined && [value].flat().some(item =>
  fieldsOf(option, item).some(each => isSecret(each, {secret: item.secret ?? true}) && (!each.of || item[each.of])
    && !item[each.name]));

/** A value without the secrets that were typed. */
export const valueWithoutSecrets = (option, value) => valueOfDraft(option, withoutSecrets(option, draftOf(option, value)));

/** The fields of an option whose draft is given. */
export const fieldsOf = (option, draft) => option.shape === 'union' ? option.variants[draft[option.by]] ?? [] : option.fields;

/** A draft without the secrets that were typed into it. */
export function withoutSecrets(option, draft) {
  const of = item => ({...item, ...Object.fromEntries(fieldsOf(option, item)
    .filter(each => isSecret(each, item)).map(each => [each.name, '']))});
  return option.shape === 'list' ? draft.map(of) : of(draft);
}

function inputOf({kind, initial}, value) {
  if (value === undefined || value === null) return initial ?? (kind === 'flag' ? false : '');
  if (kind === 'json') return jsonText(value);
  if (kind === 'lines') return value.join('\n');
  if (kind === 'words') return value.join(' ');
  if (kind === 'numbers') return value.join(', ');
  if (kind === 'duration') return readable(value);
  if (kind === 'durations') return value.length === 0 ? '0' : value.map(readable).join(', ');
  return kind === 'flag' ? value : String(value);
}

const draftOfItem = (fields, value) => Object.fromEntries(fields
  .map(each => [each.name, inputOf(each, each.name ? value?.[each.name] : value)]));

/** What a form begins with: the present value, or an empty one. */
export function draftOf(option, value) {
  if (option.shape === 'list') return (value ?? [undefined]).map(item => draftOfItem(option.fields, item));
  if (option.shape !== 'union') return draftOfItem(option.fields, value);
  const chosen = value?.[option.by] ?? Object.keys(option.variants)[0];
  return {[option.by]: chosen, ...draftOfItem(option.variants[chosen] ?? [], value)};
}

/** A draft of an item of a list. */
export const emptyItem = option => draftOfItem(option.fields, undefined);

/** The same draft with another variant of the union. */
export const withVariant = (option, chosen) => ({[option.by]: chosen, ...draftOfItem(option.variants[chosen], undefined)});

/** What can't be read is NaN. */
const READ = {
  number: Number,
  json: JSON.parse,
  lines: input => input.split('\n').map(line => line.trim()).filter(Boolean),
  words: input => input.split(' '),
  numbers: input => {
    const all = input.split(/[\s,;]+/).filter(Boolean).map(Number);
    return all.every(Number.isInteger) ? all : NaN;
  },
  duration: input => durationOf(input) ?? NaN,
  durations: input => durationsOf(input) ?? NaN,
};

function valueOf({kind}, input) {
  if (typeof input === 'string' && input.trim() === '') return undefined;
  return READ[kind] ? READ[kind](input) : input;
}

const valueOfItem = (fields, draft) => Object.fromEntries(fields.map(each => [each.name, valueOf(each, draft[each.name])])
  .filter(([, value]) => value !== undefined));

const emptyOf = ({kind, empty}) => empty ?? (kind === 'lines' ? [] : '');

/** The value to be stored. A secret that is left empty is left out, so that it stays. */
export function valueOfDraft(option, draft) {
  if (option.shape === 'list') return draft.map(item => valueOfItem(option.fields, item));
  if (option.shape === 'value') return valueOf(option.fields[0], draft['']) ?? emptyOf(option.fields[0]);
  return {...option.shape === 'union' ? {[option.by]: draft[option.by]} : {}, ...valueOfItem(fieldsOf(option, draft), draft)};
}

/** Whether the input of a field can be read at all. The API checks everything else. */
export function isReadable(each, input) {
  try {
    return !Number.isNaN(valueOf(each, input));
  } catch {
    return false;
  }
}

/**
 * All options as PUT and a preview take them: without the members that only answers have, and without secrets, which stay. What
 * this version does not know stays as it is.
 *
 * @param {Record<string, any>} options
 * @returns {Record<string, any>}
 */
export const settable = ({modified: _, ...options}) => Object.fromEntries(Object.entries(options).map(([name, value]) => {
  const option = OPTIONS.find(each => each.name === name);
  return [name, option ? valueOfDraft(option, draftOf(option, value)) : value];
}));
