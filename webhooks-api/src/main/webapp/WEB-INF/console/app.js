// The frame of the console: login, navigation, and the screen of the current place.
// The first import takes the code of the portal out of the address, before all others run.
import './fragment.js';
import {render} from './lib/preact.js';
import {useEffect, useErrorBoundary, useRef, useState} from './lib/hooks.js';
import {html} from './html.js';
import {discover, logIn, settings} from './oidc.js';
import {appearance, isPortal} from './portal.js';
import {firstPage, hasScope, logOut, mayOpen, start, userName} from './session.js';
import {place, useRoute} from './router.js';
import {Failure, Heading, Later, Notice, PageFault, onSessionEnd} from './ui.js';
import {ApiError} from './api.js';
import {clockOf, visible} from './format.js';
import {arrive, noteScroll, onNewWidth} from './memory.js';
import {longestWait, onWaits} from './waits.js';
import {Webhooks} from './screens/webhooks.js';
import {Webhook} from './screens/webhook.js';
import {Acts} from './screens/acts.js';
import {Owner, PortalEntry, askToChange} from './screens/portal.js';
import {AlertLink, alertLink} from './screens/alert-link.js';
import texts from './texts.js';

const NAVIGATION = [['webhooks', texts.nav.webhooks], ['deliveries', texts.nav.deliveries],
  ['event-types', texts.nav.eventTypes], ['alerts', texts.nav.alerts], ['create', texts.nav.create]];
/** Pages that belong to another one of the navigation. */
const PARTS = {events: 'deliveries'};
const ADMIN = 'webhooks:admin';

const loadEventTypes = () => import('./screens/event-types.js').then(screen => screen.EventTypes);
const loadCreate = () => import('./screens/create.js').then(screen => screen.Create);
const loadReceiver = () => import('./screens/receiver.js').then(screen => screen.Receiver);
const loadOptions = () => import('./screens/options.js').then(screen => screen.Options);
const loadAlerts = () => import('./screens/alerts.js').then(screen => screen.Alerts);
const loadDeliveries = () => import('./screens/deliveries.js').then(screen => screen.Deliveries);
const loadDelivery = () => import('./screens/delivery.js').then(screen => screen.Delivery);
const loadEvent = () => import('./screens/event.js').then(screen => screen.Event);
const loadOperator = () => import('./screens/operator.js').then(screen => screen.Operator);

/** The pages that the person may open. */
const navigation = () =>
  [...NAVIGATION.filter(([name]) => mayOpen(name)), ...hasScope(ADMIN) ? [['operator', texts.nav.operator]] : []];

/** The part of a webhook that is shown first. A session of the portal can be limited to others than the overview. */
const firstPart = () => ['overview', 'deliveries', 'options'].find(mayOpen) ?? 'overview';

