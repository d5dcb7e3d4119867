// Rows of deliveries, which can be selected: by a click, with shift a range of them, or by the arrow keys.
import {html} from '../html.js';
import {useEffect, useRef} from '../lib/hooks.js';
import {selectionAfter} from '../delivery-search.js';
import {distance} from '../format.js';
import {place} from '../router.js';
import {mayChange} from '../session.js';
import {Foreign, Status, Time} from '../ui.js';
import {WebhookName} from './names.js';
import texts from '../texts.js';

const words = texts.deliveries;
/** A recovery takes so many message ids. */
export const MAX_SELECTED = 1000;

/** The last answer of a delivery in words. */
export const Answer = ({of}) => of.lastStatusCode ? `HTTP ${of.lastStatusCode}`
  : of.lastError ? texts.webhook.failedAs[of.lastError] : html`<span class="muted">–</span>`;

/** The list of all webhooks has a column more. The page of the event has the whole id. */
const shortOf = id => id.length > 16 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id;

const Next = ({at}) => at
  ? Date.parse(at) > Date.now() ? words.due(distance(at)) : words.soon
  : html`<span class="muted">–</span>`;

/** Moves the focus to the selection of the row above or below. */
function neighbourOf(box, key) {
  const row = box.closest('tr');
  const next = key === 'ArrowDown' ? row.nextElementSibling : key === 'ArrowUp' ? row.previousElementSibling : null;
  return next?.querySelector('input[type=checkbox]');
}

/** The boxes that select rows: the functions that they call. */
function useSelection(ids, selected, select) {
  const anchor = useRef(/** @type {string | null} */ (null));
  const change = (id, on, shift) => {
    const next = selectionAfter(selected, ids, id, on, shift ? anchor.current : null);
    if (next.size <= MAX_SELECTED) select(next);
    anchor.current = id;
  };
  const move = event => {
    const next = neighbourOf(event.target, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (event.shiftKey) change(next.value, event.target.checked, false);
  };
  return {change, move};
}

/**
 * @param names the URLs of webhooks by their ids, if the rows are of several webhooks
 * @param link returns the address of a row's delivery
 * @param restored the id of the row that somebody comes back from
 */
export function Rows({rows, names, link, selected, select, restored}) {
  const table = useRef();
  const ids = rows.map(each => each.id);
  const {change, move} = useSelection(ids, selected, select);
  useEffect(() => {
    const row = restored && table.current.querySelector(`tr[data-id="${CSS.escape(restored)}"] a`);
    if (!row) return;
    row.focus({preventScroll: true});
    // After the frame has scrolled.
    setTimeout(() => row.scrollIntoView({block: 'nearest'}));
  }, [restored]);
  const all = rows.length > 0 && ids.slice(0, MAX_SELECTED).every(id => selected.has(id));
  return html`<table class="list deliveries" ref=${table}><thead><tr>
    <th scope="col"><label class="check">${mayChange() && html`<input type="checkbox" checked=${all}
      aria-label=${texts.repair.all} 
      onChange=${() => select(new Set(all ? [] : ids.slice(0, MAX_SELECTED)))} />`} ${words.time}</label></th>
    <th scope="col">${words.status}</th>${names && html`<th scope="col">${texts.find.webhook}</th>`}
    <th scope="col">${words.type}</th><th scope="col">${words.id}</th><th scope="col">${words.last}</th>
    <th scope="col" class="figure">${words.attempts}</th><th scope="col">${words.next}</th></tr></thead>
    <tbody>${rows.map(each => html`<tr key=${each.id} data-id=${each.id} class=${selected.has(each.id) ? 'chosen' : null}>
      <td data-label=${words.time}><span class="check">${mayChange() && html`<input type="checkbox" value=${each.id}
        checked=${selected.has(each.id)} aria-label=${texts.repair.choose} onKeyDown=${move}
        onClick=${event => change(each.id, event.target.checked, event.shiftKey)} />`}
        <a href=${link(each)}><${Time} of=${each.created} /></a></span></td>
      <td data-label=${words.status}><${Status} of=${each.status} /></td>
      ${names && html`<td data-label=${texts.find.webhook}><${WebhookName} id=${each.webhookId} url=${names[each.webhookId]} />
        </td>`}
      <td data-label=${words.type}><code class="type"><${Foreign} text=${each.eventType} /></code></td>
      <td data-label=${words.id}><a href=${place(['events', each.messageId])} title=${`${texts.event.open}: ${each.messageId}`}>
        <code class=${names ? 'short' : null}>${names ? shortOf(each.messageId) : each.messageId}</code></a></td>
      <td data-label=${words.last} class="answer"><${Answer} of=${each} /></td>
      <td data-label=${words.attempts} class="figure">${each.attemptCount}</td>
      <td data-label=${words.next} class=${each.nextAttempt ? '' : 'blank'}><${Next} at=${each.nextAttempt} /></td>
      </tr>`)}</tbody></table>`;
}
