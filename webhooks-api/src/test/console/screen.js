// Renders screens of the console under Node.js, for a person who is logged in.
import {setTimeout as pause} from 'node:timers/promises';
import {h, render} from 'preact';
import {load, openPage} from './page.js';
import {openDocument} from './dom.js';

const ISSUER = 'https://issuer.example';
const WAIT_MILLIS = 10000;
const base64 = value => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An answer in JSON. */
export const json = (value, status = 200, headers = {}) =>
  new Response(JSON.stringify(value), {status, headers: {'Content-Type': 'application/json', ...headers}});

/** The issuer's answers. */
const issuer = {
  '/.well-known/openid-configuration': () =>
    json({issuer: ISSUER, authorization_endpoint: `${ISSUER}/login`, token_endpoint: `${ISSUER}/token`}),
  '/token': () => json({access_token: `x.${base64({scope: 'webhooks:admin'})}.x`, expires_in: 600,
    id_token: `x.${base64({iss: ISSUER, aud: 'console', nonce: 'nonce', exp: Date.now() / 1000 + 600, name: 'Ada'})}.x`}),
};

/** Opens the page as the issuer leads to it after a login. The API answers its requests. */
export function openAfterLogin(api) {
  const login = {state: 'state', nonce: 'nonce', verifier: 'verifier', place: '#/webhooks'};
  const stored = new Map([['webhooks.login', JSON.stringify(login)]]);
  globalThis.sessionStorage = {getItem: key => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value),
    removeItem: key => stored.delete(key)};
  globalThis.history = {state: null, replaceState: state => { globalThis.history.state = state; }};
  globalThis.fetch = async (url, request = {}) => {
    const at = new URL(url);
    return at.origin === ISSUER ? issuer[at.pathname]() : api({url: at, ...request});
  };
  openPage({href: 'https://webhooks.example/product/console/?code=code&state=state'});
}

/**
 * Logs a person in, and returns the functions of a page that renders screens.
 *
 * @param {(path: string, query: Record<string, string>, request: any) => any} answer returns the API's answer to a request
 */
export async function openScreens(answer) {
  const asked = [];
  openAfterLogin(async request => {
    const path = request.url.pathname.replace('/product/', '');
    const query = Object.fromEntries(request.url.searchParams);
    asked.push({path, query});
    const found = await answer(path, query, request);
    return found instanceof Response ? found : json(found);
  });
  globalThis.HashChangeEvent = class extends Event {};
  const body = openDocument();
  await (await load('oidc.js')).start();
  const until = async (condition, what = condition) => {
    for (const end = Date.now() + WAIT_MILLIS; !condition(); await pause(5)) {
      if (Date.now() > end) throw new Error(`Not within ${WAIT_MILLIS} ms: ${what}\n${body.textContent}`);
    }
  };
  return {
    body, asked, until,
    /** Shows a screen in place of the one before, with an entry of its own in the history. */
    show(screen, given) {
      globalThis.history.state = null;
      render(null, body);
      asked.length = 0;
      render(h(screen, given), body);
    },
    /** Shows the same screen with other properties. */
    update: (screen, given) => render(h(screen, given), body),
    /** Waits until the screen has this text. */
    shows: text => until(() => body.textContent.includes(text), text),
    press: text => body.all('button').find(each => each.textContent.trim() === text).act('click'),
    close: () => render(null, body),
  };
}

/** A page of a list, as the API answers it. A token is the number of rows before it. */
export function pageOf(path, name, all, {$top = '50', continuationToken = '0'}) {
  const end = Number(continuationToken) + Number($top);
  return {[name]: all.slice(Number(continuationToken), end),
    _links: {next: end < all.length ? {href: `/product/${path}?continuationToken=${end}`} : null}};
}
