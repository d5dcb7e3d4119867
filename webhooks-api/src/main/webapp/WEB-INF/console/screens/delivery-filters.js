// The conditions of a list of deliveries, and what a search has examined.
import {html} from '../html.js';
import {useEffect, useState} from '../lib/hooks.js';
import {recognize, typedOf} from '../delivery-search.js';
import {number, time, visible} from '../format.js';
import {Skip} from '../ui.js';
import {AnswerSelect} from './answer-select.js';
import {Period} from './moments.js';
import {Presets} from './presets.js';
import texts from '../texts.js';

const words = texts.find;
const STATUSES = Object.keys(texts.status);

/** One field for all that can be typed. It searches when somebody asks for it, because each search costs the service. */
function Search({conditions, filter}) {
  const shown = typedOf(conditions);
  const [typed, setTyped] = useState(shown);
  const [fault, setFault] = useState('');
  useEffect(() => { setTyped(shown); setFault(''); }, [shown]);
  const search = event => {
    event.preventDefault();
    const found = recognize(typed);
    if ('fault' in found) return setFault(words.faults[found.fault]);
    setFault('');
    if (found.conditions.statusCode) setTyped('');
    return filter(found.conditions);
  };
  return html`<form class="filters" role="search" onSubmit=${search}>
    <input type="search" aria-label=${words.search} placeholder=${words.search} value=${typed} aria-describedby="search-hint"
      aria-invalid=${fault ? 'true' : null} maxlength="250" onInput=${event => setTyped(event.target.value)} />
    <button type="submit">${words.start}</button>
    <span id="search-hint" class=${fault ? 'fault' : 'muted'} role=${fault ? 'alert' : null}>${fault || words.hint}</span>
    </form>`;
}

export function Filters({types, conditions, live, setLive, filter, recover}) {
  const {status, eventType, statusCode, error, since, until} = conditions;
  const clear = () => filter(Object.fromEntries(Object.keys(conditions).map(name => [name, ''])));
  return html`<${Search} conditions=${conditions} filter=${filter} />
    <${Skip} to="table.list tbody :is(input, a)" text=${texts.common.toList} />
    <form class="filters" aria-label=${texts.deliveries.filter} onSubmit=${event => event.preventDefault()}>
    <select aria-label=${texts.deliveries.status} value=${status ?? ''} onChange=${event => filter({status: event.target.value})}>
      <option value="">${texts.deliveries.allStatuses}</option>
      ${STATUSES.map(each => html`<option key=${each} value=${each}>${texts.status[each]}</option>`)}</select>
    <select aria-label=${texts.deliveries.type} value=${eventType ?? ''}
      onChange=${event => filter({eventType: event.target.value})}>
      <option value="">${texts.webhooks.allTypes}</option>
      ${types.map(type => html`<option key=${type} value=${type}>${visible(type)}</option>`)}</select>
    <${AnswerSelect} statusCode=${statusCode} error=${error} change=${filter} />
    <${Presets} choose=${filter} />
    <${Period} since=${since} until=${until} change=${filter} />
    <button type="button" aria-pressed=${live} disabled=${Boolean(until)} class="toggle"
      title=${live ? null : texts.deliveries.liveOn} onClick=${() => setLive(!live)}>
      <span class="lamp"></span>${texts.deliveries.live}</button>
    ${live && html`<span class="how">${texts.deliveries.liveOn}</span>`}
    ${Object.keys(conditions).length > 0 && html`<button type="button" class="quiet" onClick=${clear}>
      ${texts.common.clear}</button>`}
    ${recover && html`<button type="button" onClick=${recover}>${texts.act.recover}</button>`}</form>`;
}

/** Says how far a search has come, and how it continues. */
export function Searched({searched, hasMore, continues, filter}) {
  if (!searched) return null;
  const {rows, since, complete} = searched;
  const ended = !hasMore && !complete;
  return html`<p class="muted searched" role="status">
    ${complete ? words.examinedAll(number(rows)) : words.examined(number(rows), since && time(since))}${' '}
    ${continues && words.continues}
    ${ended && html`${words.bounded} ${since && html`<button type="button" class="small"
      onClick=${() => filter({until: since})}>${words.before(time(since))}</button>`}`}</p>`;
}
