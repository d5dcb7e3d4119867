// What the console knows of each option: the shape of its value, and its fields. An option of a later version needs an entry here
// and its words in texts/options.js. Without an entry it is shown as JSON.
import {text as jsonText} from './sample.js';

/**
 * A field of an option. Kinds: text, area (text on several lines), secret, number, flag, choice (of options), json, lines (an
 * array of strings, one a line).
 */
const field = (name, kind = 'text', more = {}) => ({name, kind, ...more});

const SECRET_OF_HEADER = {isSecret: draft => draft.secret};

/**
 * The options. Shapes: value (one field without a name), object (fields), union (fields by the member `by`), list (objects with
 * the same fields).
 */
export const OPTIONS = [
  {name: 'headers', shape: 'list', fields: [field('name'), field('value', 'secret', SECRET_OF_HEADER),
    field('secret', 'flag', {initial: true})]},
  {name: 'authentication', shape: 'union', by: 'type', variants: {
    basic: [field('username'), field('password', 'secret')],
    oauth2: [field('tokenUrl'), field('clientId'), field('clientSecret', 'secret'), field('scope'), field('audience'),
      field('clientAuthentication', 'choice', {options: ['basic', 'post'], initial: 'basic'})],
  }},
  {name: 'format', shape: 'union', by: 'mode', variants: {
    itwin: [], 'cloudevents-structured': [], 'cloudevents-binary': [], template: [field('template', 'json')],
  }},
  {name: 'throttle', shape: 'object', fields: [field('requestsPerSecond', 'number'), field('maxInFlight', 'number')]},
  {name: 'description', shape: 'value', fields: [field('', 'area')]},
];

/** Whether a field of an item is a secret, which nobody reads. */
export const isSecret = (each, draft) => each.kind === 'secret' && (each.isSecret?.(draft) ?? true);

/** The fields of an option whose draft is given. */
export const fieldsOf = (option, draft) => option.shape === 'union' ? option.variants[draft[option.by]] ?? [] : option.fields;


function inputOf({kind, initial}, value) {
  if (value === undefined || value === null) return initial ?? (kind === 'flag' ? false : '');
  if (kind === 'json') return jsonText(value);
  if (kind === 'lines') return value.join('\n');
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

function valueOf({kind}, input) {
  if (input === '') return undefined;
  if (kind === 'number') return Number(input);
  if (kind === 'json') return JSON.parse(input);
  return kind === 'lines' ? input.split('\n').map(line => line.trim()).filter(Boolean) : input;
}

const valueOfItem = (fields, draft) => Object.fromEntries(fields.map(each => [each.name, valueOf(each, draft[each.name])])
  .filter(([, value]) => value !== undefined));

/** The value to be stored. A secret that is left empty is left out, so that it stays. */
export function valueOfDraft(option, draft) {
  if (option.shape === 'list') return draft.map(item => valueOfItem(option.fields, item));
  if (option.shape === 'value') return valueOf(option.fields[0], draft['']) ?? '';
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
