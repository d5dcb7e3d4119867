// Parts that several screens use.
import {html} from './html.js';
import {useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState} from './lib/hooks.js';
import texts from './texts.js';
import {ApiError, OutcomeUnknown} from './api.js';
import {IssuerError, SessionEnded} from './oidc.js';
import {time, visible} from './format.js';
import {holdPlace, isHeld} from './router.js';

const listeners = new Set();

/** Calls the listener of the frame when the session has ended. Returns the function that removes it. */
export const onSessionEnd = listener => { listeners.add(listener); return () => listeners.delete(listener); };

let over = false;

export function reportEnd(error) {
  over ||= error instanceof SessionEnded;
  if (over && !isHeld()) listeners.forEach(each => each());
}

/** Keeps this part of the page while it is held, also if the session ends. */
export function useHold(held) {
  useEffect(() => {
    if (!held) return undefined;
    const release = holdPlace();
    return () => {
      release();
      reportEnd();
    };
  }, [held]);
}

/** A fault of the console itself, which can't show a page. */
export class PageFault extends Error {}

/** Says in words what went wrong. */
export function wordsOf(error) {
  if (error instanceof ApiError) {
    // The API's own message is the more exact one.
    const said = error.code ? error.message : '';
    if (error.tokenRefused) return `${said} ${texts.state.tokenRefused}`;
    if (error.status === 401) return texts.state.noScope;
    const block = error.details.find(each => each.code === 'Blocked');
    if (block) return `${block.message} ${texts.state.blocked}`;
    if (error.details.some(each => each.code === 'MissingRole')) return texts.state.noRole;
    if (error.status === 403) return `${said} ${texts.state.noPermission}`.trim();
    if (error.status === 404) return texts.state.notFound;
    if (error.status === 429) return texts.wait.refused(Number(error.retryAfter) || 5);
    if (error.status === 503) return said || texts.state.unavailable;
    if (error.status === 422) return [error.message, ...error.details.map(each => each.message)].join(' ');
    return `${texts.state.fault} ${error.message}`;
  }
  if (error instanceof OutcomeUnknown) return texts.state.unknown;
  if (error instanceof PageFault) return texts.state.page;
  if (error instanceof IssuerError) return visible(texts.login.issuer[error.kind](error.detail));
  return error instanceof SessionEnded ? texts.login.ended : texts.state.away;
}

/** Runs something after some milliseconds, or when the page is seen again after that. Returns the function that cancels it. */
export function runWhenSeen(run, milliseconds) {
  const look = () => {
    if (document.hidden) document.addEventListener('visibilitychange', look, {once: true});
    else run();
  };
  const timer = setTimeout(look, milliseconds);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  };
}

/**
 * Loads what a screen shows, again when a dependency changes, and every so many milliseconds if given.
 * A failed update keeps what was loaded before.
 *
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} load
 * @param {unknown[]} dependencies
 * @param {number | ((data: T) => number)} [every] the milliseconds, or a function of the data that returns them, 0 for the end
 * @param {boolean} [keep] whether to show what was loaded before until a changed dependency is loaded
 */
export function useLoad(load, dependencies, every, keep = false) {
  /** @type {{data?: T, error?: any, stale?: boolean, loading?: boolean}} */
  const loading = {loading: true};
  const [state, setState] = useState(loading);
  const [round, setRound] = useState(0);
  const key = JSON.stringify(dependencies);
  useEffect(() => setState(before => keep && before.data !== undefined ? {data: before.data, loading: true} : loading),
    [key]);
  useEffect(() => {
    const stop = new AbortController();
    let cancel = () => {};
    /** @type {T | undefined} */
    let latest;
    /** @returns {Promise<void>} */
    const run = () => load(stop.signal).then(
      data => {
        latest = data;
        if (!stop.signal.aborted) setState({data});
      },
      error => {
        if (stop.signal.aborted) return;
        reportEnd(error);
        setState(before => before.data === undefined ? {error} : {data: before.data, stale: true});
      }).then(() => {
      const pause = typeof every === 'function' ? latest !== undefined && every(latest) : every;
      if (pause && !stop.signal.aborted) cancel = runWhenSeen(run, pause);
    });
    run();
    return () => { stop.abort(); cancel(); };
  }, [key, round, every]);
  const reload = useCallback(() => setRound(each => each + 1), []);
  return {...state, reload};
}

/** Shows the loaded data, or the state in words. */
export function Loaded({of, children}) {
  if (of.data !== undefined) {
    return html`${of.stale && html`<p class="notice warning" role="status">${texts.state.stale}</p>`}${children(of.data)}`;
  }
  if (of.error) return html`<${Failure} error=${of.error} retry=${of.reload} />`;
  return html`<p class="loading" role="status">${texts.state.loading}</p>`;
}

/** A part whose files are loaded when somebody goes there, so that the first page stays small. */
export function Later({load, ...rest}) {
  const loaded = useLoad(load, []);
  return html`<${Loaded} of=${loaded}>${Part => html`<${Part} ...${rest} />`}<//>`;
}

export function Failure({error, retry}) {
  return html`<div class="empty" role="alert"><p>${wordsOf(error)}</p>
    ${retry && html`<button type="button" onClick=${retry}>${texts.state.retry}</button>`}</div>`;
}

