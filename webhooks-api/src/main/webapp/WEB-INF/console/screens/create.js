// Makes the commands with which a service application creates a webhook, sets its options and activates it.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {WEBHOOKS, get} from '../api.js';
import {visible} from '../format.js';
import {useSecretDraft} from '../memory.js';
import {settings} from '../oidc.js';
import {place} from '../router.js';
import {Choice, Code, Copy, Dialog, Heading, Loaded, Notice, Skip, useLoad} from '../ui.js';
import {commandsOf} from './command.js';
import {OptionForm, allReadable} from './option-editor.js';
import {OPTIONS, draftOf, hasSecret, lacksSecret, valueOfDraft, valueWithoutSecrets, withoutSecrets}
  from './option-shapes.js';
import {Field, PickTypes} from './pick-types.js';
import {body, readType, text} from './sample.js';
import {faultOf, looksLocal} from './webhook-url.js';
import texts from '../texts.js';

const words = texts.create;
const EMPTY = {url: '', scope: 'Account', scopeId: '', types: /** @type {string[]} */ ([]),
  options: /** @type {Record<string, any>} */ ({})};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export function Create() {
  const loaded = useLoad(signal => get('event-types', {}, signal), []);
  return html`<${Heading} text=${words.title} /><p class="lead">${words.intro}</p>
    <${Loaded} of=${loaded}>${({eventTypes}) => html`<${Form} catalogue=${eventTypes} />`}<//>`;
}

/** The options that were chosen, each without its secrets. */
const keptOptions = options => Object.fromEntries(OPTIONS.filter(each => each.name in options)
  .map(each => [each.name, valueWithoutSecrets(each, options[each.name])]));

function Form({catalogue}) {
  const [wanted, setWanted, forget] = useSecretDraft('create', EMPTY, of => ({...of, options: keptOptions(of.options)}));
  const {url, scope, scopeId, types, options} = wanted;
  const set = name => value => setWanted({...wanted, [name]: value});
  const startOver = () => { setWanted(EMPTY); forget(); };
  const [looked, lookAt] = useState(null);
  const urlFault = words.faults[faultOf(url)] ?? null;
  const idFault = scope === 'iTwin' && !UUID.test(scopeId) ? words.faults.iTwin : null;
  const typeFault = types.length === 0 ? words.faults.types : null;
  const lacking = OPTIONS.filter(each => lacksSecret(each, options[each.name]))
    .map(each => words.lacksSecret(texts.options.names[each.name]));
  const faults = [urlFault, idFault, typeFault, ...lacking].filter(Boolean);
  return html`<div class="split even"><div class="column-of-cards">
    <form class="card form" onSubmit=${event => event.preventDefault()}>
      <${Field} id="url" label=${words.url} hint=${looksLocal(url) ? words.local : words.urlHint} fault=${url && urlFault}
        value=${url} set=${set('url')} type="url"
        sample="https://receiver.example.com/hook" />
      <div class="field"><span>${words.scope}</span><${Choice} label=${words.scope} options=${words.scopes} value=${scope}
        choose=${set('scope')} /></div>
      ${scope === 'iTwin' && html`<${Field} id="scope" label=${words.scopeId} hint=${words.scopeIdHint}
        fault=${scopeId && idFault}
        value=${scopeId} set=${set('scopeId')} sample="0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11" />`}
      <${PickTypes} catalogue=${catalogue} chosen=${types} set=${set('types')} look=${lookAt} /></form>
    <${Skip} to="#commands" text=${words.toCommands} />
    <${ChosenOptions} of=${options} set=${set('options')} />
    ${wanted !== EMPTY && html`<div class="actions">
      <button type="button" onClick=${startOver}>${words.empty}</button></div>`}</div>
    <div class="column-of-cards" id="commands" tabindex="-1">
      ${faults.length > 0 ? html`<section class="card"><h2>${words.command}</h2><p class="muted">${words.notYet}</p>
        <ul class="todo">${faults.map(each => html`<li key=${each}>${each}</li>`)}</ul></section>`
      : html`<${Commands} of=${wanted} />`}
      ${looked && html`<${Sample} name=${looked.name} />`}</div></div>`;
}

/** The commands run one after the other in the same shell. */
function Commands({of}) {
  const commands = commandsOf(WEBHOOKS, of, settings.verification === 'required');
  const secret = OPTIONS.some(each => hasSecret(each, of.options[each.name]));
  return commands.map(({name, text: command}, index) => html`<section class="card" key=${name}>
    <div class="toolbar"><h2>${index + 1}. ${words.commands[name]}</h2>
      <${Copy} text=${command} what=${words.commands[name]} /></div>
    <p class="muted">${words.about[name]}</p>
    ${name === 'options' && secret && html`<${Notice} kind="warning">${words.hasSecret}<//>`}
    <${Code} text=${command} label=${words.commands[name]} />
    ${name === 'create' && html`<p><a href=${place(['webhooks'])}>${words.toWebhooks}</a></p>`}</section>`);
}

/** The options that the second command sets. */
function ChosenOptions({of, set}) {
  const [open, setOpen] = useState(null);
  const without = name => Object.fromEntries(Object.entries(of).filter(([each]) => each !== name));
  const {names} = texts.options;
  return html`<section class="card form"><h2>${texts.options.title}</h2><p class="muted">${words.optionsHint}</p>
    <div class="actions">${OPTIONS.filter(each => !(each.name in of)).map(each => html`<button type="button" class="small"
      key=${each.name} onClick=${() => setOpen(each)}>+ ${names[each.name]}</button>`)}</div>
    ${Object.keys(of).length > 0 && html`<ul class="todo">${OPTIONS.filter(each => each.name in of).map(each => html`
      <li key=${each.name}>${names[each.name]}${' '}
        <button type="button" class="small" aria-label=${`${texts.options.change}: ${names[each.name]}`}
          onClick=${() => setOpen(each)}>${texts.options.change}</button>${' '}
        <button type="button" class="small" aria-label=${`${texts.options.reset}: ${names[each.name]}`}
          onClick=${() => set(without(each.name))}>${texts.options.reset}</button></li>`)}</ul>`}
    ${open && html`<${OptionDialog} option=${open} value=${of[open.name]} close=${() => setOpen(null)}
      save=${value => { set({...of, [open.name]: value}); setOpen(null); }} />`}</section>`;
}

function OptionDialog({option, value, close, save}) {
  const present = draftOf(option, value);
  const [draft, setDraft, forget] = useSecretDraft(`create ${option.name} ${JSON.stringify(withoutSecrets(option, present))}`,
    present, of => withoutSecrets(option, of));
  const ready = allReadable(option, draft);
  const submit = event => {
    event.preventDefault();
    if (!ready) return;
    forget();
    save(valueOfDraft(option, draft));
  };
  return html`<${Dialog} title=${texts.options.names[option.name]} close=${close}><form class="form" onSubmit=${submit}>
    <${OptionForm} option=${option} draft=${draft} set=${setDraft} />
    <footer><button type="button" onClick=${close}>${texts.common.cancel}</button>
      <button type="submit" class="primary" disabled=${!ready}>${words.addOption}</button></footer></form><//>`;
}

function Sample({name}) {
  const loaded = useLoad(signal => readType(name, signal), [name]);
  return html`<section class="card"><h2>${words.sample}</h2><p><code>${visible(name)}</code></p>
    <${Loaded} of=${loaded}>${type => html`<${Code} text=${text(body(type))} label=${words.sample} />`}<//></section>`;
}
