// The options of one webhook, and its pause.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {get, webhookPath} from '../api.js';
import {time, visible} from '../format.js';
import {settings} from '../oidc.js';
import {place} from '../router.js';
import {Code, Foreign, Loaded, Notice, useAnnouncement, useLoad} from '../ui.js';
import {readable} from './durations.js';
import {RequestCertificate, RotateKey, TestToken, actsOf} from './option-acts.js';
import {Editor, Reset, choiceOf} from './option-editor.js';
import {OPTIONS, fieldsOf, isSecret, settable} from './option-shapes.js';
import {Pause, Resume} from './pause.js';
import {PreviewDialog} from './preview.js';
import {Proof, VerifyDialog} from './proof.js';
import {text} from './sample.js';
import {State, WebhookHeading} from './state.js';
import {Tabs} from './tabs.js';
import {mayChange} from '../session.js';
import {stateOfHealth} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.options;
const DIALOGS = {edit: Editor, reset: Reset, pause: Pause, resume: Resume, verify: VerifyDialog, request: RequestCertificate,
  rotateKey: RotateKey, testToken: TestToken};
const latest = async (id, action, signal) => (await get(webhookPath(id, 'audit'), {action, $top: 1}, signal)).acts[0];

/** The end of the running pause, or null. The trail has an entry for each pause and for each end. */
async function readPause(id, signal) {
  const [paused, resumed] = await Promise.all([latest(id, 'webhook.paused', signal), latest(id, 'webhook.resumed', signal)]);
  return paused && !(resumed && resumed.time >= paused.time) ? paused.detail?.replace(/^until /, '') ?? '' : null;
}

export function Options({id}) {
  const loaded = useLoad(async signal => {
    const [webhook, options, health, pausedUntil, proof] = await Promise.all([
      get(webhookPath(id), {}, signal), get(webhookPath(id, 'options'), {}, signal), get(webhookPath(id, 'health'), {}, signal),
      readPause(id, signal), settings.verification === 'off' ? null : get(webhookPath(id, 'verify'), {}, signal)]);
    return {webhook, options, health, pausedUntil, proof};
  }, [id]);
  return html`<p class="crumbs"><a href=${place(['webhooks'])}>${texts.nav.webhooks}</a></p>
    <${WebhookHeading} webhook=${loaded.data?.webhook} text=${words.title} />
    <${Loaded} of=${loaded}>${data => html`<${Parts} ...${data} reload=${loaded.reload} />`}<//>`;
}

function Parts({webhook, options, health, pausedUntil, proof, reload}) {
  const [open, setOpen] = useState(null);
  const [announcement, announce] = useAnnouncement();
  const start = (dialog, option) => { announce(''); setOpen({dialog, option}); };
  const done = (...said) => { setOpen(null); announce(...said); reload(); };
  const close = () => setOpen(null);
  const others = Object.keys(options).filter(name => name !== 'modified' && !OPTIONS.some(each => each.name === name));
  const Shown = open && DIALOGS[open.dialog];
  return html`${announcement}<div class="actions"><span class="state"><${State} of=${stateOfHealth(health)} /></span>
      ${mayChange() && html`<button type="button" onClick=${() => start('preview')}>${texts.preview.start}</button>`}</div>
    <${Tabs} id=${webhook.id} current="options" />
    <p class="muted">${words.intro}${mayChange() && ` ${words.forms}`}</p>
    <div class="column-of-cards"><${PauseCard} until=${pausedUntil} start=${start} />
      ${proof && html`<${Proof} of=${proof} start=${start} />`}
      ${OPTIONS.map(option => html`<${Card} key=${option.name} option=${option} value=${options[option.name]} start=${start} />`)}
      ${others.map(name => html`<section class="card" key=${name}><h2><code>${visible(name)}</code></h2>
        <${Code} text=${text(options[name])} label=${name} /></section>`)}</div>
    ${Shown && html`<${Shown} webhook=${webhook} option=${open.option} value=${open.option && options[open.option.name]}
      options=${options} close=${close} done=${done} />`}
    ${open?.dialog === 'preview' && html`<${PreviewDialog} webhook=${webhook} options=${settable(options)} close=${close} />`}`;
}