export const Empty = ({title, text, children}) =>
  html`<div class="empty">${title && html`<h2>${title}</h2>`}<p>${text}</p>${children}</div>`;

export const Status = ({of}) => html`<span class=${'badge ' + of}>${texts.status[of] ?? of}</span>`;

/** A moment in local time with its zone. */
export const Time = ({of}) => html`<time datetime=${of} title=${of}>${time(of)}</time>`;

let left = '';

/** Keeps a notice for the screen that comes next. */
export const leaveNotice = text => { left = text; };

/** Returns the notice that was left, once. */
export const takeNotice = () => {
  const notice = left;
  left = '';
  return notice;
};

/** Text from elsewhere: stays text, and in its own direction. */
export const Foreign = ({text}) => html`<bdi>${visible(text)}</bdi>`;

export function Copy({text, what, copied}) {
  const [label, setLabel] = useState(texts.common.copy);
  const copy = () => navigator.clipboard.writeText(text).then(
    () => { setLabel(texts.common.copied); copied?.(); }, () => setLabel(texts.common.notCopied));
  return html`<button type="button" class="quiet small" onClick=${copy} aria-label=${`${label}: ${what}`}>${label}</button>`;
}

export const Id = ({text, what}) => html`<span class="id"><code>${visible(text)}</code>
  <${Copy} text=${text} what=${what} /></span>`;

/** A block of text that scrolls by itself, also by keyboard. */
export function Code({text, label}) {
  const shown = useMemo(() => visible(text), [text]);
  return html`<pre tabindex="0" role="group" aria-label=${label}><code dir="ltr">${shown}</code></pre>`;
}

/**
 * A dialog over the page. The browser keeps the focus in it, and closes it with Esc. While it is busy it stays, because its
 * result would be hidden.
 *
 * @param ask is called in place of close, if there is one, when Esc or ✕ would close the dialog
 * @param about what it is for, if its text does not say so
 */
export function Dialog({title, about, close, busy = false, ask, children}) {
  const dialog = useRef();
  // Before the effects of what it contains, which can move the focus.
  useLayoutEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const shown = dialog.current;
    shown.showModal();
    return () => {
      // An open dialog keeps the focus from the rest of the page.
      shown.remove();
      (before?.isConnected ? before : document.querySelector('h1'))?.focus();
    };
  }, []);
  // A second Esc closes the dialog although its cancel event is prevented, so it is opened again.
  const description = about ? 'dialog-about' : undefined;
  return html`<dialog ref=${dialog} aria-labelledby="dialog-title" aria-describedby=${description} onCancel=${event => {
    if (busy || ask) event.preventDefault();
    if (!busy) ask?.();
  }} onClose=${() => {
    if (!busy && !ask) return close();
    return dialog.current?.showModal();
  }}><header><h2 id="dialog-title">${title}</h2>
      <button type="button" class="quiet" aria-label=${texts.common.close} disabled=${busy}
        onClick=${ask ?? close}>✕</button></header>
    ${about && html`<p id="dialog-about" class="about">${about}</p>`}${children}</dialog>`;
}

export const Notice = ({kind = 'info', children}) => html`<div class=${'notice ' + kind} role="status">${children}</div>`;

/**
 * Says what an act has done, and gets the focus with it, because the pressed button may be gone. It is on the page before its
 * text, because many screen readers do not announce an element that is inserted together with its text.
 *
 * @param of the result, null if there is none. Another object gets the focus again, also if its text is the same
 */
export function Announcement({of, kind = 'success', children}) {
  const region = useRef();
  useEffect(() => { if (of) region.current.focus(); }, [of]);
  return html`<div class=${of ? 'notice ' + kind : 'hidden'} role="status" tabindex="-1" ref=${region}>${of && children}</div>`;
}

/** Returns the announcement of a page, and the function that sets its text. An empty one removes it. */
export function useAnnouncement() {
  const [said, say] = useState(null);
  const announce = useCallback((text, kind) => say(text ? {text, kind} : null), []);
  return [html`<${Announcement} of=${said} kind=${said?.kind}>${said?.text}<//>`, announce];
}

/** A link that leads past many controls. It is seen while it has the focus. */
export function Skip({to, text}) {
  const skip = event => {
    event.preventDefault();
    const found = /** @type {HTMLElement | null} */ (document.querySelector(to) ?? document.querySelector('main .empty'));
    if (found && found.tabIndex < 0) found.tabIndex = -1;
    found?.focus();
  };
  return html`<a class="skip here" href="#content" onClick=${skip}>${text}</a>`;
}

/** Choices of which one holds, as buttons. */
export function Choice({label, options, value, choose, disabled = false}) {
  return html`<div class="choice" role="group" aria-label=${label}>${Object.entries(options).map(([key, text]) =>
    html`<button type="button" key=${key} aria-pressed=${key === value} disabled=${disabled}
      onClick=${() => choose(key)}>${text}</button>`)}</div>`;
}

/** Sets the title of the document, and moves the focus to the heading when the page changes. */
export function Heading({text, children}) {
  const heading = useRef();
  useEffect(() => {
    document.title = `${text} – ${texts.product}`;
  }, [text]);
  useEffect(() => heading.current.focus({preventScroll: true}), []);
  return html`<h1 tabindex="-1" ref=${heading}>${children ?? text}</h1>`;
}
