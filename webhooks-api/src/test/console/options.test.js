import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {durationOf, durationsOf, readable, secondsOf} = await load('screens/durations.js');
const {OPTIONS, draftOf, hasSecret, isReadable, lacksSecret, settable, valueOfDraft, valueWithoutSecrets, withoutSecrets} =
  await load('screens/option-shapes.js');
const {commandOf, fileOf, headersOf, keysOf, languages, schemesOf} = await load('screens/receiver-files.js');
const {default: texts} = await load('texts/en.js');

const option = name => OPTIONS.find(each => each.name === name);
const again = (name, value) => valueOfDraft(option(name), draftOf(option(name), value));

test('durations are read as people type them, and as the API has them', () => {
  for (const [typed, iso] of [['10 s', 'PT10S'], ['10', 'PT10S'], ['5m', 'PT300S'], ['1,5 h', 'PT5400S'], ['2 days', 'PT172800S'],
    ['PT5M', 'PT5M'], ['p1d', 'P1D'], ['0s', 'PT0S']]) assert.equal(durationOf(typed), iso, typed);
  for (const bad of ['', 'soon', '5 weeks', '-1 s', 'P', 'PT']) assert.equal(durationOf(bad), null, bad);
  assert.deepEqual(durationsOf('10 s, 5 min\n2h'), ['PT10S', 'PT300S', 'PT7200S']);
  assert.deepEqual(durationsOf('0'), []);
  assert.equal(durationsOf('10 s, soon'), null);
});

test('durations are shown in the largest unit that fits', () => {
  assert.deepEqual(['PT90S', 'PT5M', 'PT7200S', 'P1DT24H', 'PT0S', 'PT0.5S', 'odd'].map(readable),
    ['90 s', '5 min', '2 h', '2 d', '0 s', '0.5 s', 'odd']);
  assert.equal(secondsOf('P1DT1H1M1.5S'), 90061.5);
});

test('a draft is kept without the secrets that were typed', () => {
  assert.deepEqual(withoutSecrets(option('headers'), [{name: 'X-Key', value: 'k', secret: true},
    {name: 'X-Stage', value: 'test', secret: false}]),
  [{name: 'X-Key', value: '', secret: true}, {name: 'X-Stage', value: 'test', secret: false}]);
  assert.deepEqual(withoutSecrets(option('authentication'), {type: 'basic', username: 'maria', password: 'p'}),
    {type: 'basic', username: 'maria', password: ''});
  assert.deepEqual(withoutSecrets(option('tls'), {certificateChain: 'PEM', privateKey: 'key', trustedCertificates: ''}),
    {certificateChain: 'PEM', privateKey: '', trustedCertificates: ''});
  assert.deepEqual(withoutSecrets(option('timeout'), {'': '20 s'}), {'': '20 s'});
});

test('each option keeps its value through its form', () => {
  const values = {
    description: 'Builds', eventTypePatterns: ['iModels.**', '*.x.v1'], filters: [{exact: {eventType: 'x'}}],
    format: {mode: 'template', template: {text: '${$.eventType}'}},
    headers: [{name: 'X-Stage', value: 'test', secret: false}], throttle: {requestsPerSecond: 2.5},
    authentication: {type: 'basic', username: 'maria'}, tls: {certificateChain: 'PEM'}, signature: {schemes: ['v1', 'v1a']},
    timeout: 'PT20S', retry: {schedule: ['PT10S', 'PT300S'], finalStatuses: [400, 422]},
    retention: {payload: 'PT3600S', storeResponse: false, redact: ['$.content.email']},
  };
  assert.deepEqual(Object.keys(values).sort(), OPTIONS.map(each => each.name).sort());
  for (const [name, value] of Object.entries(values)) assert.deepEqual(again(name, value), value, name);
  assert.deepEqual(again('retry', {schedule: []}), {schedule: []});
});

test('members that only answers have are not sent back', () => {
  assert.deepEqual(settable({
    modified: 'x', authentication: {type: 'basic', username: 'm', bound: true},
    tls: {certificateChain: 'PEM', subject: 'CN=x', notAfter: 'x', sha256: 'x', bound: false},
    signature: {schemes: ['v1a'], publicKey: 'whpk_x', next: {}}, later: {kept: 1}}),
  {authentication: {type: 'basic', username: 'm'}, tls: {certificateChain: 'PEM'}, signature: {schemes: ['v1a']},
    later: {kept: 1}});
});

