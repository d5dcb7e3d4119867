// The frame of the console: login, navigation, and the screen of the current place.
import {render} from './lib/preact.js';
import {useEffect, useErrorBoundary, useState} from './lib/hooks.js';
import {html} from './html.js';
import {discover, hasScope, logIn, logOut, settings, start, userName} from './oidc.js';
import {place, useRoute} from './router.js';
import {Failure, Heading, Later, Notice, PageFault, onSessionEnd} from './ui.js';
import {ApiError} from './api.js';
import {visible} from './format.js';
import {Webhooks} from './screens/webhooks.js';
import {Webhook} from './screens/webhook.js';
import {Acts} from './screens/acts.js';
import {Create} from './screens/create.js';
import {EventTypes} from './screens/event-types.js';
import texts from './texts.js';

const NAVIGATION = [['webhooks', texts.nav.webhooks], ['deliveries', texts.nav.deliveries],
  ['event-types', texts.nav.eventTypes], ['create', texts.nav.create]];
const ADMIN = 'webhooks:admin';

const loadOptions = () => import('./screens/options.js').then(screen => screen.Options);
const loadDeliveries = () => import('./screens/deliveries.js').then(screen => screen.Deliveries);
const loadDelivery = () => import('./screens/delivery.js').then(screen => screen.Delivery);
const loadEvent = () => import('./screens/event.js').then(screen => screen.Event);
const loadOperator = () => import('./screens/operator.js').then(screen => screen.Operator);

function screenOf({path, query}) {
  const [first = 'webhooks', id, part, deliveryId] = path;
  if (first === 'webhooks') {
    if (!id) return html`<${Webhooks} query=${query} />`;
    if (!part) return html`<${Webhook} key=${id} id=${id} query=${query} />`;
    if (part === 'options') return html`<${Later} key=${id} load=${loadOptions} id=${id} />`;
    if (part === 'acts') return html`<${Acts} key=${id} id=${id} />`;
    if (part === 'deliveries' && !deliveryId) {
      return html`<${Later} key="deliveries" load=${loadDeliveries} id=${id} query=${query} />`;
    }
    if (part === 'deliveries') {
      return html`<${Later} key="delivery" load=${loadDelivery} id=${id} deliveryId=${deliveryId} query=${query} />`;
    }
  }
  if (first === 'deliveries' && !id) return html`<${Later} key="all" load=${loadDeliveries} query=${query} />`;
  if (first === 'events' && id) return html`<${Later} key=${id} load=${loadEvent} id=${id} />`;
  if (first === 'event-types') return html`<${EventTypes} query=${query} />`;
  if (first === 'operator' && hasScope(ADMIN)) {
    return html`<${Later} key="operator" load=${loadOperator} part=${id} query=${query} />`;
  }
  if (first === 'create') return html`<${Create} />`;
  return html`<${Heading} text=${texts.state.nowhere} /><${Failure} error=${new ApiError(404)} />`;
}

function Login({ended, failed}) {
  const [problem, setProblem] = useState(failed);
  const note = error => {
    console.warn(error.message);
    setProblem(error);
  };
  const begin = () => logIn().catch(note);
  // Says at once if nobody can log in. The issuer's answer is kept for the login.
  useEffect(() => { if (settings.issuer && !failed) discover().catch(note); }, []);
  return html`<main class="login"><div class="card">
    <${Logo} /><${Heading} text=${texts.login.title} />
    <p>${texts.login.intro}</p>
    ${ended && html`<${Notice}>${texts.login.ended}<//>`}
    ${problem && html`<${Notice} kind="warning">
      ${visible((texts.login.issuer[problem.kind] ?? (() => texts.login.failed))(problem.detail))}<//>`}
    ${settings.issuer
      ? html`<button type="button" class="primary" onClick=${begin}>${texts.login.button}</button>
        <p class="muted">${texts.login.where(new URL(settings.issuer).host)}</p>`
      : html`<${Notice} kind="warning">${texts.login.noIssuer}<//>`}
  </div></main>`;
}

const Logo = () => html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" />
  <path d="M8 11l4 11 4-9 4 9 4-11" /></svg>`;

/** Shows a fault of a screen in words, instead of a part of the screen. Another place begins anew. */
function Boundary({route, children}) {
  const [fault, reset] = useErrorBoundary(error => console.warn(error));
  useEffect(() => { if (fault) reset(); }, [route]);
  return fault ? html`<${Heading} text=${texts.state.broken} /><${Failure} error=${new PageFault()} retry=${reset} />` : children;
}

function Console() {
  const route = useRoute();
  const [ended, setEnded] = useState(false);
  useEffect(() => onSessionEnd(() => setEnded(true)), []);
  useEffect(() => scrollTo(0, 0), [route.path.join('/')]);
  if (ended) return html`<${Login} ended />`;
  const current = route.path[0] ?? 'webhooks';
  const skip = event => {
    event.preventDefault();
    document.querySelector('h1')?.focus();
  };
  return html`<header class="frame"><a class="skip" href="#content" onClick=${skip}>${texts.skip}</a><div class="inner">
    <a class="brand" href=${place(['webhooks'])}><${Logo} /><span>${texts.product}</span></a>
    <nav aria-label=${texts.product}>${[...NAVIGATION, ...hasScope(ADMIN) ? [['operator', texts.nav.operator]] : []]
      .map(([name, text]) => html`<a key=${name} href=${place([name])}
      aria-current=${name === current ? 'page' : null}>${text}</a>`)}</nav>
    <span class="user">${userName()}</span>
    <button type="button" class="quiet" onClick=${logOut}>${texts.login.out}</button>
  </div></header>
  <main class="content" id="content"><${Boundary} route=${route}>${screenOf(route)}<//></main>
  <footer><div class="inner">${texts.product} ${settings.version}</div></footer>`;
}

const root = /** @type {HTMLElement} */ (document.getElementById('console'));
/** @param {any} screen */
const show = screen => {
  root.replaceChildren();
  render(screen, root);
};

try {
  show(await start() ? html`<${Console} />` : html`<${Login} />`);
} catch (/** @type {any} */ error) {
  console.warn(error.message);
  show(html`<${Login} failed=${error} />`);
}
