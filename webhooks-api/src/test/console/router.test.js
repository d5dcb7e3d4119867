import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
globalThis.HashChangeEvent = Event;
globalThis.history = {replaceState: (state, title, hash) => { location.hash = hash; }};
const {go, holdPlace, isHeld, parse, place, replace} = await load('router.js');

test('a place leaves out empty filters, and escapes what it contains', () => {
  assert.equal(place(['webhooks']), '#/webhooks');
  assert.equal(place(['webhooks', 'a/b?'], {status: 'pending', since: '', until: undefined, type: null}),
    '#/webhooks/a%2Fb%3F?status=pending');
});

test('dots of an address never become steps in a path of the API', () => {
  for (const given of ['#/webhooks/..', '#/webhooks/%2e%2E/.', '#//webhooks/%2E/']) {
    location.hash = given;
    assert.deepEqual(parse().path, ['webhooks'], given);
  }
  location.hash = '#/webhooks/a%2F..%2Fb/%252e%252e';
  assert.deepEqual(parse().path.map(encodeURIComponent), ['webhooks', 'a%2F..%2Fb', '%252e%252e']);
});

test('both ways to another place change the address', () => {
  go(['webhooks'], {state: 'active'});
  assert.equal(location.hash, '#/webhooks?state=active');
  let heard = 0;
  addEventListener('hashchange', () => heard++);
  replace(['event-types'], {search: 'a b'});
  assert.equal(location.hash, '#/event-types?search=a+b');
  assert.equal(heard, 1);
});

test('a filter that is typed keeps what the page keeps for the entry of the history', () => {
  globalThis.history.state = {entry: 'one'};
  let kept;
  const {replaceState} = globalThis.history;
  globalThis.history.replaceState = state => { kept = state; };
  replace(['webhooks'], {search: 'a'});
  globalThis.history.replaceState = replaceState;
  assert.deepEqual(kept, {entry: 'one'});
});

test('a place is held until the last one lets it go', () => {
  const [first, second] = [holdPlace(), holdPlace()];
  first();
  assert.equal(isHeld(), true);
  const leave = new Event('beforeunload', {cancelable: true});
  dispatchEvent(leave);
  assert.equal(leave.defaultPrevented, true);
  second();
  assert.equal(isHeld(), false);
});
