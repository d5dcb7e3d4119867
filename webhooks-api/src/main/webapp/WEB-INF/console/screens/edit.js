// The dialog that changes the URL and the event types of a webhook, and says before what this means.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {get, patch, webhookPath} from '../api.js';
import {number, visible} from '../format.js';
import {useDraft} from '../memory.js';
import {settings} from '../oidc.js';
import {Dialog, Loaded, Notice, useLoad} from '../ui.js';
import {changed, consequencesOf, previewOf} from './changes.js';
import {Leave, Problem, leaving, useAction} from './confirm.js';
import {Field, PickTypes} from './pick-types.js';
import {Preview} from './preview.js';
import {encoded, faultOf, looksLocal} from './webhook-url.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.edit;

/** A URL that is left as it is has no fault, also if the rules were others when it was set. */
const stored = (webhook, url) => url === webhook.callbackUrl || faultOf(url) ? url : encoded(url);

/** The number of deliveries that wait, in words, or nothing if it is not known. */
const waiting = pending => !pending ? ''
  : pending.complete ? number(pending.count) : texts.webhook.atLeast(number(pending.count));

function Consequences({of, pending}) {
  const names = given => (given ?? []).map(each => texts.options.names[each] ?? visible(each)).join(', ');
  const harmless = of.every(each => ['added', 'selected', 'url'].includes(each.key));
  return of.length > 0 && html`<${Notice} kind=${harmless ? 'info' : 'warning'}>
    <ul class="todo">${of.map(({key, given}) => html`<li key=${key}>${words.means[key](
      key === 'url' || key === 'removed' ? waiting(pending) : '', names(given))}</li>`)}</ul><//>`;
}

/**
 * @param preset the options, null if they could not be read, and the deliveries that wait
 */
export function Edit({webhook, preset, close, done}) {
  const catalogue = useLoad(signal => get('event-types', {}, signal), []);
  const present = {url: webhook.callbackUrl ?? '', types: webhook.eventTypes};
  // A draft is dropped when the stored webhook has changed since.
  const [draft, setDraft, forget] = useDraft(`edit ${webhook.id} ${webhook.modified}`, present);
  const {url, types} = draft;
  const after = {callbackUrl: stored(webhook, url), eventTypes: types};
  const change = changed(webhook, after);
  const fault = url === webhook.callbackUrl ? null : faultOf(url);
  const preview = types.length > 0 ? previewOf(webhook, after, preset.options) : null;
  const [shown, show] = useState(null);
  const state = useAction(async () => {
    await patch(webhookPath(webhook.id), change);
    forget();
    done(words.saved(nameOf({...webhook, ...change})));
  });
  const {busy, problem, unknown} = state;
  const leave = leaving(state, close, done);
  const ready = !fault && types.length > 0 && Object.keys(change).length > 0;
  const hint = after.callbackUrl !== url ? words.sentAs(visible(after.callbackUrl))
    : looksLocal(url) ? texts.create.local : texts.create.urlHint;
  const submit = event => {
    event.preventDefault();
    if (ready && !busy && !unknown) state.run();
  };
  return html`<${Dialog} title=${words.title}
      about=${nameOf(webhook)} close=${leave} busy=${busy}><form class="form" onSubmit=${submit}>
    <${Field} id="edit-url" label=${texts.create.url} type="url" value=${url} focus
      set=${text => setDraft({...draft, url: text})}
      fault=${fault && texts.create.faults[fault]} hint=${hint} />
    <${Loaded} of=${catalogue}>${({eventTypes}) => html`<${PickTypes} catalogue=${eventTypes} chosen=${types}
      set=${chosen => setDraft({...draft, types: chosen})} />`}<//>
    ${types.length === 0 && html`<p class="fault">${texts.create.faults.types}</p>`}
    <${Consequences} of=${fault ? [] : consequencesOf(webhook, after, {...preset, verification: settings.verification})}
      pending=${preset.pending} />
    <p class="muted">${words.more}</p>
    <${Problem} text=${problem} />
    <footer>${JSON.stringify(draft) !== JSON.stringify(present) && html`<button type="button" class="quiet" disabled=${busy}
        onClick=${() => setDraft(present)}>${texts.common.original}</button>`}
      ${preview && html`<button type="button" disabled=${busy} onClick=${() => show(preview)}>${texts.preview.start}</button>`}
      <${Leave} state=${state} leave=${leave} />
      <button type="submit" class="primary" disabled=${busy || unknown || !ready}>${texts.options.save}</button></footer>
    </form>
    ${shown && html`<${Preview} key=${JSON.stringify(shown)} ...${shown} webhook=${{...webhook, eventTypes: types}} />`}<//>`;
}
