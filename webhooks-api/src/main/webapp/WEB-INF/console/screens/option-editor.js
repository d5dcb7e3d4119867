// The dialog that changes one option.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {patch, remove, webhookPath} from '../api.js';
import {Dialog} from '../ui.js';
import {Confirm, Problem, leaving, useAction} from './confirm.js';
import {draftOf, emptyItem, fieldsOf, isReadable, isSecret, valueOfDraft, withVariant} from './option-shapes.js';
import texts from '../texts.js';

const words = texts.options;

/** The name of a choice: some mean something else in one field. */
export const choiceOf = (name, value) => words.choices[`${name}.${value}`] ?? words.choices[value];

/** An input with its label. A secret is never shown, also not the one that is typed. */
function Input({id, of, label, draft, kept, set}) {
  const secret = isSecret(of, draft);
  const readable = isReadable(of, draft[of.name]);
  const hint = !readable ? words.unreadable : secret && kept ? words.keep : words.hints[of.name];
  const common = {id, 'aria-invalid': !readable, 'aria-describedby': hint ? id + '-hint' : undefined, spellcheck: false};
  const onInput = event => set(event.target.value);
  if (of.kind === 'flag') {
    return html`<label class="check"><input type="checkbox" checked=${draft[of.name]}
      onChange=${event => set(event.target.checked)} /> ${label}</label>`;
  }
  return html`<div class="field"><label for=${id}>${label}</label>
    ${of.kind === 'choice' ? html`<select ...${common} value=${draft[of.name]} onChange=${onInput}>${of.options.map(each =>
      html`<option key=${each} value=${each}>${choiceOf(of.name, each) ?? each}</option>`)}</select>`
    : ['json', 'area', 'lines'].includes(of.kind) ? html`<textarea ...${common} rows=${of.kind === 'json' ? 8 : 3}
      value=${draft[of.name]} onInput=${onInput}></textarea>`
      : html`<input ...${common} type=${secret ? 'password' : 'text'} inputmode=${of.kind === 'number' ? 'decimal' : undefined}
        autocomplete=${secret ? 'new-password' : 'off'} value=${draft[of.name]} onInput=${onInput} />`}
    ${hint && html`<p id=${id + '-hint'} class=${readable ? 'muted' : 'fault'}>${hint}</p>`}</div>`;
}

const Inputs = ({prefix, fields, draft, kept, set}) => fields
  .map(each => html`<${Input} key=${each.name} id=${`${prefix}-${each.name}`} of=${each}
  label=${words.fields[each.name] ?? words.names[prefix]} draft=${draft} kept=${kept}
  set=${input => set({...draft, [each.name]: input})} />`);

function Items({option, draft, value, set}) {
  const change = (index, item) => set(draft.map((each, at) => at === index ? item : each));
  return html`${draft.map((item, index) => html`<fieldset class="form" key=${index}><legend>${words.item(index + 1)}</legend>
      <${Inputs} prefix=${`${option.name}-${index}`} fields=${option.fields} draft=${item}
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

const allReadable = (option, draft) => (option.shape === 'list' ? draft : [draft]).every(item =>
  fieldsOf(option, item).every(each => isReadable(each, item[each.name])));

/** Changes an option. The API answers with all faults at once, which name their fields. */
export function Editor({webhook, option, value, close, done}) {
  const [draft, setDraft] = useState(draftOf(option, value));
  const state = useAction(async () => {
    await patch(webhookPath(webhook.id, 'options'), {[option.name]: valueOfDraft(option, draft)});
    done(words.saved(words.names[option.name]));
  });
  const {run, busy, problem, unknown} = state;
  const leave = leaving(state, close, done);
  const kept = option.shape === 'union' && value?.[option.by] === draft[option.by];
  const submit = event => {
    event.preventDefault();
    if (!busy && !unknown && allReadable(option, draft)) run();
  };
  return html`<${Dialog} title=${words.names[option.name]} close=${leave} busy=${busy}><form class="form" onSubmit=${submit}>
      <p>${words.about[option.name]}</p>
      ${option.shape === 'list' ? html`<${Items} option=${option} draft=${draft} value=${value} set=${setDraft} />`
        : html`${option.shape === 'union' && html`<${Variant} option=${option} draft=${draft} set=${setDraft} />`}
          <${Inputs} prefix=${option.name} fields=${fieldsOf(option, draft)} draft=${draft} kept=${kept} set=${setDraft} />`}
      <${Problem} text=${problem} />
      <footer><button type="button" disabled=${busy} onClick=${leave}>
        ${unknown ? texts.common.close : texts.common.cancel}</button>
        <button type="submit" class="primary" disabled=${busy || unknown || !allReadable(option, draft)}>
          ${words.save}</button></footer></form><//>`;
}

export const Reset = ({webhook, option, close, done}) =>
  html`<${Confirm} title=${words.resetTitle(words.names[option.name])} text=${words.resetText[option.name]
  ?? words.resetText.other} label=${words.reset} kind="danger"
    action=${() => remove(webhookPath(webhook.id, 'options', option.name))}
  said=${() => words.resetDone(words.names[option.name])} close=${close} done=${done} />`;