test('what can not be read is not sent', () => {
  assert.equal(isReadable({kind: 'durations'}, '10 s, soon'), false);
  assert.equal(isReadable({kind: 'numbers'}, '400, x'), false);
  assert.equal(isReadable({kind: 'json'}, '[{'), false);
  assert.equal(isReadable({kind: 'duration'}, ''), true);
});

test('a value without what was typed as a secret lacks it', () => {
  const lacks = (name, value) => lacksSecret(option(name), value);
  for (const [name, value] of [['headers', [{name: 'X-Key', value: 'k', secret: true}]],
    ['authentication', {type: 'basic', username: 'm', password: 'p'}],
    ['authentication', {type: 'oauth2', clientId: 'c', clientSecret: 's', clientAuthentication: 'basic'}],
    ['tls', {certificateChain: 'PEM', privateKey: 'key'}]]) {
    assert.equal(lacks(name, value), false, name);
    assert.equal(lacks(name, valueWithoutSecrets(option(name), value)), true, name);
  }
  const kept = valueWithoutSecrets(option('headers'), [{name: 'X-Stage', value: 'test', secret: false}]);
  assert.deepEqual(kept, [{name: 'X-Stage', value: 'test', secret: false}]);
  assert.equal(lacks('headers', kept), false);
  assert.equal(lacks('tls', {trustedCertificates: 'PEM'}), false, 'no certificate, so no key');
  assert.equal(lacks('timeout', undefined), false);
});

test('an option with a typed secret is known', () => {
  assert.equal(hasSecret(option('headers'), [{name: 'X', value: 'x', secret: false}]), false);
  assert.equal(hasSecret(option('headers'), [{name: 'X', value: 'x', secret: true}]), true);
  assert.equal(hasSecret(option('authentication'), {type: 'basic', username: 'm', password: 'p'}), true);
  assert.equal(hasSecret(option('headers'), [{name: 'X', secret: true}]), false);
  assert.equal(hasSecret(option('timeout'), 'PT5S'), false);
  assert.equal(hasSecret(option('headers'), undefined), false);
});

test('each option has its name, what it is, and a hint for each field without an obvious value', () => {
  for (const {name, shape, fields} of OPTIONS) {
    assert.ok(texts.options.names[name] && texts.options.about[name] && texts.options.means[name], name);
    if (shape === 'value') assert.ok(texts.options.hints[name], name);
    for (const each of fields ?? []) assert.ok(!each.name || texts.options.fields[each.name], each.name);
  }
});

test('each language has its programs for both signatures', () => {
  assert.equal(languages.length, 6);
  for (const language of languages) {
    for (const scheme of ['v1', 'v1a']) {
      const file = resolve(import.meta.dirname, '../../../../docs/receivers', fileOf(language, scheme));
      assert.ok(existsSync(file), file);
    }
  }
  assert.match(commandOf('python', 'v1a', ['whpk_a', 'whpk_b']), /'whpk_a whpk_b'\n.* python3 verify.py v1a </);
  assert.match(commandOf('node', 'v1', []), /WEBHOOK_SECRET\n.* node verify.mjs </);
});

test('requests have the headers of the webhook', () => {
  const options = {signature: {schemes: ['v1', 'v1a'], publicKey: 'whpk_a', next: {publicKey: 'whpk_b'}},
    headers: [{name: 'X-Key', secret: true}, {name: 'X-Stage', value: 'test', secret: false}],
    authentication: {type: 'oauth2'}, format: {mode: 'cloudevents-binary'}};
  const headers = headersOf(options);
  assert.equal(headers['webhook-signature'], 'v1,<base64> v1a,<base64>');
  assert.deepEqual([headers['x-key'], headers['x-stage'], headers.authorization, headers['ce-specversion']],
    ['***', 'test', 'Bearer ***', '1.0']);
  assert.deepEqual(keysOf(options), ['whpk_a', 'whpk_b']);
  assert.equal(headersOf({})['webhook-signature'], 'v1,<base64>');
  assert.deepEqual(schemesOf(null), ['v1']);
});
