// The part of a browser that the modules of the console need, for tests under Node.js.
import {register} from 'node:module';

register('./libraries.js', import.meta.url);

const metas = {
  issuer: 'https://issuer.example', client: 'console', scope: 'openid', audience: '', version: '1', verification: 'off',
};

/** Makes a page whose browser prefers these languages. */
export function openPage({languages = ['en-US'], href = 'https://webhooks.example/console/'} = {}) {
  const page = new EventTarget();
  const content = name => metas[name] === undefined ? null : {content: metas[name], getAttribute: () => metas[name]};
  const define = (name, value) => Object.defineProperty(globalThis, name, {value, configurable: true, writable: true});
  define('document', {querySelector: selector => content(selector.match(/name=(.*)]/)?.[1]), documentElement: {lang: ''}});
  define('navigator', {languages});
  define('location', new URL(href));
  define('addEventListener', page.addEventListener.bind(page));
  define('removeEventListener', page.removeEventListener.bind(page));
  define('dispatchEvent', page.dispatchEvent.bind(page));
}

/** Sets a value that the server writes into the page. */
export const setMeta = (name, content) => { metas[name] = content; };

/** Imports a module of the console. */
export const load = path => import(`../../main/webapp/WEB-INF/console/${path}`);
