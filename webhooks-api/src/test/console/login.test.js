import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {load, openPage} from './page.js';

const ISSUER = 'https://issuer.example';
const stored = new Map();
globalThis.sessionStorage = {getItem: key => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value),
  removeItem: key => stored.delete(key)};
globalThis.history = {replaceState: () => {}};
const found = () => new Response(JSON.stringify({issuer: ISSUER, authorization_endpoint: `${ISSUER}/login`,
  token_endpoint: `${ISSUER}/token`}));
globalThis.fetch = async () => found();

openPage();
const oidc = await load('oidc.js');

/** Opens the page at an address. Returns where the issuer is asked, or whether somebody is logged in. */
function open(search = '') {
  return new Promise((resolve, reject) => {
    const at = new URL('https://webhooks.example/console/' + search + '#/webhooks/1');
    at.assign = url => resolve(new URL(url));
    at.replace = at.assign;
    globalThis.location = at;
    oidc.start().then(resolve, reject);
  });
}

beforeEach(() => stored.clear());

test('a new tab asks the issuer without a page, once', async () => {
  const asked = await open();
  assert.equal(asked.searchParams.get('prompt'), 'none');
  const {state, place} = JSON.parse(stored.get('webhooks.login'));
  assert.equal(place, '#/webhooks/1');
  assert.equal(await open(`?error=login_required&state=${state}`), false);
  assert.equal(await open(), false);
});

test('a page that the issuer never sent back does not ask again', async () => {
  await open();
  assert.equal(await open(), false);
});

test('who has logged out is not logged in by the next page', async () => {
  oidc.logOut();
  assert.equal(await open(), false);
});

test('an answer that names another issuer is refused', async () => {
  await open();
  const {state} = JSON.parse(stored.get('webhooks.login'));
  await assert.rejects(open(`?code=code&state=${state}&iss=https%3A%2F%2Fother.example`), {kind: 'other'});
});