function screenOf({path, query}) {
  const [first = firstPage(), id, given, deliveryId] = path;
  const part = id && (given ?? firstPart());
  if (first === 'webhooks' && mayOpen(part ?? first)) {
    if (!id) return html`<${Webhooks} query=${query} />`;
    if (part === 'overview') return html`<${Webhook} key=${id} id=${id} query=${query} />`;
    if (part === 'options') return html`<${Later} key=${part + id} load=${loadOptions} id=${id} />`;
    if (part === 'receiver') return html`<${Later} key=${part + id} load=${loadReceiver} id=${id} query=${query} />`;
    if (part === 'acts') return html`<${Acts} key=${id} id=${id} />`;
    if (part === 'deliveries' && !deliveryId) {
      return html`<${Later} key="deliveries" load=${loadDeliveries} id=${id} query=${query} />`;
    }
    if (part === 'deliveries') {
      return html`<${Later} key="delivery" load=${loadDelivery} id=${id} deliveryId=${deliveryId} query=${query} />`;
    }
  }
  if (first === 'event-types' && mayOpen(first)) {
    return html`<${Later} key="event-types" load=${loadEventTypes} query=${query} />`;
  }
  if (first === 'alerts' && mayOpen(first)) return html`<${Later} key="alerts" load=${loadAlerts} query=${query} />`;
  if (first === 'deliveries' && !id && mayOpen(first)) return html`<${Later} key="all" load=${loadDeliveries} query=${query} />`;
  if (first === 'events' && id && mayOpen(first)) return html`<${Later} key=${id} load=${loadEvent} id=${id} />`;
  if (first === 'operator' && hasScope(ADMIN)) {
    return html`<${Later} key="operator" load=${loadOperator} part=${id} rest=${path.slice(2)} query=${query} />`;
  }
  if (first === 'create' && mayOpen(first)) return html`<${Later} key="create" load=${loadCreate} />`;
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

const Logo = () => appearance.logo ? html`<img class="logo" src=${appearance.logo} alt="" />`
  : html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" />
  <path d="M8 11l4 11 4-9 4 9 4-11" /></svg>`;

/** Shows a fault of a screen in words, instead of a part of the screen, until the place changes. */
function Boundary({route, children}) {
  const [fault, reset] = useErrorBoundary(error => console.warn(error));
  useEffect(() => { if (fault) reset(); }, [route]);
  return fault ? html`<${Heading} text=${texts.state.broken} /><${Failure} error=${new PageFault()} retry=${reset} />` : children;
}

/** Says what waits because the person has sent too many requests, and until when. */
function Waits() {
  const [wait, setWait] = useState(longestWait);
  useEffect(() => onWaits(() => setWait(longestWait())), []);
  return html`<div class=${wait ? 'waits' : 'hidden'} role="status">${wait
    && texts.wait[wait.what](Math.ceil((wait.until - Date.now()) / 1000), clockOf(wait.until))}</div>`;
}

function Console() {
  const route = useRoute();
  const [ended, setEnded] = useState(false);
  useEffect(() => onSessionEnd(() => setEnded(true)), []);
  useEffect(() => onNewWidth(showCurrent), []);
  const path = route.path.join('/');
  const shown = useRef(path);
  useEffect(() => {
    const samePath = shown.current === path;
    shown.current = path;
    showCurrent();
    return arrive(samePath);
  }, [route]);
  if (ended) return isPortal ? html`<${PortalEntry} logo=${Logo} ended />` : html`<${Login} ended />`;
  const current = PARTS[route.path[0]] ?? route.path[0] ?? firstPage();
  const skip = event => {
    event.preventDefault();
    document.querySelector('h1')?.focus();
  };
  return html`<header class="frame"><a class="skip" href="#content" onClick=${skip}>${texts.skip}</a><div class="inner">
    <a class="brand" href=${place([firstPage()])}><${Logo} />
      <span title=${appearance.name || null}>${appearance.name || texts.product}</span></a>
    <nav aria-label=${texts.product}>${navigation()
      .map(([name, text]) => html`<a key=${name} href=${place([name])}
      aria-current=${name === current ? 'page' : null}>${text}</a>`)}</nav>
    ${isPortal ? html`<span class="user owner"><${Owner} /></span>`
      : html`<span class="user" title=${visible(userName())}>${userName()}</span>`}
    <button type="button" class="quiet" onClick=${logOut}>${texts.login.out}</button>
  </div></header>
  <${Waits} />
  <main class="content" id="content"><${Boundary} route=${route}>${screenOf(route)}<//></main>
  <footer><div class="inner">${isPortal ? '' : `${texts.product} ${settings.version}`}</div></footer>`;
}

/** Scrolls the navigation to the current page, which a narrow window can hide. */
function showCurrent() {
  const current = document.querySelector('header.frame nav [aria-current]');
  const nav = current?.closest('nav');
  if (!current || !nav) return;
  const [part, all] = [current.getBoundingClientRect(), nav.getBoundingClientRect()];
  nav.scrollLeft += part.left - all.left - (all.width - part.width) / 2;
}

noteScroll();
const root = /** @type {HTMLElement} */ (document.getElementById('console'));
/** @param {any} screen */
const show = screen => {
  root.replaceChildren();
  render(screen, root);
};

const entry = isPortal ? PortalEntry : Login;

/** Shows the console, or the way to log in. */
async function open() {
  const isOpen = await start((before, now) => new Promise(answer => {
    show(askToChange(Logo, before, now, answer));
  }));
  show(isOpen ? html`<${Console} />` : html`<${entry} logo=${Logo} />`);
}

const link = alertLink();
try {
  if (link) show(html`<${AlertLink} logo=${Logo} ...${link} />`);
  else await open();
} catch (error) {
  console.warn(error instanceof Error ? error.message : error);
  show(html`<${entry} logo=${Logo} failed=${error} />`);
}
