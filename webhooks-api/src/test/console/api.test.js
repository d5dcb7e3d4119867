import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {load} from './page.js';
import {json, openAfterLogin} from './screen.js';

let calls = [];
let answer;
openAfterLogin(request => {
  calls.push(request);
  return answer();
});
const oidc = await load('oidc.js');
const api = await load('api.js');

test('the answer of the issuer logs a person in', async () => {
  assert.equal(await oidc.start(), true);
  assert.equal(oidc.userName(), 'Ada');
  assert.equal(oidc.hasScope('webhooks:admin'), true);
  assert.equal(oidc.hasScope('webhooks:modify'), false);
});

api.limits.second = 1;
beforeEach(() => { calls = []; });

test('a call has the token, and leaves out empty parameters', async () => {
  answer = () => json({webhooks: []});
  assert.deepEqual(await api.get('webhooks', {$top: 5, status: '', since: undefined, until: null}), {webhooks: []});
  assert.equal(calls[0].url.href, 'https://webhooks.example/product/webhooks?%24top=5');
  assert.match(calls[0].headers.Authorization, /^Bearer x\./);
  assert.equal(calls[0].body, undefined);
});

test('what a person reads waits as long as the API asks for, and the page says so', async () => {
  const {longestWait, onWaits} = await load('waits.js');
  const said = [];
  const end = onWaits(() => said.push(longestWait()));
  let refused = 2;
  answer = () => refused-- > 0 ? json({error: {code: 'TooMany'}}, 429, {'Retry-After': '30'}) : json({webhooks: []});
  const now = Date.now();
  assert.deepEqual(await api.get('webhooks'), {webhooks: []});
  end();
  assert.equal(calls.length, 3);
  assert.deepEqual(said.map(each => each?.what ?? 'none'), ['page', 'none', 'page', 'none']);
  assert.ok(Math.abs(said[0].until - now - 30 * api.limits.second) < 1000);
});

test('what is no longer wanted waits no longer', async () => {
  const {longestWait} = await load('waits.js');
  const stop = new AbortController();
  answer = () => json({error: {code: 'TooMany'}}, 429, {'Retry-After': '50'});
  const reading = api.get('webhooks', {}, stop.signal);
  setTimeout(() => stop.abort(), 5);
  await assert.rejects(reading, {name: 'AbortError'});
  assert.equal(calls.length, 1);
  assert.equal(longestWait(), null);
});

test('a refusal has the code, the details and the time of the API', async () => {
  answer = () => json({error: {code: 'TooMany', message: 'Later', details: [{code: 'Blocked'}]}}, 429, {'Retry-After': '7'});
  await assert.rejects(api.get('webhooks'), error => error instanceof api.ApiError && error.status === 429
    && error.code === 'TooMany' && error.message === 'Later' && error.details[0].code === 'Blocked' && error.retryAfter === '7');
});

test('the outcome of a change is unknown if no answer of the API comes', async () => {
  answer = () => { throw new TypeError('away'); };
  await assert.rejects(api.post('webhooks/1/test'), api.OutcomeUnknown);
  answer = () => new Response('', {status: 502});
  await assert.rejects(api.patch('webhooks/1', {active: true}), api.OutcomeUnknown);
  await assert.rejects(api.get('webhooks/1'), api.ApiError);
});

test('a token that was accepted before and is refused now ends the session', async () => {
  answer = () => json({error: {code: 'Unauthorized', message: 'The access_token is not valid.'}}, 401);
  await assert.rejects(api.get('webhooks'), oidc.SessionEnded);
});

test('at most two statistics are read at a time, and one of them for a list', async () => {
  const open = [];
  answer = () => new Promise(done => open.push(() => done(json({}))));
  const settle = () => new Promise(done => setTimeout(done, 10));
  const reads = [api.getStatistics('a', {}, undefined, 'list'), api.getStatistics('b', {}, undefined, 'list'),
    api.getStatistics('c', {}), api.getStatistics('d', {})];
  await settle();
  const names = () => calls.map(each => each.url.pathname.split('/').pop()).join('');
  assert.equal(names(), 'ac');
  open[0]();
  await settle();
  assert.equal(names(), 'acd');
  open[1]();
  await settle();
  assert.equal(names(), 'acd');
  open[2]();
  await settle();
  assert.equal(names(), 'acdb');
  open[3]();
  await Promise.all(reads);
});

test('a path that would lead to another operation is refused', () => {
  assert.throws(() => api.webhookPath('..', 'deliveries'), TypeError);
  assert.throws(() => api.apiPath('admin', 'blocks', '.'), TypeError);
  assert.equal(api.apiPath('event-types', 'a..b'), 'event-types/a..b');
});

test('paths and continuation tokens survive special characters', () => {
  assert.equal(api.webhookPath('a/b', 'deliveries'), 'webhooks/a%2Fb/deliveries');
  assert.equal(api.continuation({_links: {next: {href: '/webhooks?continuationToken=a%26b'}}}), 'a&b');
  assert.equal(api.continuation({}), null);
});
