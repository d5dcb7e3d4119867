// How the receiver of a webhook verifies its deliveries: the headers that it gets, and a program in six languages.
import {html} from '../html.js';
import {get, webhookPath} from '../api.js';
import {place, replace} from '../router.js';
import {Choice, Code, Copy, Loaded, Notice, useLoad} from '../ui.js';
import {HeaderList} from './attempt.js';
import {State, WebhookHeading} from './state.js';
import {Tabs} from './tabs.js';
import {commandOf, fileOf, headersOf, keysOf, languages, schemesOf} from './receiver-files.js';
import {stateOfHealth} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.receiver;

/** Reads a program, which is a file of the console as its scripts are. */
async function readFile(name, signal) {
  const answer = await fetch(new URL('../receivers/' + name, import.meta.url), {signal, credentials: 'omit', redirect: 'error'});
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

export function Receiver({id, query}) {
  const loaded = useLoad(async signal => {
    const [webhook, options, health] = await Promise.all(['', 'options', 'health'].map(part =>
      get(webhookPath(id, ...part ? [part] : []), {}, signal)));
    return {webhook, options, health};
  }, [id]);
  return html`<p class="crumbs"><a href=${place(['webhooks'])}>${texts.nav.webhooks}</a></p>
    <${WebhookHeading} webhook=${loaded.data?.webhook} text=${words.title} />
    <${Loaded} of=${loaded}>${({options, health}) => html`
      <div class="actions"><span class="state"><${State} of=${stateOfHealth(health)} /></span></div>
      <${Tabs} id=${id} current="receiver" /><p class="lead">${words.intro}</p>
      <div class="column-of-cards"><section class="card form"><h2>${words.headers}</h2><p class="muted">${words.headersHint}</p>
          <${HeaderList} headers=${headersOf(options)} /></section>
        <${Program} id=${id} options=${options} query=${query} /></div>`}<//>`;
}

function Program({id, options, query}) {
  const schemes = schemesOf(options);
  const language = languages.includes(query.language) ? query.language : 'node';
  const scheme = schemes.includes(query.scheme) ? query.scheme : schemes[schemes.length - 1];
  const keys = keysOf(options);
  const choose = change => replace(['webhooks', id, 'receiver'], {language, scheme, ...change});
  const name = fileOf(language, scheme);
  const file = useLoad(signal => readFile(name, signal), [name]);
  const command = commandOf(language, scheme, keys);
  return html`<section class="card form"><h2>${words.program}</h2>
    <${Choice} label=${words.language} options=${words.languages} value=${language} choose=${each => choose({language: each})} />
    ${schemes.length > 1 && html`<${Choice} label=${words.scheme} options=${words.schemes} value=${scheme}
      choose=${each => choose({scheme: each})} />`}
    <p>${words.about[scheme]}</p>
    ${keys.length > 1 && html`<${Notice}>${words.twoKeys}<//>`}
    <${Loaded} of=${file}>${text => html`<div class="toolbar"><h3>${name}</h3><${Copy} text=${text} what=${name} /></div>
      <${Code} text=${text} label=${name} />`}<//>
    <div class="toolbar"><h3>${words.try}</h3><${Copy} text=${command} what=${words.try} /></div>
    <p class="muted">${words.tryHint}</p><${Code} text=${command} label=${words.try} /></section>`;
}
