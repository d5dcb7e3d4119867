// The settings of the node that answered.
import {html} from '../html.js';
import {get} from '../api.js';
import {go, replace} from '../router.js';
import {Empty, Foreign, Loaded, useLoad} from '../ui.js';
import texts from '../texts.js';

const words = texts.operator.settings;
const KINDS = Object.keys(words.sources).join('|');
/** The kind of a source, and the kind of the setting that names a file: file /run/x (environment variable Y). */
const KIND = new RegExp(`^(${KINDS})(?= |$)|(?<= \\()(${KINDS})(?= [^()]*\\)$)`, 'g');

/** The source of a setting in the language of the page. Kinds that the console does not know stay as they are. */
export const sourceOf = source => source.replace(KIND, kind => words.sources[kind]);

export function SettingList({query}) {
  const {search = '', changed = ''} = query;
  const loaded = useLoad(signal => get('admin/settings', {}, signal), []);
  const filter = change => go(['operator', 'settings'], {...query, ...change});
  const shown = settings => settings
    .filter(each => `${each.name} ${each.value ?? ''}`.toLowerCase().includes(search.toLowerCase())
    && (!changed || each.source !== 'default'));
  return html`<p class="muted">${words.intro}</p>
    <form class="filters" role="search" onSubmit=${event => event.preventDefault()}>
      <input type="search" aria-label=${words.search} placeholder=${words.search} value=${search}
        onInput=${event => replace(['operator', 'settings'], {...query, search: event.target.value})} />
      <label class="check"><input type="checkbox" checked=${changed === 'yes'}
        onChange=${event => filter({changed: event.target.checked ? 'yes' : ''})} /> ${words.changed}</label></form>
    <${Loaded} of=${loaded}>${({settings}) => shown(settings).length === 0 ? html`<${Empty} text=${words.noMatch} />`
      : html`<table class="list"><thead><tr><th scope="col">${words.name}</th>
        <th scope="col">${words.value}</th>
        <th scope="col">${words.source}</th></tr></thead>
        <tbody>${shown(settings)
          .map(each => html`<tr key=${each.name}><td data-label=${words.name}><code>${each.name}</code></td>
          <td data-label=${words.value}>${each.value === undefined
            ? html`<span class="muted">${words.none}</span>`
            : html`<code class="type"><${Foreign} text=${each.value} /></code>`}</td>
          <td data-label=${words.source}><span class=${each.source === 'default' ? 'muted' : null}>
            <${Foreign} text=${sourceOf(each.source)} /></span></td></tr>`)}</tbody></table>`}<//>`;
}
