import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

process.env.TZ = 'UTC';
openPage();
const {BUSY, badgeOf, detailOf, isOffered, nameOf, stateOf, stateOfHealth, stateOfRow} = await load('screens/webhook-state.js');
const {parametersOf, isFiltered, withPage, total} = await load('screens/list-query.js');
const {encoded, faultOf, looksLocal} = await load('screens/webhook-url.js');
const {changed, consequencesOf, previewOf, selects} = await load('screens/changes.js');
const {sumOf} = await load('screens/operator-nodes.js');

test('a state says since when, until when, or why', () => {
  const since = new Date(Date.now() - 2 * 3600000).toISOString();
  assert.match(detailOf({state: 'failing', since}), /^since .* UTC \(2 h\)$/);
  assert.match(detailOf({state: 'paused', until: '2026-10-02T14:55:00Z', reason: 'owner'}), /^until 02 Oct 2026, 14:55:00/);
  assert.match(detailOf({state: 'paused', until: '2026-10-02T14:55:00Z', reason: 'receiver'}), /^The receiver asked .* 14:55:00/);
  assert.equal(detailOf({state: 'blocked', reason: 'client'}), 'An operator blocked its application.');
  assert.match(detailOf({state: 'inactive', reason: 'gone'}), /410 Gone/);
  assert.equal(detailOf({state: 'inactive', reason: 'owner'}), '');
  assert.equal(detailOf({state: 'active', since}), '');
});

test('a block takes the acts away that the API refuses', () => {
  const offered = state => ['activate', 'test', 'recover', 'edit', 'rotate', 'remove'].filter(act => isOffered(act, state));
  for (const reason of ['webhook', 'client', 'account']) {
    assert.deepEqual(offered({state: 'blocked', reason}), ['edit', 'rotate', 'remove'], reason);
  }
  assert.equal(offered({state: 'blocked', reason: 'move'}).length, 6, 'a move of the account ends by itself');
  assert.equal(offered({state: 'inactive', reason: 'owner'}).length, 6);
});

test('a webhook that may be blocked is not offered what a block forbids', () => {
  const offered = state => ['activate', 'test', 'recover', 'deactivate', 'edit', 'pause'].filter(act => isOffered(act, state));
  const unread = active => stateOf({active}, BUSY);
  assert.deepEqual(offered(unread(false)), ['deactivate', 'edit', 'pause']);
  assert.equal(detailOf(unread(false)), 'Whether it is blocked can\'t be read at the moment.');
  assert.equal(offered(unread(true)).length, 6, 'a block deactivates');
  assert.equal(detailOf(unread(true)), 'Whether it fails or is paused can\'t be read at the moment.');
  assert.equal(offered(stateOf({active: false}, {status: 'inactive', reason: 'owner'})).length, 6);
  assert.deepEqual(stateOf({active: false}, null), {state: 'inactive'}, 'the health is not for this person');
});

test('the health of a webhook is a state of the list', () => {
  assert.equal(stateOfHealth({status: 'ok', since: 'x'}).state, 'active');
  assert.deepEqual(stateOfHealth({status: 'paused', until: 'x', reason: 'owner'}),
    {state: 'paused', until: 'x', reason: 'owner'});
  assert.deepEqual(badgeOf('failing'), {kind: 'exhausted', name: 'Failing'});
  assert.deepEqual(badgeOf('new\u202e'), {kind: 'cancelled', name: 'new\\u202e'});
});

test('a webhook is in the most serious state that holds', () => {
  const stateName = row => stateOfRow(row).state;
  const failing = {active: true, failureStreak: 2, failingSince: '2026-10-02T00:00:00Z'};
  assert.equal(stateName({...failing, active: false, blocks: ['account'], pausedUntil: '2026-10-03T00:00:00Z'}), 'blocked');
  assert.equal(stateName({...failing, active: false, blocks: []}), 'inactive');
  assert.equal(stateName({...failing, active: false, held: true}), 'inactive');
  assert.equal(stateName({...failing, pausedUntil: '2026-10-03T00:00:00Z', held: true}), 'blocked', 'the account moves');
  assert.equal(stateName({...failing, pausedUntil: '2026-10-03T00:00:00Z'}), 'paused');
  assert.equal(stateName(failing), 'failing');
  assert.equal(stateName({active: true, failureStreak: 1}), 'failing', 'as the API filters it');
  assert.equal(stateName({active: true, failureStreak: 0}), 'active');
});

