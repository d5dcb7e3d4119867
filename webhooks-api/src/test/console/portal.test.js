import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage, setMeta} from './page.js';

const CODE = 'whpc_' + 'c'.repeat(43);
const ANNA = {id: '1', accountId: 'account-1', user: 'anna', readOnly: false, token: 'whps_anna'};
const MALLORY = {id: '2', accountId: 'account-2', user: 'mallory', readOnly: true, pages: ['deliveries'], token: 'whps_mallory'};

let round = 0;
let stored;
let requests;
let replaced;

/** Opens the page of the portal again, with this fragment, and returns its module. */
async function open({hash = '', answers = [], kept = null, loggedIn = false}) {
  setMeta('portal', 'yes');
  openPage({href: 'https://webhooks.example/console/portal' + hash});
  stored = new Map();
  if (kept) stored.set('webhooks.portal', JSON.stringify(kept));
  if (loggedIn) stored.set('webhooks.logged-in', 'yes');
  requests = [];
  replaced = [];
  const define = (name, value) => Object.defineProperty(globalThis, name, {value, configurable: true, writable: true});
  define('sessionStorage', {
    getItem: name => stored.get(name) ?? null,
    setItem: (name, value) => stored.set(name, value),
    removeItem: name => stored.delete(name),
  });
  define('history', {replaceState: (state, title, url) => { replaced.push(url); location.hash = ''; }});
  define('fetch', async (url, options) => {
    requests.push({path: new URL(url).pathname, ...options});
    if (options.method === 'DELETE') return new Response(null, {status: 204});
    const {status = 200, body} = answers.shift();
    return new Response(JSON.stringify(body ?? {}), {status});
  });
  // Each module is loaded once, so each test has copies of its own.
  round++;
  const fragment = await load(`fragment.js?${round}`);
  const portal = await load('portal.js');
  return {portal, fragment};
}

const {portal} = await open({});
const start = (code, ask = () => assert.fail('must not ask')) => portal.open(code, ask);

test('the code leaves the address before anything else runs, and is given out once', async () => {
  const {fragment} = await open({hash: '#code=' + CODE});
  assert.deepEqual(replaced, ['/console/portal']);
  assert.equal(fragment.takeCode(), CODE);
  assert.equal(fragment.takeCode(), null);
});

test('a place of the console stays in the address', async () => {
  const {fragment} = await open({hash: '#/webhooks'});
  assert.deepEqual(replaced, []);
  assert.equal(fragment.takeCode(), null);
});

test('a code becomes a session that lives in the tab', async () => {
  await open({answers: [{body: ANNA}]});
  assert.equal(await start(CODE), true);
  assert.equal(await portal.accessToken(), 'whps_anna');
  assert.equal(portal.userName(), 'anna');
  assert.ok(portal.hasScope('webhooks:modify'));
  assert.equal(portal.hasScope('webhooks:admin'), false);
  assert.deepEqual(JSON.parse(stored.get('webhooks.portal')), ANNA);
  assert.deepEqual(requests.map(each => [each.method, each.path, each.body]),
    [['POST', '/portal-sessions/redeem', JSON.stringify({code: CODE})]]);
});

test('a reload keeps the session without a request', async () => {
  await open({kept: MALLORY});
  assert.equal(await start(null), true);
  assert.equal(await portal.accessToken(), 'whps_mallory');
  assert.equal(portal.hasScope('webhooks:modify'), false);
  assert.ok(portal.mayOpen('deliveries'));
  assert.equal(portal.mayOpen('options'), false);
  assert.deepEqual(requests, []);
});

test('a limited session opens the list, what it may, and nothing that would be refused', async () => {
  const session = await load('session.js');
  const opened = async pages => {
    await open({kept: {...ANNA, ...pages ? {pages} : {}}});
    await start(null);
    return ['webhooks', 'overview', 'deliveries', 'events', 'options', 'receiver', 'acts', 'event-types', 'alerts', 'create']
      .filter(session.mayOpen);
  };
  assert.deepEqual(await opened(['deliveries']), ['webhooks', 'deliveries', 'events']);
  assert.equal(session.firstPage(), 'webhooks');
  assert.equal(session.mayReadTypes(), false);
  assert.deepEqual(await opened(['options']), ['webhooks', 'options', 'receiver']);
  assert.deepEqual(await opened(['webhooks']), ['webhooks', 'overview', 'acts']);
  assert.ok(session.mayReadTypes());
  assert.deepEqual(await opened(['event-types']), ['event-types']);
  assert.equal(session.firstPage(), 'event-types');
  assert.equal((await opened()).length, 8);
});

test('the account comes first, which the name of a user could imitate', () => {
  assert.equal(portal.ownerOf({accountId: 'evil', user: 'anna · account-1'}), 'evil · anna · account-1');
});

test('a tab without a session and without a link has none', async () => {
  await open({});
  assert.equal(await start(null), false);
  await assert.rejects(portal.accessToken(), /no session/);
});

test('a used link is said to be so, and keeps the session before', async () => {
  await open({answers: [{status: 404}], kept: ANNA});
  await assert.rejects(start(CODE), /404/);
  assert.deepEqual(JSON.parse(stored.get('webhooks.portal')), ANNA);
  assert.equal(requests.length, 1);
});

test('another link for the same user asks nothing, and ends the session before', async () => {
  await open({answers: [{body: {...ANNA, token: 'whps_again'}}], kept: ANNA});
  assert.equal(await start(CODE), true);
  assert.equal(await portal.accessToken(), 'whps_again');
  assert.equal(requests[1].headers.Authorization, 'Bearer whps_anna');
});

test('a link never changes the account unseen', async () => {
  await open({answers: [{body: MALLORY}], kept: ANNA});
  const asked = [];
  assert.equal(await start(CODE, async (...both) => { asked.push(both); return false; }), true);
  assert.deepEqual(asked, [[ANNA, MALLORY]]);
  assert.equal(await portal.accessToken(), 'whps_anna');
  assert.deepEqual(JSON.parse(stored.get('webhooks.portal')), ANNA);
  assert.equal(requests[1].headers.Authorization, 'Bearer whps_mallory');
});

test('a person who is logged in in this tab is asked first', async () => {
  await open({answers: [{body: MALLORY}], loggedIn: true});
  const asked = [];
  assert.equal(await start(CODE, async (...both) => { asked.push(both); return false; }), false);
  assert.deepEqual(asked, [[null, MALLORY]]);
  assert.equal(stored.has('webhooks.portal'), false);
});

test('without storage the session is in the memory', async () => {
  await open({answers: [{body: ANNA}]});
  const forbidden = () => { throw new Error('SecurityError'); };
  Object.assign(sessionStorage, {getItem: forbidden, setItem: forbidden, removeItem: forbidden});
  assert.equal(await start(CODE), true);
  assert.equal(await portal.accessToken(), 'whps_anna');
});

test('other values in the storage are no session', async () => {
  for (const planted of ['x', '{}', '{"token":1}', '"whps_x"', '{"token":"eyJ","user":"a","accountId":"b"}']) {
    await open({});
    stored.set('webhooks.portal', planted);
    assert.equal(await start(null), false, planted);
  }
});
