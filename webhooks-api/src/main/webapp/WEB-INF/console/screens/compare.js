// Two attempts of a delivery side by side. What differs is marked, by a sign as well as by colour.
import {html} from '../html.js';
import {useMemo, useState} from '../lib/hooks.js';
import {headersBetween, linesBetween} from '../attempts-diff.js';
import {milliseconds, time, visible} from '../format.js';
import {absenceOf, keepsAllHeaders} from './absence.js';
import texts from '../texts.js';

const words = texts.compare;
const NOTHING = '–';
const SIGNS = {same: ' ', first: '−', second: '+'};

const Row = ({name, first, second, differs = first !== second, code = false, none = [NOTHING, NOTHING]}) => {
  const cell = (value, absent) => html`<td>${code && value !== undefined ? html`<code><bdi>${visible(value)}</bdi></code>`
    : value === undefined ? absent : visible(value)}</td>`;
  return html`<tr class=${differs ? 'differs' : null}><th scope="row">${visible(name)}
    ${differs && html` <span class="differ">${words.differs}</span>`}</th>${cell(first, none[0])}${cell(second, none[1])}</tr>`;
};

const outcomeOf = ({error, cause, statusCode}) => ({
  answer: statusCode ? `HTTP ${statusCode}` : undefined,
  error: error && texts.webhook.failedAs[error], cause: cause && (texts.cause[cause] ?? cause),
});

function Outcomes({one, other}) {
  const [first, second] = [outcomeOf(one), outcomeOf(other)];
  return html`<${Row} name=${texts.delivery.answer} first=${first.answer} second=${second.answer} />
    <${Row} name=${words.error} first=${first.error} second=${second.error} />
    <${Row} name=${words.cause} first=${first.cause} second=${second.cause} />
    <${Row} name=${words.time} first=${time(one.time)} second=${time(other.time)} differs=${false} />
    <${Row} name=${texts.delivery.latency} first=${milliseconds(one.durationMs)} second=${milliseconds(other.durationMs)}
      differs=${false} />`;
}

/** The headers of a kind. A header that is not kept is no difference. */
function Headers({title, kind, one, other, erased}) {
  const [first, second] = [one[kind], other[kind]];
  const known = (value, attempt) => value !== undefined || keepsAllHeaders(attempt);
  const none = [one, other].map(each => keepsAllHeaders(each) ? NOTHING : texts.delivery.notKept);
  const has = headers => Object.keys(headers ?? {}).length > 0;
  const missing = attempt => has(attempt[kind]) ? undefined : absenceOf(kind, attempt, erased);
  return html`<tr class="group"><th scope="rowgroup" colspan="3">${title}</th></tr>
    ${!(has(first) && has(second)) && html`<${Row} name=${title} first=${missing(one)} second=${missing(other)} differs=${false}
      none=${['', '']} />`}
    ${headersBetween(first, second).map(each => html`<${Row} key=${each.name} name=${each.name} first=${each.first}
      second=${each.second} none=${none} code
      differs=${each.differs && known(each.first, one) && known(each.second, other)} />`)}`;
}

/** Why neither attempt has the beginning of an answer: once if it is the same reason, else in a line for each. */
function noExcerpts(attempts, names, erased) {
  const [first, second] = attempts.map(each => absenceOf('responseExcerpt', each, erased));
  return first === second ? [first] : [`${names[0]}: ${first}`, `${names[1]}: ${second}`];
}

function Excerpts({one, other, names, erased}) {
  const lines = useMemo(() => linesBetween(one.responseExcerpt, other.responseExcerpt),
    [one.responseExcerpt, other.responseExcerpt]);
  if (lines.length === 0) {
    return noExcerpts([one, other], names, erased).map((text, i) => html`<p class="muted" key=${i}>${text}</p>`);
  }
  return html`${lines.every(each => each.kind === 'same') && html`<p class="muted">${words.equal}</p>`}
    <pre tabindex="0" role="group" aria-label=${texts.delivery.excerpt}><code dir="ltr">${lines.map(({kind, text}, i) =>
      html`<span key=${i} class=${'line ' + kind}>${SIGNS[kind]} ${visible(text)}${'\n'}</span>`)}</code></pre>`;
}

const Chosen = ({label, attempts, value, choose}) => html`<label>${label}${' '}
  <select value=${value} onChange=${event => choose(Number(event.target.value))}>${attempts.map((each, i) =>
    html`<option key=${i} value=${i}>${texts.delivery.attempt(i + 1)}</option>`)}</select></label>`;

export function Compare({attempts, erased}) {
  const [first, chooseFirst] = useState(attempts.length - 2);
  const [second, chooseSecond] = useState(attempts.length - 1);
  const [one, other] = [attempts[first], attempts[second]];
  const names = [first, second].map(each => texts.delivery.attempt(each + 1));
  return html`<section class="card compare"><div class="toolbar"><h2>${words.title}</h2></div>
    <div class="filters"><${Chosen} label=${words.first} attempts=${attempts} value=${first} choose=${chooseFirst} />
      <${Chosen} label=${words.second} attempts=${attempts} value=${second} choose=${chooseSecond} /></div>
    <div class="wide" tabindex="0" role="group" aria-label=${words.title}><table><thead><tr><th scope="col">${words.what}</th>
      ${names.map((name, i) => html`<th scope="col" key=${i}>${name}</th>`)}</tr></thead>
      <tbody><${Outcomes} one=${one} other=${other} />
        <${Headers} title=${texts.delivery.requestHeaders} kind="requestHeaders" one=${one} other=${other}
          erased=${erased} />
        <${Headers} title=${texts.delivery.answerHeaders} kind="responseHeaders" one=${one} other=${other}
          erased=${erased} /></tbody>
    </table></div>
    <h3>${texts.delivery.excerpt}</h3><${Excerpts} one=${one} other=${other} names=${names}
      erased=${erased} />
  </section>`;
}