test('the names of webhooks at one address differ', () => {
  const at = (id, callbackUrl) => nameOf({id, callbackUrl});
  assert.equal(at('0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a10', 'https://a.example/'), 'a.example (…1f2a10)');
  assert.equal(at('0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a11', 'https://a.example/hook?key=x'), 'a.example/hook (…1f2a11)');
});

test('the list asks for the filters of the address that the API knows', () => {
  assert.deepEqual(parametersOf({search: ' a b ', state: 'failing', type: 't.v1', order: 'backlog'}),
    {window: 'P1D', $top: 50, search: 'a b', state: 'failing', eventType: 't.v1', sort: 'backlog'});
  assert.deepEqual(parametersOf({state: 'broken', order: 'slow'}),
    {window: 'P1D', $top: 50, search: undefined, state: undefined, eventType: undefined, sort: undefined});
  assert.equal(isFiltered({search: ' ', order: 'host'}), false);
  assert.equal(isFiltered({type: 't.v1'}), true);
});

test('a webhook that moved to a later page is listed once', () => {
  const of = id => ({webhook: {id}});
  assert.deepEqual(withPage([of('a'), of('b')], [of('b'), of('c')]), [of('a'), of('b'), of('c')]);
  assert.equal(total({buckets: [{exhausted: 2}, {exhausted: 3}]}, 'exhausted'), 5);
  assert.equal(total({}, 'exhausted'), 0);
});

test('a URL is encoded where it has to be, and nowhere else', () => {
  assert.equal(encoded('https://Receiver.example/a b/%2F?q={ü}|100%&x=a%20b'),
    'https://receiver.example/a%20b/%2F?q=%7B%C3%BC%7D%7C100%25&x=a%20b');
  assert.equal(encoded("https://a.example:8443/it's?$x=(1);b"), "https://a.example:8443/it's?$x=(1);b");
  assert.equal(encoded('https://bücher.example'), 'https://xn--bcher-kva.example');
  assert.equal(encoded('https://a.example/x\\y[1]"'), 'https://a.example/x%5Cy%5B1%5D%22');
});

test('faults of a URL', () => {
  assert.equal(faultOf('https://a.example/hook?x=1'), null);
  for (const [url, fault] of [['', 'missing'], ['a.example', 'noUrl'], ['http://a.example', 'https'],
    ['https:/\\a.example', 'noUrl'],
    ['https://u:p@a.example', 'user'], ['https://a.example/#x', 'fragment'], ['https://a.example/\ud800', 'noUrl'],
    [`https://a.example/${'ü'.repeat(500)}`, 'length']]) assert.equal(faultOf(url), fault, url);
  assert.equal(looksLocal('https://10.1.2.3/'), true);
  assert.equal(looksLocal('https://a.example/'), false);
});

const before = {callbackUrl: 'https://a.example/x', eventTypes: ['one.v1', 'two.v1'], active: true};
const keys = (after, known = {}) => consequencesOf(before, {...before, ...after}, known).map(each => each.key);

test('a change sends only what differs', () => {
  assert.deepEqual(changed(before, {...before, eventTypes: ['two.v1', 'one.v1']}), {});
  assert.deepEqual(changed(before, {callbackUrl: 'https://b.example/', eventTypes: ['one.v1']}),
    {callbackUrl: 'https://b.example/', eventTypes: ['one.v1']});
});

