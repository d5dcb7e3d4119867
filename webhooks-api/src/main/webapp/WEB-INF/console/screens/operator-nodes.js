// The nodes of the installation, and what they took in and delivered over time.
import {html} from '../html.js';
import {get} from '../api.js';
import {Lines} from '../charts.js';
import {distance, hourOf, number, time, visible} from '../format.js';
import {go} from '../router.js';
import {Choice, Empty, Foreign, Loaded, Notice, Time, useLoad} from '../ui.js';
import texts from '../texts.js';

const words = texts.operator.node;
const EVERY = 10000;
const PENDING = [{kind: 'p95', name: words.backlog, of: bucket => bucket.pending}];
const FLOWS = [['events', 'p50'], ['succeeded', 'succeeded'], ['exhausted', 'exhausted']].map(([of, kind]) =>
  ({kind, name: words.flows[of], of: bucket => bucket[of]}));

export function Nodes({query}) {
  const period = Object.hasOwn(words.window, query.window) ? query.window : 'PT1H';
  const loaded = useLoad(signal => get('admin/nodes', {window: period}, signal), [period], EVERY, true);
  return html`<div class="toolbar"><h2>${words.overTime}</h2>
      <${Choice} label=${texts.webhook.windowLabel} options=${words.window} value=${period}
        choose=${window => go(['operator'], {window})} /></div>
    <p class="muted">${words.hint}</p>
    <${Loaded} of=${loaded}>${found => html`<${Figures} ...${found} />
      <div class="charts"><${Lines} title=${words.over} buckets=${found.buckets} series=${PENDING}
          label=${labelOf} format=${number} />
        <${Lines} title=${words.per[found.bucket]} buckets=${found.buckets} series=${FLOWS}
          label=${labelOf} format=${number} /></div>
      <h2>${words.title}</h2>
      <${Warnings} nodes=${found.nodes} />
      ${found.nodes.length === 0 ? html`<${Empty} text=${words.none} />` : html`<${NodeRows} nodes=${found.nodes} />`}
      <dl class="facts"><div><dt>${words.database}</dt>
        <dd>${visible(`${found.database.product} ${found.database.version}`)}</dd></div></dl>`}<//>`;
}

const labelOf = bucket => hourOf(bucket.start);

/** The sum of what the buckets counted, undefined if none did. */
export const sumOf = (buckets, of) => buckets.map(of).filter(each => each !== undefined)
  .reduce((all, each) => (all ?? 0) + each, undefined);

function Figures({pending, oldestPending, buckets}) {
  const count = value => value === undefined ? '–' : number(value);
  const figures = [[words.backlog, count(pending)],
    [words.oldest, oldestPending ? distance(oldestPending) : pending === undefined ? '–' : texts.common.none],
    ...FLOWS.map(({name, of}) => [name, count(sumOf(buckets, of))])];
  return html`<dl class="figures">
    ${figures.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

const Warnings = ({nodes}) => html`
  ${new Set(nodes.map(each => each.version)).size > 1 && html`<${Notice} kind="warning">${words.mixed}<//>`}
  ${nodes.some(each => each.late) && html`<${Notice} kind="warning">${words.lateHint}<//>`}`;

const NodeRows = ({nodes}) => html`<table class="list"><thead><tr>
    <th scope="col">${words.host}</th><th scope="col">${words.state}</th><th scope="col">${words.broker}</th>
    ${FLOWS.map(({name}) => html`<th scope="col" class="figure" key=${name}>${name}</th>`)}
    <th scope="col">${words.version}</th><th scope="col">${words.started}</th><th scope="col">${words.seen}</th></tr></thead>
  <tbody>${nodes.map(each => html`<tr key=${each.id}>
    <td data-label=${words.host}><b><${Foreign} text=${each.port ? `${each.host}:${each.port}` : each.host} /></b> <span
      class="reason"><code>${each.id}</code></span></td>
    <td data-label=${words.state}><${Light} good=${!each.late} text=${each.late ? words.late : words.running} /></td>
    <td data-label=${words.broker}><${Light} good=${!each.brokerUnavailableSince}
      text=${each.brokerUnavailableSince ? words.down(time(each.brokerUnavailableSince)) : words.answers} /></td>
    ${FLOWS.map(({name, of}) => html`<td data-label=${name} class="figure" key=${name}>
      ${of(each) === undefined ? '–' : number(of(each))}</td>`)}
    <td data-label=${words.version}><code>${visible(each.version)}</code></td>
    <td data-label=${words.started}><${Time} of=${each.started} /></td>
    <td data-label=${words.seen}>${texts.webhook.ago(distance(each.lastSeen))}</td></tr>`)}</tbody></table>`;

const Light = ({good, text}) => html`<span class=${'badge ' + (good ? 'succeeded' : 'exhausted')}>${text}</span>`;
