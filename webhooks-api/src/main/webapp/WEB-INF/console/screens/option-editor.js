// The dialog that changes one option.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {patch, remove, webhookPath} from '../api.js';
import {useSecretDraft} from '../memory.js';
import {Dialog, Notice} from '../ui.js';
import {Confirm, Leave, Problem, leaving, useAction} from './confirm.js';
import {draftOf, emptyItem, fieldsOf, isReadable, isSecret, settable, valueOfDraft, withVariant, withoutSecrets}
  from './option-shapes.js';
import {FILTERS} from './filter-examples.js';
import {Preview} from './preview.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.options;

/** The name of a choice: some mean something else in one field. */
export const choiceOf = (name, value) => words.choices[`${name}.${value}`] ?? words.choices[value];

/** An input with its label. A secret is never shown, also not the one that is typed. */
function Input({option, id, of, label, draft, kept, set}) {
  const secret = isSecret(of, draft);
  const readable = isReadable(of, draft[of.name]);
  const hint = !readable ? words.unreadable : secret && kept ? words.keep : words.hints[of.name || option];
  const common = {id, 'aria-invalid': !readable, 'aria-describedby': hint ? id + '-hint' : undefined, spellcheck: false};
  const onInput = event => set(event.target.value);
  if (of.kind === 'flag') {
    return html`<label class="check"><input type="checkbox" checked=${draft[of.name]}
      onChange=${event => set(event.target.checked)} /> ${label}</label>`;
  }
  const lines = of.rows ?? {json: 8, area: 3, lines: 3}[of.kind];
  return html`<div class="field"><label for=${id}>${label}</label>
    ${of.options ? html`<select ...${common} value=${draft[of.name]} onChange=${onInput}>${of.options.map(each =>
      html`<option key=${each} value=${each}>${choiceOf(of.name, each) ?? each}</option>`)}</select>`
    : lines ? html`<textarea ...${common} class=${secret ? 'masked' : null} rows=${lines} autocomplete="off"
        value=${draft[of.name]} onInput=${onInput}></textarea>`
      : html`<input ...${common} type=${secret ? 'password' : 'text'} inputmode=${of.kind === 'number' ? 'decimal' : undefined}
        autocomplete=${secret ? 'new-password' : 'off'} value=${draft[of.name]} onInput=${onInput} />`}
    ${hint && html`<p id=${id + '-hint'} class=${readable ? 'muted' : 'fault'}>${hint}</p>`}</div>`;
}

const Inputs = ({option, prefix, fields, draft, kept, set}) => fields
  .map(each => html`<${Input} key=${each.name} option=${option} id=${`${prefix}-${each.name}`} of=${each}
  label=${words.fields[each.name] ?? words.names[prefix]} draft=${draft} kept=${kept}
  set=${input => set({...draft, [each.name]: input})} />`);

function Items({option, draft, value, set}) {
  const change = (index, item) => set(draft.map((each, at) => at === index ? item : each));
  return html`${draft.map((item, index) => html`<fieldset class="form" key=${index}><legend>${words.item(index + 1)}</legend>
      <${Inputs} option=${option.name} prefix=${`${option.name}-${index}`} fields=${option.fields} draft=${item}
        kept=${value?.some(each => each.name === item.name)}
        set=${changed => change(index, changed)} />
      <button type="button" class="small" onClick=${() => set(draft.filter((_, at) => at !== index))}>
        ${words.removeItem(index + 1)}</button></fieldset>`)}
    <div><button type="button" class="small" onClick=${() => set([...draft, emptyItem(option)])}>${words.addItem}</button></div>`;
}

function Variant({option, draft, set}) {
  const id = `${option.name}-${option.by}`;
  return html`<div class="field"><label for=${id}>${words.fields[option.by]}</label>
    <select id=${id} value=${draft[option.by]} onChange=${event => set(withVariant(option, event.target.value))}>
      ${Object.keys(option.variants).map(each =>
      html`<option key=${each} value=${each}>${words.choices[each] ?? each}</option>`)}</select></div>`;
}

export const allReadable = (option, draft) => (option.shape === 'list' ? draft : [draft]).every(item =>
  fieldsOf(option, item).every(each => isReadable(each, item[each.name])));

