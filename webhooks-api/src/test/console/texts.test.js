import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {default: english} = await load('texts/en.js');
const {default: german} = await load('texts/de.js');

const kindOf = value => Array.isArray(value) ? `list of ${value.length}`
  : typeof value === 'function' ? `function of ${value.length}` : typeof value;

/** The paths of all texts, each with the kind of its value. */
function shapeOf(texts, path = '') {
  return Object.entries(texts).flatMap(([name, value]) => {
    const at = `${path}/${name}`;
    return [`${at}: ${kindOf(value)}`, ...typeof value === 'object' ? shapeOf(value, at) : []];
  });
}

const emptyIn = texts => Object.entries(texts)
  .filter(([, value]) => value === '' || typeof value === 'object' && emptyIn(value).length > 0);

test('German has the keys of English, with values of the same kinds', () => {
  assert.deepEqual(shapeOf(german).sort(), shapeOf(english).sort());
});

test('no text is empty', () => {
  assert.deepEqual(emptyIn(english), []);
  assert.deepEqual(emptyIn(german), []);
});

/** Whether a path of names leads to a text. What follows a text or a function is its own member. */
function leads(path) {
  let at = english;
  for (const name of path.split('.')) {
    if (typeof at === 'string' || typeof at === 'function') return true;
    if (!Object.hasOwn(at, name)) return false;
    at = at[name];
  }
  return true;
}

/** The paths of texts that a module names: `texts.a.b`, or `words.b` after `const words = texts.a`. */
function pathsIn(source) {
  const names = {texts: '', ...Object.fromEntries([...source.matchAll(/const (\w+) = texts\.([\w.]+);/g)]
    .map(([, name, path]) => [name, `${path}.`]))};
  return Object.entries(names).flatMap(([name, path]) =>
    [...source.matchAll(new RegExp(`(?<![\\w.'/])${name}\\.([a-z]\\w*(?:\\.[a-z]\\w*)*)`, 'gi'))].map(found => path + found[1]))
    .filter(path => path !== 'js');
}

test('each text that a module names exists', () => {
  const console_ = new URL('../../main/webapp/WEB-INF/console/', import.meta.url);
  const modules = readdirSync(console_, {recursive: true}).map(String).filter(name => name.endsWith('.js'));
  assert.ok(modules.length > 60);
  const missing = modules.flatMap(name => pathsIn(readFileSync(new URL(name, console_), 'utf8'))
    .filter(path => !leads(path)).map(path => `${name}: ${path}`));
  assert.deepEqual(missing, []);
});

/** The values of an enumeration in the description of the API. */
function valuesOf(name) {
  const api = readFileSync(new URL('../../main/resources/webhooks/api/openapi/openapi.yaml', import.meta.url), 'utf8');
  const [, values] = api.match(new RegExp(`\\n    ${name}:\\n      type: string\\n      enum:\\n((?:        - .+\\n)+)`));
  return values.trim().split('\n').map(line => line.trim().slice(2));
}

test('each act of the API has a name, and no other', () => {
  assert.deepEqual(Object.keys(english.acts.names).sort(), valuesOf('ActionName').sort());
});

test('a pause and its end name the webhook', () => {
  for (const {options} of [english, german]) {
    for (const text of ['pauseAbout', 'resumeText', 'resumed']) assert.match(options[text]('a.example (…1f2a10)'), /a\.example/);
  }
});

test('figures say whether they count deliveries or attempts', () => {
  for (const [{webhooks, webhook}, deliveries, attempts] of [[english, /deliveries/i, /attempts/i],
    [german, /zustellungen/i, /versuche/i]]) {
    for (const name of [webhooks.failures, webhook.failed, webhook.volume, webhook.byType]) assert.match(name, deliveries);
    for (const name of [webhook.errorShare, webhook.streak, webhook.answers, webhook.latencyTitle]) {
      assert.match(name, attempts);
    }
  }
});

test('numbers choose between singular and plural', () => {
  assert.equal(english.webhooks.count(1), '1 webhook');
  assert.equal(english.eventTypes.count('1', '3'), '1 of 3 event types');
  assert.equal(english.act.recovered('1'), 'Pending again: 1 delivery.');
  assert.equal(german.act.recovered('1'), 'Wieder offen: 1 Zustellung.');
  assert.equal(german.act.recovered('1.000'), 'Wieder offen: 1.000 Zustellungen.');
});

test('the language is the first known one that the page, or else the browser, asks for', async () => {
  const {firstKnown} = await load('language.js');
  assert.equal(firstKnown(['', 'fr-FR', 'de-AT', 'en-US']), 'de');
  assert.equal(firstKnown(['en', 'de']), 'en');
  assert.equal(firstKnown(['DE']), 'de');
  assert.equal(firstKnown(['', 'fr']), 'en');
});
