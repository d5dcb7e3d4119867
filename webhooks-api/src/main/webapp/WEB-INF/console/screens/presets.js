// Periods that people choose often, as buttons.
import {html} from '../html.js';
import {sinceOf} from '../delivery-search.js';
import texts from '../texts.js';

const words = texts.find;
/** @type {('hour' | 'today' | 'day')[]} */
const PRESETS = ['hour', 'today', 'day'];

/** @param {any} props choose is called with the beginning of the period and an empty end */
export const Presets = ({choose, disabled = false}) => html`<span class="choice" role="group" aria-label=${words.period}>${
  PRESETS.map(name => html`<button type="button" key=${name} disabled=${disabled}
    onClick=${() => choose({since: sinceOf(name), until: ''})}>${words.presets[name]}</button>`)}</span>`;
