// The options of one webhook, and its pause.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {get, post, webhookPath} from '../api.js';
import {instant, localInput, target, time, visible} from '../format.js';
import {settings} from '../oidc.js';
import {place} from '../router.js';
import {Active, Code, Dialog, Foreign, Heading, Loaded, Notice, useAnnouncement, useLoad} from '../ui.js';
import {Confirm, Problem, leaving, useAction} from './confirm.js';
import {Editor, Reset, choiceOf} from './option-editor.js';
import {OPTIONS, fieldsOf, isSecret} from './option-shapes.js';
import {Proof, VerifyDialog} from './proof.js';
import {text} from './sample.js';
import {Tabs} from './tabs.js';
import texts from '../texts.js';

const words = texts.options;
const DAY = 86400000;

const latest = async (id, action, signal) => (await get(webhookPath(id, 'audit'), {action, $top: 1}, signal)).acts[0];

/** The end of the running pause, or null. The trail has an entry for each pause and for each end. */
async function readPause(id, signal) {
  const [paused, resumed] = await Promise.all([latest(id, 'webhook.paused', signal), latest(id, 'webhook.resumed', signal)]);
  return paused && !(resumed && resumed.time >= paused.time) ? paused.detail?.replace(/^until /, '') ?? '' : null;
}

export function Options({id}) {
  const loaded = useLoad(async signal => {
    const [webhook, options, pausedUntil, proof] = await Promise.all([
      get(webhookPath(id), {}, signal), get(webhookPath(id, 'options'), {}, signal), readPause(id, signal),
      settings.verification === 'off' ? null : get(webhookPath(id, 'verify'), {}, signal)]);
    return {webhook, options, pausedUntil, proof};
  }, [id]);
  return html`<p class="crumbs"><a href=${place(['webhooks'])}>${texts.nav.webhooks}</a></p>
    <${Heading} text=${loaded.data ? visible(target(loaded.data.webhook.callbackUrl).host) : words.title} />
    <${Loaded} of=${loaded}>${data => html`<${Parts} ...${data} reload=${loaded.reload} />`}<//>`;
}

function Parts({webhook, options, pausedUntil, proof, reload}) {
  const [open, setOpen] = useState(null);
  const [announcement, tell] = useAnnouncement();
  const start = (dialog, option) => { tell(''); setOpen({dialog, option}); };
  const done = (...said) => { setOpen(null); tell(...said); reload(); };
  const close = () => setOpen(null);
  const others = Object.keys(options).filter(name => name !== 'modified' && !OPTIONS.some(each => each.name === name));
  const Shown = open && {edit: Editor, reset: Reset, pause: PauseDialog, resume: ResumeDialog, verify: VerifyDialog}[open.dialog];
  return html`${announcement}<div class="actions"><${Active} is=${webhook.active} /></div>
    <${Tabs} id=${webhook.id} current="options" />
    <p class="muted">${words.intro}</p>
    <div class="column-of-cards"><${Pause} until=${pausedUntil} start=${start} />
      ${proof && html`<${Proof} of=${proof} start=${start} />`}
      ${OPTIONS.map(option => html`<${Card} key=${option.name} option=${option} value=${options[option.name]} start=${start} />`)}
      ${others.map(name => html`<section class="card" key=${name}><h2><code>${visible(name)}</code></h2>
        <${Code} text=${text(options[name])} label=${name} /></section>`)}</div>
    ${Shown && html`<${Shown} webhook=${webhook} option=${open.option} value=${open.option && options[open.option.name]}
      close=${close} done=${done} />`}`;
}

function Card({option, value, start}) {
  const name = words.names[option.name];
  const set = value !== undefined;
  return html`<section class="card"><div class="toolbar"><h2>${name}</h2><div class="actions">
      <button type="button" class="small" aria-label=${`${set ? words.change : words.set}: ${name}`}
        onClick=${() => start('edit', option)}>${set ? words.change : words.set}</button>
      ${set && html`<button type="button" class="small" aria-label=${`${words.reset}: ${name}`}
        onClick=${() => start('reset', option)}>${words.reset}</button>`}</div></div>
    ${set ? html`<${Value} option=${option} value=${value} />`
      : html`<p class="muted">${words.about[option.name]}</p>`}</section>`;
}

function Value({option, value}) {
  const items = option.shape === 'list' ? value : [value];
  const unbound = items.some(item => item?.bound === false);
  return html`${unbound && html`<${Notice} kind="warning">${words.unbound}<//>`}
    ${items.map((item, index) => html`<dl class="facts" key=${index}>
      ${option.shape === 'union' && html`<div><dt>${words.fields[option.by]}</dt>
        <dd>${choiceOf(option.by, item[option.by]) ?? visible(item[option.by])}</dd></div>`}
      ${fieldsOf(option, item).map(each => html`<${Fact} key=${each.name} of=${each} item=${item} />`)}</dl>`)}`;
}

/** Secrets are not in the answers of the API. */
function Fact({of, item}) {
  const value = of.name ? item[of.name] : item;
  const secret = isSecret(of, item);
  if (of.kind === 'flag' || !secret && (value === undefined || value === null)) return null;
  const label = words.fields[of.name];
  return html`<div class=${of.kind === 'json' || !of.name ? 'wide' : ''}>${label && html`<dt>${label}</dt>`}
    <dd>${secret ? html`<span class="muted">${words.hidden}</span>`
    : of.kind === 'json' ? html`<${Code} text=${text(value)} label=${label} />`
      : html`<${Foreign} text=${of.kind === 'choice' && choiceOf(of.name, value) || [value].flat().join(', ')} />`}</dd></div>`;
}

const Pause = ({until, start}) => html`<section class="card"><div class="toolbar"><h2>${words.pause}</h2><div class="actions">
    <button type="button" class="small" onClick=${() => start('pause')}>
      ${until === null ? words.pauseStart : words.pauseChange}</button>
    ${until !== null && html`<button type="button" class="small" onClick=${() => start('resume')}>${words.resume}</button>`}</div>
      </div>
  ${until === null ? html`<p class="muted">${words.notPaused}</p>`
    : html`<${Notice} kind="warning">${words.pausedUntil(time(until))}<//>`}</section>`;

function PauseDialog({webhook, close, done}) {
  const [until, setUntil] = useState(new Date(Date.now() + 7 * DAY).toISOString());
  const state = useAction(async () => {
    const pause = await post(webhookPath(webhook.id, 'pause'), {until});
    done(words.pausedUntil(time(pause.until)));
  });
  const leave = leaving(state, close, done);
  return html`<${Dialog} title=${words.pauseTitle} close=${leave} busy=${state.busy}><p>${words.pauseAbout}</p>
    <div class="field"><label for="pause-until">${words.pauseUntil}</label>
      <input id="pause-until" type="datetime-local" value=${localInput(until)}
      aria-describedby="pause-hint" onChange=${event => setUntil(instant(event.target.value) || until)} />
        <p id="pause-hint" class="muted">${words.pauseHint}</p></div>
    <${Problem} text=${state.problem} />
    <footer><button type="button" disabled=${state.busy} onClick=${leave}>
      ${state.unknown ? texts.common.close : texts.common.cancel}</button>
      <button type="button" class="primary" disabled=${state.busy || state.unknown} onClick=${state.run}>
        ${words.pauseStart}</button></footer><//>`;
}

const ResumeDialog = ({webhook, close, done}) => html`<${Confirm} title=${words.resumeTitle} text=${words.resumeText}
  label=${words.resume}
  action=${() => post(webhookPath(webhook.id, 'resume'))} said=${() => words.resumed} close=${close} done=${done} />`;
