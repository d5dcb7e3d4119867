// Makes the command with which a service application creates a webhook.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {get} from '../api.js';
import {visible} from '../format.js';
import {Choice, Code, Copy, Heading, Loaded, useLoad} from '../ui.js';
import {matches} from './event-types.js';
import {body, readType, text} from './sample.js';
import texts from '../texts.js';

const words = texts.create;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Looks like an address inside a network. Only the API knows, so this is a hint. */
const LOCAL = /^(localhost|.*\.localhost|127\..*|10\..*|192\.168\..*|169\.254\..*|\[.*:.*])\.?$/i;

const looksLocal = text => {
  try {
    return LOCAL.test(new URL(text).hostname);
  } catch {
    return false;
  }
};

/** The first rule that the URL breaks. The API checks all of them again, and more. */
function faultOf(text) {
  const {faults} = words;
  if (!text) return faults.missing;
  if (text.length > 2048) return faults.length;
  let url;
  try {
    url = new URL(text);
  } catch {
    return faults.noUrl;
  }
  if (url.protocol !== 'https:') return faults.https;
  if (url.username || url.password) return faults.user;
  if (text.includes('#')) return faults.fragment;
  return null;
}

/** In single quotes, in which a shell changes nothing. */
const quoted = text => "'" + text.replace(/'/g, "'\\''") + "'";

/** The command that creates a webhook, for a shell. */
export function commandOf({url, scope, scopeId, types}) {
  const request = {callbackUrl: url, scope, ...(scope === 'iTwin' ? {scopeId} : {}), eventTypes: types};
  const api = new URL('../webhooks', location.origin + location.pathname);
  return [`curl ${api}`, '-H "Authorization: Bearer $TOKEN"', "-H 'Content-Type: application/json'",
    `-d ${quoted(JSON.stringify(request))}`].join(' \\\n  ');
}

export function Create() {
  const loaded = useLoad(signal => get('event-types', {}, signal), []);
  return html`<${Heading} text=${words.title} /><p class="lead">${words.intro}</p>
    <${Loaded} of=${loaded}>${({eventTypes}) => html`<${Form} catalogue=${eventTypes} />`}<//>`;
}

function Form({catalogue}) {
  const [url, setUrl] = useState('');
  const [scope, setScope] = useState('Account');
  const [scopeId, setScopeId] = useState('');
  const [types, setTypes] = useState(/** @type {string[]} */ ([]));
  const [search, setSearch] = useState('');
  const [looked, lookAt] = useState(null);
  const urlFault = faultOf(url);
  const idFault = scope === 'iTwin' && !UUID.test(scopeId) ? words.faults.iTwin : null;
  const typeFault = types.length === 0 ? words.faults.types : null;
  const command = urlFault || idFault || typeFault ? null : commandOf({url, scope, scopeId, types});
  const toggle = name => setTypes(types.includes(name) ? types.filter(each => each !== name) : [...types, name]);
  return html`<div class="split even"><form class="card form" onSubmit=${event => event.preventDefault()}>
      <${Field} id="url" label=${words.url} hint=${looksLocal(url) ? words.local : words.urlHint} fault=${url && urlFault}
        value=${url} set=${setUrl} type="url"
        sample="https://receiver.example.com/hook" />
      <div class="field"><span>${words.scope}</span><${Choice} label=${words.scope} options=${words.scopes} value=${scope}
        choose=${setScope} /></div>
      ${scope === 'iTwin' && html`<${Field} id="scope" label=${words.scopeId} hint=${words.scopeIdHint}
        fault=${scopeId && idFault}
        value=${scopeId} set=${setScopeId} type="text" sample="0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11" />`}
      <fieldset class="pick"><legend>${words.types} <span class="muted">${words.typesHint}</span></legend>
        <input type="search" aria-label=${texts.eventTypes.search} placeholder=${texts.eventTypes.search} value=${search}
          onInput=${event => setSearch(event.target.value)} />
        <div class="options" tabindex="0" role="group" aria-label=${words.types}>
          ${catalogue.filter(each => matches(each, search))
            .map(each => html`<label class="check" key=${each.name} onFocusIn=${() => lookAt(each)}>
          <input type="checkbox" checked=${types.includes(each.name)} onChange=${() => { toggle(each.name); lookAt(each); }} />
          <span><code>${visible(each.name)}</code> <span class="muted">${visible(each.description)}</span></span></label>`)}</div>
            </fieldset></form>
    <div class="column-of-cards"><section class="card">
      <div class="toolbar"><h2>${words.command}</h2>${command && html`<${Copy} text=${command} what=${words.command} />`}</div>
      ${command ? html`<${Code} text=${command} label=${words.command} /><p class="muted">${words.token}</p>`
        : html`<p class="muted">${words.notYet}</p><ul class="todo">${[urlFault, idFault, typeFault].filter(Boolean)
          .map(each => html`<li key=${each}>${each}</li>`)}</ul>`}</section>
      ${looked && html`<${Sample} name=${looked.name} />`}</div></div>`;
}

function Sample({name}) {
  const loaded = useLoad(signal => readType(name, signal), [name]);
  return html`<section class="card"><h2>${words.sample}</h2><p><code>${visible(name)}</code></p>
    <${Loaded} of=${loaded}>${type => html`<${Code} text=${text(body(type))} label=${words.sample} />`}<//></section>`;
}

const Field = ({id, label, hint, fault, value, set, type, sample}) => html`<div class="field"><label for=${id}>${label}</label>
  <input id=${id} type=${type} value=${value} placeholder=${sample} spellcheck=${false} autocomplete="off"
    aria-invalid=${Boolean(fault)}
    aria-describedby=${id + '-hint'} onInput=${event => set(event.target.value.trim())} />
  <p id=${id + '-hint'} class=${fault ? 'fault' : 'muted'}>${fault || hint}</p></div>`;
