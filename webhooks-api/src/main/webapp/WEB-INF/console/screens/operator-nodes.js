// The nodes of the installation, and figures of the one that answered.
import {html} from '../html.js';
import {get, open} from '../api.js';
import {Lines} from '../charts.js';
import {clockOf, distance, number, oneDigit, time, visible} from '../format.js';
import {Empty, Foreign, Loaded, Notice, Time, useLoad} from '../ui.js';
import texts from '../texts.js';

const words = texts.operator;
const EVERY = 10000;
const MAX_READINGS = 360;
const BACKLOG = [{kind: 'p95', name: words.node.backlog, of: reading => reading.backlog}];
const COUNTERS = {events: ['webhooks_events_total'], delivered: ['webhooks_deliveries_total', 'succeeded'],
  failed: ['webhooks_deliveries_total', 'exhausted']};
const KINDS = {events: 'p50', delivered: 'succeeded', failed: 'exhausted'};
const FLOWS = Object.keys(COUNTERS).map(kind => ({kind: KINDS[kind], name: words.node.flows[kind], of: flow => flow[kind]}));

/** The values of the metrics at each reading since the console was opened. */
const readings = [];

/** Adds up the samples of a metric, by its label if one is asked for. */
function metric(text, name, label = '') {
  const values = text.split('\n').filter(line => line.startsWith(name) && /^[ {]/.test(line.slice(name.length))
    && line.includes(label))
    .map(line => Number(line.slice(line.lastIndexOf(' ') + 1)));
  return values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0);
}

const countersOf = text => Object.fromEntries(Object.entries(COUNTERS).map(([kind, [name, label]]) =>
  [kind, metric(text, name, label)]));

/** Names the start of the only node that runs, or nothing: another one may answer next, with counters of its own. */
const onlyNode = nodes => {
  const alive = nodes.filter(each => !each.late);
  return alive.length === 1 ? `${alive[0].id} ${alive[0].started}` : undefined;
};

/**
 * Returns the rates per minute between two readings of the same node. A counter that can't be read leaves a gap.
 *
 * @param {{start: number, node?: string, counters: Record<string, number | null>}[]} all
 */
export const flowsBetween = all => all.slice(1).map((reading, i) => {
  const before = all[i];
  const minutes = (reading.start - before.start) / 60000;
  const flow = Object.entries(reading.counters).map(([kind, count]) => {
    const gone = typeof count === 'number' ? count - (before.counters[kind] ?? NaN) : NaN;
    return [kind, reading.node && reading.node === before.node && gone >= 0 ? gone / minutes : undefined];
  });
  return {start: reading.start, ...Object.fromEntries(flow)};
});

export function Nodes() {
  const loaded = useLoad(async signal => {
    const [found, metrics] = await Promise.all([get('admin/nodes', {}, signal), open('metrics', signal).catch(() => null)]);
    const text = metrics?.status === 200 ? metrics.text : null;
    const backlog = text && metric(text, 'webhooks_backlog');
    if (typeof backlog === 'number' && !Number.isNaN(backlog)) {
      readings.push({start: Date.now(), backlog, node: onlyNode(found.nodes), counters: countersOf(text)});
    }
    readings.splice(0, readings.length - MAX_READINGS);
    return {...found, metrics: text};
  }, [], EVERY);
  return html`<${Loaded} of=${loaded}>${({nodes, database, metrics}) => html`
    ${metrics ? html`<${Figures} metrics=${metrics} />` : html`<${Notice}>${words.node.noMetrics}<//>`}
    ${readings.length > 1 && html`<div class="charts">
      <${Lines} title=${words.node.over} buckets=${[...readings]} series=${BACKLOG}
        label=${reading => clockOf(reading.start)} format=${number} />
      <${Flows} all=${flowsBetween(readings)} /></div>`}
    ${new Set(nodes.map(each => each.version)).size > 1 && html`<${Notice} kind="warning">${words.node.mixed}<//>`}
    ${nodes.some(each => each.late) && html`<${Notice} kind="warning">${words.node.lateHint}<//>`}
    ${nodes.length === 0 ? html`<${Empty} text=${words.node.none} />` : html`<table class="list"><thead><tr>
      <th scope="col">${words.node.host}</th><th scope="col">${words.node.state}</th><th scope="col">${words.node.broker}</th>
      <th scope="col">${words.node.version}</th><th scope="col">${words.node.started}</th>
        <th scope="col">${words.node.seen}</th></tr></thead>
      <tbody>${nodes.map(each => html`<tr key=${each.id}>
        <td data-label=${words.node.host}><b><${Foreign} text=${each.port ? `${each.host}:${each.port}` : each.host} /></b> <span
          class="reason"><code>${each.id}</code></span></td>
        <td data-label=${words.node.state}><${Light} good=${!each.late}
          text=${each.late ? words.node.late : words.node.running} /></td>
        <td data-label=${words.node.broker}><${Light} good=${!each.brokerUnavailableSince}
          text=${each.brokerUnavailableSince ? words.node.down(time(each.brokerUnavailableSince)) : words.node.answers} /></td>
        <td data-label=${words.node.version}><code>${visible(each.version)}</code></td>
        <td data-label=${words.node.started}><${Time} of=${each.started} /></td>
        <td data-label=${words.node.seen}>${texts.webhook.ago(distance(each.lastSeen))}</td></tr>`)}</tbody></table>`}
    <dl class="facts"><div><dt>${words.node.database}</dt>
      <dd>${visible(`${database.product} ${database.version}`)}</dd></div></dl>
    <p class="muted">${words.node.hint}</p>`}<//>`;
}

/** Shows the rates of the only node. */
const Flows = ({all}) => all.some(each => FLOWS.some(flow => flow.of(each) !== undefined)) && html`<${Lines}
  title=${words.node.flow} buckets=${all} series=${FLOWS} label=${each => clockOf(each.start)} format=${oneDigit} />`;

const Light = ({good, text}) => html`<span class=${'badge ' + (good ? 'succeeded' : 'exhausted')}>${text}</span>`;

function Figures({metrics}) {
  const count = (name, label) => {
    const value = metric(metrics, name, label);
    return value === null || Number.isNaN(value) ? '–' : number(value);
  };
  const oldest = metric(metrics, 'webhooks_oldest_pending_seconds');
  const figures = [[words.node.backlog, count('webhooks_backlog')],
    [words.node.oldest, oldest ? distance(Date.now() - 1000 * oldest) : texts.common.none],
    [words.node.events, count('webhooks_events_total')], [words.node.delivered, count('webhooks_deliveries_total', 'succeeded')],
    [words.node.failed, count('webhooks_deliveries_total', 'exhausted')]];
  return html`<dl class="figures">
    ${figures.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
