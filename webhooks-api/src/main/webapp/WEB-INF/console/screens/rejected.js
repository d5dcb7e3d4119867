// Events that can never be accepted as they are: an operator corrects, replays or discards them.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {apiPath, post, put} from '../api.js';
import {number, visible} from '../format.js';
import {objectOf} from '../json-object.js';
import {useDraft} from '../memory.js';
import {go} from '../router.js';
import {Code, Dialog, Empty, Foreign, Loaded, Time, useAnnouncement} from '../ui.js';
import {Confirm, Leave, Problem, leaving, useAction} from './confirm.js';
import {Period} from './moments.js';
import {usePages} from './pages.js';
import texts from '../texts.js';

const words = texts.operator.rejected;
const PATH = 'admin/invalid-events';

const pathOf = id => apiPath('admin', 'invalid-events', id);

/** The filters that are given, as the list and the acts on what it shows take them. */
export const selectionOf = ({reason, since, until}) =>
  Object.fromEntries(Object.entries({reason, since, until}).filter(([, value]) => value));

const replay = async request => words.replayed((await post(`${PATH}/replay`, request)).replayed);
const discard = async request => words.discarded((await post(`${PATH}/discard`, request)).discarded);

export function Rejected({query}) {
  const filters = selectionOf(query);
  const filtered = Object.keys(filters).length > 0;
  const {first, rows, token, button} = usePages(PATH, filters, 'invalidEvents');
  const [announcement, announce] = useAnnouncement();
  const [asked, ask] = useState(/** @type {{kind: string, event?: any} | null} */ (null));
  const begin = (kind, event) => { announce(''); now.clear(); ask({kind, event}); };
  const done = (...text) => { ask(null); now.clear(); announce(...text); first.reload(); };
  const now = useAction(async ids => { announce(''); done(await replay({ids})); }, first.reload);
  const dialog = {filters, filtered, count: number(rows.length), complete: !token, event: asked?.event,
    close: () => ask(null), refresh: first.reload, done};
  return html`<p class="muted">${words.hint}</p>${announcement}<${Problem} text=${now.problem} />
    <${Filters} query=${query} filtered=${filtered} />
    <${Loaded} of=${first}>${() => rows.length === 0 ? html`<${Empty} text=${filtered ? words.noMatch : words.empty} />`
      : html`<div class="actions">
        <button type="button" disabled=${now.busy} onClick=${() => begin('replay')}>
          ${filtered ? words.replayFound : words.replayAll}</button>
        <button type="button" class="danger-text" disabled=${now.busy} onClick=${() => begin('discard')}>
          ${filtered ? words.discardFound : words.discardAll}</button></div>
      ${rows.map(each => html`<${Event} key=${each.id} event=${each} busy=${now.busy} begin=${begin}
        replayNow=${() => now.run([each.id])} />`)}`}<//>
    ${asked?.kind === 'replay' && html`<${Replay} ...${dialog} />`}
    ${asked?.kind === 'discard' && html`<${Discard} ...${dialog} />`}
    ${asked?.kind === 'edit' && html`<${Edit} ...${dialog} />`}
    ${button}`;
}

function Filters({query, filtered}) {
  const filter = change => go(['operator', 'rejected'], {...query, ...change});
  return html`<form class="filters" role="search" onSubmit=${event => event.preventDefault()}>
    <input type="search" aria-label=${words.reason} placeholder=${words.reason} value=${query.reason ?? ''} maxlength="200"
      onChange=${event => filter({reason: event.target.value.trim()})} />
    <${Period} since=${query.since} until=${query.until} change=${filter} />
    ${filtered && html`<button type="button" class="quiet" onClick=${() => filter({reason: '', since: '', until: ''})}>
      ${texts.common.clear}</button>`}</form>`;
}

/** The buttons are named by the id, because the reason is English, and a name has the language of the page. */
export function Event({event, busy, begin, replayNow}) {
  const button = (text, onClick, kind = 'small') => html`<button type="button" class=${kind} disabled=${busy}
    aria-label=${`${text}: ${visible(event.id)}`} onClick=${onClick}>${text}</button>`;
  return html`<section class="card"><div class="toolbar"><b lang="en"><${Foreign} text=${event.reason} /></b>
      <span class="actions"><span class="muted"><${Time} of=${event.time} /></span>
        ${!event.truncated && event.body !== undefined && button(words.edit, () => begin('edit', event))}
        ${button(words.replay, replayNow)}
        ${button(words.discard, () => begin('discard', event), 'small danger-text')}</span></div>
    <p class="muted"><code class="type"><${Foreign} text=${event.id} /></code></p>
    ${event.replays > 0 && html`<p><span class="badge exhausted">${words.again(number(event.replays))}</span></p>`}
    ${event.body === undefined ? html`<p class="muted">${words.unreadable}</p>`
      : html`<${Code} text=${event.body} label=${words.body} />`}
    ${event.truncated && html`<p class="muted">${words.cut(`/${pathOf(event.id)}`)}</p>`}</section>`;
}

const Replay = ({filters, filtered, count, complete, ...rest}) => html`<${Confirm}
  title=${filtered ? words.replayFoundTitle : words.replayAllTitle} label=${filtered ? words.replayFound : words.replayAll}
  text=${words.replayAllText(count, complete)} action=${() => replay(filters)} said=${said => said} ...${rest} />`;

function Discard({filters, filtered, count, complete, event, ...rest}) {
  const title = event ? words.discardTitle : filtered ? words.discardFoundTitle : words.discardAllTitle;
  return html`<${Confirm} title=${title} kind="danger"
    label=${event ? words.discard : filtered ? words.discardFound : words.discardAll}
    needs=${event ? undefined : words.discardNeeds}
    text=${event ? words.discardText : words.discardAllText(count, complete)}
    action=${() => discard(event ? {ids: [event.id]} : filters)} said=${said => said} ...${rest} />`;
}

/** Corrects the message. It waits for its replay under a new id. */
function Edit({event, close, refresh, done}) {
  const [draft, setDraft, forget] = useDraft(`rejected ${event.id}`, event.body);
  const state = useAction(async replayed => {
    const saved = await put(pathOf(event.id), draft);
    forget();
    done(replayed ? await replay({ids: [saved.id]}) : words.corrected);
  }, refresh);
  const {run, busy, problem, unknown} = state;
  const leave = leaving(state, close, done);
  const readable = objectOf(draft) !== null;
  const off = busy || unknown || !readable || draft === event.body;
  return html`<${Dialog} title=${words.editTitle} close=${leave} busy=${busy}><form class="form"
      onSubmit=${submit => { submit.preventDefault(); if (!off) run(true); }}>
    <p lang="en"><${Foreign} text=${event.reason} /></p>
    <div class="field"><label for="rejected-body">${words.body}</label>
      <textarea id="rejected-body" rows="12" spellcheck="false" dir="ltr" aria-invalid=${readable ? null : 'true'}
        aria-describedby="rejected-hint" value=${draft} onInput=${input => setDraft(input.target.value)}></textarea>
      <p id="rejected-hint" class=${readable ? 'muted' : 'fault'}>${readable ? words.editHint : words.noObject}</p></div>
    <${Problem} text=${problem} />
    <footer>${draft !== event.body && html`<button type="button" class="quiet" disabled=${busy}
        onClick=${() => setDraft(event.body)}>${texts.common.original}</button>`}
      <${Leave} state=${state} leave=${leave} />
      <button type="button" disabled=${off} onClick=${() => run(false)}>${words.save}</button>
      <button type="submit" class="primary" disabled=${off}>${words.saveAndReplay}</button></footer></form><//>`;
}
