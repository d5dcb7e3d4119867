// Chooses event types of the catalogue.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {visible} from '../format.js';
import {matches} from './event-types.js';
import texts from '../texts.js';

const words = texts.create;

/**
 * The types of the catalogue, and those that are chosen although it does not have them any more.
 *
 * @param {any} props look is called with the type that has the focus
 */
export function PickTypes({catalogue, chosen, set, look}) {
  const [search, setSearch] = useState('');
  const known = new Set(catalogue.map(each => each.name));
  const all = [...chosen.filter(name => !known.has(name)).map(name => ({name, description: '', properties: []})), ...catalogue];
  const toggle = name => set(chosen.includes(name) ? chosen.filter(each => each !== name) : [...chosen, name]);
  return html`<fieldset class="pick"><legend>${words.types} <span class="muted">${words.typesHint}</span></legend>
    <input type="search" aria-label=${texts.eventTypes.search} placeholder=${texts.eventTypes.search} value=${search}
      onInput=${event => setSearch(event.target.value)} />
    <div class="options" tabindex="0" role="group" aria-label=${words.types}>
      ${all.filter(each => matches(each, search)).map(each => html`<label class="check" key=${each.name}
        onFocusIn=${() => look?.(each)}>
        <input type="checkbox" checked=${chosen.includes(each.name)} onChange=${() => { toggle(each.name); look?.(each); }} />
        <span><code>${visible(each.name)}</code> <span class="muted">${visible(each.description)}</span></span></label>`)}
    </div></fieldset>`;
}

/**
 * An input with its label, and the fault or the hint below.
 *
 * @param {any} props focus: whether the input gets the focus of a dialog
 */
export const Field = ({id, label, hint, fault, value, set, type = 'text', sample, focus}) => html`<div class="field">
  <label for=${id}>${label}</label>
  <input id=${id} type=${type} value=${value} placeholder=${sample} spellcheck=${false} autocomplete="off" autofocus=${focus}
    aria-invalid=${Boolean(fault)} aria-describedby=${id + '-hint'} onInput=${event => set(event.target.value.trim())} />
  <p id=${id + '-hint'} class=${fault ? 'fault' : 'muted'}>${fault || hint}</p></div>`;
