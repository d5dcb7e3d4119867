// Small charts of HTML and SVG, so that they follow the colours of the page and the text size.
import {html} from './html.js';
import {useState} from './lib/hooks.js';
import texts from './texts.js';
import {number} from './format.js';

const sum = values => values.reduce((all, each) => all + each, 0);

/** A bar for each value, without axes. */
export function Sparkline({columns, label}) {
  const max = Math.max(1, ...columns.map(each => sum(each)));
  return html`<span class="spark" role="img" aria-label=${label}>${columns.map((parts, i) =>
    html`<span key=${i} class="column"><${Stack} parts=${parts} max=${max}
      kinds=${['succeeded', 'exhausted', 'pending']} /></span>`)}</span>`;
}

const Stack = ({parts, max, kinds}) => parts.map((value, i) => value > 0 && html`<span key=${i} class=${'part ' + kinds[i]}
  style=${{height: Math.max(3, 100 * value / max) + '%'}}></span>`).reverse();

/**
 * A round number at or above the maximum. It is even, because the axis names its half too, and half a delivery says nothing.
 *
 * @param {number} max
 */
export function top(max) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, max)));
  const round = [1, 2, 3, 4, 6, 8, 10].map(each => each * power).find(each => each >= max) ?? max;
  return round % 2 === 1 ? round + 1 : round;
}

/**
 * Stacked bars over time.
 *
 * Each series has {kind, name, of(bucket)}; kind is the class that gives the colour.
 *
 * @param {any} props lead returns the address of what a bucket counts, of one kind if it is given
 */
export function Bars({title, buckets, series, label, lead}) {
  const [shown, show] = useState(-1);
  const max = top(Math.max(1, ...buckets.map(bucket => sum(series.map(each => each.of(bucket))))));
  const read = shown >= 0 ? buckets[shown] : null;
  return html`<figure class="chart">
    <figcaption><h3>${title}</h3><${Legend} series=${series} bucket=${read} label=${read && label(read)}
      format=${number} /></figcaption>
    <div class="plot" aria-hidden="true" onMouseLeave=${() => show(-1)}>
      <${Axis} max=${max} format=${number} />
      <div class="columns">${buckets.map((bucket, i) => html`<${Column} key=${i} href=${lead?.(bucket)} see=${() => show(i)}>
        <${Stack} parts=${series.map(each => each.of(bucket))} max=${max} kinds=${series.map(each => each.kind)} /><//>`)}</div>
    </div>
    <${Times} buckets=${buckets} label=${label} />
    <${Table} buckets=${buckets} series=${series} label=${label} format=${number} lead=${lead} /></figure>`;
}

/** A column for the mouse. The table below has the same links for everybody. */
const Column = ({href, see, children}) => href
  ? html`<a class="column" tabindex="-1" href=${href} onMouseEnter=${see}>${children}</a>`
  : html`<span class="column" onMouseEnter=${see}>${children}</span>`;

/** Lines over time. A bucket without a value leaves a gap. */
export function Lines({title, buckets, series, label, format}) {
  const [shown, show] = useState(-1);
  const max = top(Math.max(1, ...buckets.flatMap(bucket => series.map(each => each.of(bucket) ?? 0))));
  const read = shown >= 0 ? buckets[shown] : null;
  const x = i => 100 * (i + 0.5) / buckets.length;
  const y = value => 100 - 100 * value / max;
  return html`<figure class="chart">
    <figcaption><h3>${title}</h3><${Legend} series=${series} bucket=${read} label=${read && label(read)}
      format=${format} /></figcaption>
    <div class="plot" aria-hidden="true" onMouseLeave=${() => show(-1)}>
      <${Axis} max=${max} format=${format} />
      <svg viewBox="0 0 100 100" preserveAspectRatio="none">${series.map(each => html`<g key=${each.kind} class=${each.kind}>
        <path d=${pathOf(buckets, each, x, y)} />
        ${buckets.map((bucket, i) => each.of(bucket) !== undefined
          && html`<path class="dot" d=${`M${x(i)} ${y(each.of(bucket))}h0.001`} />`)}</g>`)}</svg>
      <div class="columns clear">
        ${buckets.map((bucket, i) => html`<span key=${i} class="column" onMouseEnter=${() => show(i)}></span>`)}</div>
    </div>
    <${Times} buckets=${buckets} label=${label} />
    <${Table} buckets=${buckets} series=${series} label=${label} format=${format} /></figure>`;
}

function pathOf(buckets, series, x, y) {
  let path = '';
  let pen = 'M';
  buckets.forEach((bucket, i) => {
    const value = series.of(bucket);
    if (value === undefined) {
      pen = 'M';
    } else {
      path += `${pen}${x(i)} ${y(value)}`;
      pen = 'L';
    }
  });
  return path;
}

const Legend = ({series, bucket, label, format}) => html`<ul class="legend">${series.map(each => html`<li key=${each.kind}>
  <span class=${'key ' + each.kind}></span>${each.name}
    ${bucket && html` <b>${each.of(bucket) === undefined ? '–' : format(each.of(bucket))}</b>`}</li>`)}
  ${bucket && html`<li class="muted">${label}</li>`}</ul>`;

const Axis = ({max, format}) => html`<div class="axis"><span>${format(max)}</span><span>${format(max / 2)}</span>
  <span>${format(0)}</span></div>`;

const Times = ({buckets, label}) => html`<div class="times" aria-hidden="true">
  ${[0, Math.floor(buckets.length / 2), buckets.length - 1]
  .map(i => html`<span key=${i}>${label(buckets[i])}</span>`)}</div>`;

/** @param {any} props */
const Table = ({buckets, series, label, format, lead}) => html`<details class="as-table"><summary>${texts.webhook.table}</summary>
  <div class="scroll" tabindex="0" role="group" aria-label=${texts.webhook.table}>
    <table><thead><tr><th scope="col">${texts.webhook.time}</th>
  ${series.map(each => html`<th scope="col" class="figure" key=${each.kind}>${each.name}</th>`)}</tr></thead>
  <tbody>${buckets.map((bucket, i) => html`<tr key=${i}><th scope="row">${label(bucket)}</th>${series.map(each =>
    html`<td class="figure" key=${each.kind}><${Cell} value=${each.of(bucket)} format=${format}
      href=${lead?.(bucket, each.kind)} /></td>`)}</tr>`)}
      </tbody></table></div></details>`;

function Cell({value, format, href}) {
  if (value === undefined) return '–';
  return value && href ? html`<a href=${href}>${format(value)}</a>` : format(value);
}

/** Rows with a bar behind the number, for a ranking. */
export function Ranking({rows, label}) {
  const max = Math.max(1, ...rows.map(each => each.value));
  if (rows.length === 0) return html`<p class="muted">${texts.common.none}</p>`;
  return html`<ul class="ranking" aria-label=${label}>${rows.map(each => html`<li key=${each.id}>
    <span class="name">${each.name}</span><span class="figure">${each.href
      ? html`<a href=${each.href}>${number(each.value)}</a>` : number(each.value)}</span>
    <span class="meter" aria-hidden="true"><span class=${'fill ' + each.kind}
      style=${{width: 100 * each.value / max + '%'}}></span></span></li>`)}</ul>`;
}