test('a change of the URL says what happens to deliveries and secrets', () => {
  const options = {headers: [{name: 'X-Stage', secret: false, value: 'x'}, {name: 'X-Key', secret: true}], tls: {}};
  assert.deepEqual(keys({}), []);
  assert.deepEqual(keys({callbackUrl: 'https://a.example/y'}, {options}), ['url']);
  assert.deepEqual(keys({callbackUrl: 'https://b.example/x'}, {options}), ['url', 'unbound']);
  assert.deepEqual(
    consequencesOf(before, {...before, callbackUrl: 'https://b.example/x'}, {options})[1].given, ['headers', 'tls']);
  assert.deepEqual(keys({callbackUrl: 'https://b.example/x'}, {options: {headers: options.headers.slice(0, 1)}}), ['url']);
  assert.deepEqual(keys({callbackUrl: 'https://b.example/x'}, {options: null}), ['url', 'perhapsUnbound']);
  assert.deepEqual(keys({callbackUrl: 'https://a.example/y'}, {verification: 'required'}), ['url', 'needsProof']);
  assert.deepEqual(keys({callbackUrl: 'https://a.example/y', active: false}, {verification: 'optional'}), ['url', 'proof']);
});

test('a change of types says which come and which go', () => {
  assert.deepEqual(consequencesOf(before, {...before, eventTypes: ['two.v1', 'three.v1']}, {}),
    [{key: 'added', given: ['three.v1']}, {key: 'removed', given: ['one.v1']}]);
});

test('patterns select types as the API does', () => {
  const cases = {'iModels.**': ['iModels.changesReady.v1', 'iModels.a'], '*.jobCompleted.v1': ['export.jobCompleted.v1'],
    '**': ['iModels.changesReady.v1', 'iModels.a', 'export.jobCompleted.v1', 'iModels', 'one'], '*': ['iModels', 'one'],
    '*.**': ['iModels.changesReady.v1', 'iModels.a', 'export.jobCompleted.v1'], one: ['one']};
  const types = ['iModels.changesReady.v1', 'iModels.a', 'export.jobCompleted.v1', 'iModels', 'one', 'webhooks.webhookPaused.v1'];
  for (const [pattern, selected] of Object.entries(cases)) {
    assert.deepEqual(types.filter(each => selects(pattern, each)), selected, pattern);
  }
});

test('a preview of changed types keeps patterns, filters and secrets', () => {
  const options = {eventTypePatterns: ['c.**'], filters: [{exact: {eventType: 'x'}}],
    headers: [{name: 'X-Key', secret: true}]};
  const after = {...before, eventTypes: ['two.v1', 'three.v1', 'webhooks.webhookFailing.v1']};
  assert.deepEqual(previewOf(before, after, options), {going: 'filters[1]', options: {...options,
    eventTypePatterns: ['c.**', 'three.v1'], filters: [...options.filters, {not: {in: {eventType: ['one.v1']}}}]}});
  assert.deepEqual(previewOf(before, {...before, eventTypes: [...before.eventTypes, 'c.d']}, {eventTypePatterns: ['c.**']}).going,
    null);
  const many = Array.from({length: 49}, (each, i) => `a${i}.v1`);
  assert.equal(previewOf(before, after, {eventTypePatterns: many}).options.eventTypePatterns.length, 50);
  assert.equal(previewOf(before, after, {eventTypePatterns: [...many, 'b.v1']}), null, 'the API takes 50 patterns');
  assert.equal(previewOf(before, before, options), null);
  const operational = {...before, eventTypes: [...before.eventTypes, 'webhooks.webhookFailing.v1']};
  assert.equal(previewOf(before, operational, options), null, 'no preview has events about webhooks');
  assert.equal(previewOf(before, after, null), null);
});

test('figures add up what the buckets counted', () => {
  const events = bucket => bucket.events;
  assert.equal(sumOf([{events: 2}, {}, {events: 3}], events), 5);
  assert.equal(sumOf([{events: 0}, {}], events), 0);
  assert.equal(sumOf([{}, {}], events), undefined);
});