function Card({option, value, start}) {
  const name = words.names[option.name];
  const set = value !== undefined;
  return html`<section class="card"><div class="toolbar"><h2>${name}</h2>${mayChange() && html`<div class="actions">
      ${actsOf(option.name, value).map(each => html`<button type="button" class="small" key=${each}
        onClick=${() => start(each)}>${texts.optionActs.names[each]}</button>`)}
      <button type="button" class="small" aria-label=${`${set ? words.change : words.set}: ${name}`}
        onClick=${() => start('edit', option)}>${set ? words.change : words.set}</button>
      ${set && html`<button type="button" class="small" aria-label=${`${words.reset}: ${name}`}
        onClick=${() => start('reset', option)}>${words.reset}</button>`}</div>`}</div>
    ${set ? html`<${Value} option=${option} value=${value} />`
      : html`<p class="muted">${!mayChange() && `${words.notSet} `}${words.about[option.name]}</p>`}</section>`;
}

function Value({option, value}) {
  const items = option.shape === 'list' ? value : [value];
  const unbound = items.some(item => item?.bound === false);
  return html`${unbound && html`<${Notice} kind="warning">${words.unbound}<//>`}
    ${items.map((item, index) => html`<dl class="facts" key=${index}>
      ${option.shape === 'union' && html`<div><dt>${words.fields[option.by]}</dt>
        <dd>${choiceOf(option.by, item[option.by]) ?? visible(item[option.by])}</dd></div>`}
      ${fieldsOf(option, item).map(each => html`<${Fact} key=${each.name} of=${each} item=${item} />`)}
      ${(option.answers ?? []).map(each => html`<${Fact} key=${each} of=${{name: each, kind: 'text'}} item=${item} />`)}
      </dl>
      ${item?.next && html`<${Notice}>${texts.optionActs.rotated(time(item.next.usedFrom))}${' '}
        <code><${Foreign} text=${item.next.publicKey} /></code><//>`}`)}`;
}

/** A value as it is shown, other than JSON. */
function shown({name, kind}, value) {
  if (kind === 'choice' || kind === 'words') return choiceOf(name, [value].flat().join(' ')) ?? [value].flat().join(', ');
  if (kind === 'duration' || kind === 'durations') return [value].flat().map(readable).join(', ') || texts.common.none;
  return name === 'notAfter' ? time(value) : [value].flat().join(kind === 'lines' ? '\n' : ', ');
}

/** Secrets are not in the answers of the API. */
function Fact({of, item}) {
  const value = of.name ? item[of.name] : item;
  const secret = isSecret(of, item);
  if (of.name === 'secret' || !secret && (value === undefined || value === null)) return null;
  const label = words.fields[of.name];
  const wide = ['json', 'lines', 'area'].includes(of.kind) || !of.name;
  const long = of.kind === 'json' || of.kind === 'lines' || of.kind === 'area' && of.name;
  return html`<div class=${wide ? 'wide' : ''}>${label && html`<dt>${label}</dt>`}
    <dd>${secret ? html`<span class="muted">${words.hidden}</span>`
    : of.kind === 'flag' ? (value ? words.yes : words.no)
      : long ? html`<${Code} text=${of.kind === 'json' ? text(value) : shown(of, value)} label=${label ?? words.title} />`
        : html`<${Foreign} text=${shown(of, value)} />`}</dd></div>`;
}

const PauseCard = ({until, start}) => html`<section class="card"><div class="toolbar"><h2>${words.pause}</h2>
    ${mayChange() && html`<div class="actions"><button type="button" class="small" onClick=${() => start('pause')}>
      ${until === null ? words.pauseStart : words.pauseChange}</button>
    ${until !== null && html`<button type="button" class="small"
      onClick=${() => start('resume')}>${words.resume}</button>`}</div>`}
      </div>
  ${until === null ? html`<p class="muted">${words.notPaused}</p>`
    : html`<${Notice} kind="warning">${words.pausedUntil(time(until))}<//>`}</section>`;
