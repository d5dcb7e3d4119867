// Inputs of date and time, which say in which time zone they are.
import {html} from '../html.js';
import {useId, useState} from '../lib/hooks.js';
import {inputLimits, instant, localInput} from '../format.js';
import texts from '../texts.js';

/** Says once for a form in which time zone its inputs of date and time are. The inputs refer to it by its id. */
export const Zone = ({id}) => html`<span class="zone muted" id=${id}>
  ${texts.common.zone(new Intl.DateTimeFormat().resolvedOptions().timeZone)}</span>`;

/**
 * An input of date and time. It says what is wrong with a date that does not exist or is far away, and does not send it.
 *
 * @param {any} props zone is the id of what says the time zone
 */
export function Moment({label, value, change, zone, disabled = false}) {
  const [fault, setFault] = useState(false);
  const id = useId();
  const look = ({target}) => {
    const {badInput, rangeUnderflow, rangeOverflow} = target.validity;
    const wrong = badInput || rangeUnderflow || rangeOverflow;
    setFault(wrong);
    if (!wrong && instant(target.value) !== instant(localInput(value))) change(instant(target.value));
  };
  return html`<label>${label} <input type="datetime-local" ...${inputLimits} value=${localInput(value)} onChange=${look}
    onBlur=${look} disabled=${disabled} aria-invalid=${fault ? 'true' : null}
    aria-describedby=${fault ? `${id} ${zone}` : zone} />
    ${fault && html`<span class="bad" id=${id} role="alert">${texts.state.noDate}</span>`}</label>`;
}

/**
 * The beginning and the end of a period.
 *
 * @param {any} props change is called with the one that has changed
 */
export function Period({since, until, change, disabled = false}) {
  const zone = useId();
  return html`<span class="period">
      <${Moment} label=${texts.deliveries.since} value=${since} zone=${zone} disabled=${disabled}
        change=${chosen => change({since: chosen})} />
      <${Moment} label=${texts.deliveries.until} value=${until} zone=${zone} disabled=${disabled}
        change=${chosen => change({until: chosen})} /></span>
    <${Zone} id=${zone} />`;
}
