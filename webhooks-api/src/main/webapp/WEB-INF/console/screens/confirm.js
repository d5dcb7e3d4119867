// An action: its state, its fault, and the dialog that asks before it.
import {html} from '../html.js';
import {useEffect, useRef, useState} from '../lib/hooks.js';
import {OutcomeUnknown} from '../api.js';
import {visible} from '../format.js';
import {Dialog, reportEnd, wordsOf} from '../ui.js';
import texts from '../texts.js';

const words = texts.act;

/**
 * Runs an action once at a time, and keeps its error for the dialog. An aborted action has none: nobody waits for it.
 *
 * @param {(...given: any[]) => any} action
 * @param {() => void} [refresh] is called if the page is out of date: its webhook was deleted meanwhile, or the outcome is
 *   not known
 */
export function useAction(action, refresh) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState(/** @type {{problem?: string, unknown?: boolean}} */ ({}));
  const run = async (...given) => {
    setBusy(true);
    setFailure({});
    try {
      return await action(...given);
    } catch (/** @type {any} */ error) {
      reportEnd(error);
      const deleted = error.code === 'WebhookNotFound';
      const unknown = error instanceof OutcomeUnknown;
      if (error.name !== 'AbortError') setFailure({problem: deleted ? words.gone : wordsOf(error), unknown});
      if (deleted || unknown) refresh?.();
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return {run, busy, clear: () => setFailure({}), ...failure};
}

/** Says why an action failed. Its button was off while it ran, and can have lost the focus by that. */
export function Problem({text}) {
  const region = useRef();
  useEffect(() => { if (text && (document.activeElement?.matches('body, :disabled') ?? true)) region.current.focus(); }, [text]);
  return text && html`<div class="notice danger" role="alert" tabindex="-1" ref=${region}>${visible(text)}</div>`;
}

/**
 * Leaves a dialog. If the outcome of its action is not known, the page says so too, and is read again.
 *
 * @type {(state: {unknown?: boolean, problem?: string}, close: () => void, done: (...said: any[]) => void) => () => void}
 */
export const leaving = ({unknown, problem}, close, done) => () => unknown ? done(problem, 'warning') : close();

/** The button that leaves the dialog of an action. */
export const Leave = ({state, leave}) => html`<button type="button" disabled=${state.busy} onClick=${leave}>${
  state.unknown ? texts.common.close : texts.common.cancel}</button>`;

/**
 * Asks before an action.
 *
 * @param said returns the text that announces the answer of the action
 * @param done is called with this text, or with that of an unknown outcome and the kind `warning`
 */
export function Confirm({title, about, text, label, kind = 'primary', action, said, close, done, refresh, needs, children}) {
  const state = useAction(async () => done(said(await action())), refresh);
  const {run, busy, problem, unknown} = state;
  const leave = leaving(state, close, done);
  // The text that the person agreed to, because another choice has another text.
  const [agreed, agree] = useState(null);
  return html`<${Dialog} title=${title} about=${about} close=${leave} busy=${busy}>${children}<p role="status">${text}</p>
    ${needs && html`<label class="check"><input type="checkbox" checked=${agreed === needs}
      onChange=${event => agree(event.target.checked ? needs : null)} /> ${needs}</label>`}
    <${Problem} text=${problem} />
    <footer><${Leave} state=${state} leave=${leave} />
      <button type="button" class=${kind} disabled=${busy || unknown || needs && agreed !== needs} onClick=${run}>
        ${label}</button></footer><//>`;
}
