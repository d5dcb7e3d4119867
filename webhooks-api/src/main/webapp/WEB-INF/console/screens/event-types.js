// The catalogue of event types, with samples.
import {html} from '../html.js';
import {get} from '../api.js';
import {visible} from '../format.js';
import {place, replace} from '../router.js';
import {Code, Empty, Heading, Loaded, useLoad} from '../ui.js';
import {HeaderList} from './attempt.js';
import {body, headers, readType, text} from './sample.js';
import texts from '../texts.js';

const words = texts.eventTypes;

export const matches = (type, search = '') => search.toLowerCase().split(/\s+/).every(word =>
  [type.name, type.description, ...type.properties].join(' ').toLowerCase().includes(word));

export function EventTypes({query}) {
  const loaded = useLoad(signal => get('event-types', {}, signal), []);
  return html`<${Heading} text=${words.title} /><p class="muted">${words.intro}</p>
    <${Loaded} of=${loaded}>${({eventTypes}) => html`<${List} types=${eventTypes} query=${query} />`}<//>`;
}

function List({types, query}) {
  const found = types.filter(each => matches(each, query.search));
  const chosen = types.find(each => each.name === query.type) ?? found[0];
  return html`<form class="filters" role="search" onSubmit=${event => event.preventDefault()}>
      <input type="search" aria-label=${words.search} placeholder=${words.search} value=${query.search ?? ''}
        onInput=${event => replace(['event-types'], {search: event.target.value})} />
      <span class="muted" role="status">${words.count(found.length, types.length)}</span></form>
    ${found.length === 0 ? html`<${Empty} text=${words.noMatch} />` : html`<div class="split">
      <nav class="card picker" aria-label=${words.title}><ul>${found.map(each => html`<li key=${each.name}>
        <a href=${place(['event-types'], {...query, type: each.name})} aria-current=${each === chosen ? 'true' : null}>
          <code>${visible(each.name)}</code><span class="muted">${visible(each.description)}</span></a></li>`)}</ul></nav>
      <section class="card"><${Detail} key=${chosen.name} type=${chosen} /></section></div>`}`;
}

function Detail({type}) {
  const loaded = useLoad(signal => readType(type.name, signal), [type.name]);
  return html`<h2><code>${visible(type.name)}</code></h2>
    <p>${type.description ? visible(type.description) : words.noDescription}</p>
    <h3>${words.properties}</h3>
    ${type.properties.length === 0 ? html`<p class="muted">${words.noProperties}</p>`
      : html`<ul class="types">${type.properties.map(name => html`<li key=${name}><code>${visible(name)}</code></li>`)}</ul>`}
    <${Loaded} of=${loaded}>${known => html`<h3>${words.sample}</h3><${Code} text=${text(known.content)} label=${words.sample} />
      <h3>${words.receives}</h3><p class="muted">${words.signature}</p>
      <h3>${words.headers}</h3><${HeaderList} headers=${headers(known)} />
      <h3>${words.body}</h3><${Code} text=${text(body(known))} label=${words.receives} />`}<//>`;
}