/** Adds an example of a filter to what is written, if that can be read. */
function FilterExamples({draft, set}) {
  const add = filter => {
    const before = draft[''].trim() ? JSON.parse(draft['']) : [];
    set({'': JSON.stringify([...[before].flat(), filter], null, 2)});
  };
  const readable = isReadable({kind: 'json'}, draft['']);
  return html`<div class="actions" role="group" aria-label=${words.examples}><span class="muted">${words.examples}</span>
    ${Object.entries(FILTERS).map(([name, filter]) => html`<button type="button" class="small" key=${name}
      title=${JSON.stringify(filter)} disabled=${!readable} onClick=${() => add(filter)}>${words.filterExamples[name]}</button>`)}
    </div>`;
}

/** The form of an option, without the dialog around it. */
export function OptionForm({option, draft, value, set}) {
  const kept = option.shape === 'union' ? value?.[option.by] === draft[option.by] : value !== undefined;
  return html`<p>${words.about[option.name]}</p>
    ${option.shape === 'list' ? html`<${Items} option=${option} draft=${draft} value=${value} set=${set} />`
      : html`${option.shape === 'union' && html`<${Variant} option=${option} draft=${draft} set=${set} />`}
        <${Inputs} option=${option.name} prefix=${option.name} fields=${fieldsOf(option, draft)} draft=${draft} kept=${kept}
          set=${set} />`}
    ${option.name === 'filters' && html`<${FilterExamples} draft=${draft} set=${set} />`}`;
}

/**
 * Changes an option. The API answers with all faults at once, which name their fields.
 *
 * @param options all stored options, for the preview
 */
export function Editor({webhook, option, value, options, close, done}) {
  const present = draftOf(option, value);
  // A draft is dropped when the stored option has changed since, and secrets that were typed are not kept.
  const [draft, change, forget] = useSecretDraft(`option ${webhook.id} ${option.name} ${JSON.stringify(present)}`, present,
    of => withoutSecrets(option, of));
  const [shown, show] = useState(null);
  const state = useAction(async () => {
    await patch(webhookPath(webhook.id, 'options'), {[option.name]: valueOfDraft(option, draft)});
    forget();
    done(words.saved(words.names[option.name]));
  });
  const {run, busy, problem, unknown} = state;
  const leave = leaving(state, close, done);
  const ready = allReadable(option, draft);
  const submit = event => {
    event.preventDefault();
    if (!busy && !unknown && ready) run();
  };
  const preview = () => show({...settable(options), [option.name]: valueOfDraft(option, draft)});
  return html`<${Dialog} title=${words.names[option.name]}
      about=${nameOf(webhook)} close=${leave} busy=${busy}><form class="form" onSubmit=${submit}>
      <${OptionForm} option=${option} draft=${draft} value=${value} set=${change} />
      <${Notice}>${meaning(option)}<//>
      <${Problem} text=${problem} />
      <footer>${JSON.stringify(draft) !== JSON.stringify(present) && html`<button type="button" class="quiet" disabled=${busy}
          onClick=${() => change(present)}>${texts.common.original}</button>`}
        <button type="button" disabled=${!ready || busy} onClick=${preview}>${texts.preview.start}</button>
        <${Leave} state=${state} leave=${leave} />
        <button type="submit" class="primary" disabled=${busy || unknown || !ready}>${words.save}</button></footer></form>
    ${shown && html`<${Preview} key=${JSON.stringify(shown)} webhook=${webhook} options=${shown} />`}<//>`;
}

/** What a change of an option means for deliveries that wait. */
const meaning = ({name}) => words.means[name];

/** What it means for them that an option is reset. */
const resetMeaning = option => words.resetMeans[option.name] ?? meaning(option);

export const Reset = ({webhook, option, close, done}) =>
  html`<${Confirm} title=${words.resetTitle(words.names[option.name])} about=${nameOf(webhook)}
    text=${`${words.resetText[option.name] ?? words.resetText.other} ${resetMeaning(option)}`} label=${words.reset} kind="danger"
    action=${() => remove(webhookPath(webhook.id, 'options', option.name))}
  said=${() => words.resetDone(words.names[option.name])} close=${close} done=${done} />`;
