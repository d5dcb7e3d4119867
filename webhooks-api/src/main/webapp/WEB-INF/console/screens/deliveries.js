// The deliveries of a webhook, or of all webhooks of the account, newest first. The conditions are in the address.
import {html} from '../html.js';
import {useEffect, useState} from '../lib/hooks.js';
import {get, webhookPath} from '../api.js';
import {conditionsOf, isRecoverable} from '../delivery-search.js';
import {go, place, replace} from '../router.js';
import {Empty, Failure, Heading, Loaded, Notice, useAnnouncement, useLoad} from '../ui.js';
import {mayChange, mayReadTypes} from '../session.js';
import {State as Shown, WebhookHeading, readWithState} from './state.js';
import {Tabs} from './tabs.js';
import {ActionDialog, typesOf} from './actions.js';
import {Filters, Searched} from './delivery-filters.js';
import {useRows} from './delivery-rows.js';
import {MAX_SELECTED, Rows} from './delivery-table.js';
import {nameIn, useNames} from './names.js';
import {RecoveryProgress} from './recovery-progress.js';
import {Redeliver, SelectionBar} from './redeliver.js';
import texts from '../texts.js';

const words = texts.deliveries;
const ALL = 'all';

/** The deliveries of one webhook, or without an id of all. */
export const Deliveries = ({id, query}) => id ? html`<${OfWebhook} key=${id} id=${id} query=${query} />`
  : html`<${OfAccount} query=${query} />`;

function OfWebhook({id, query}) {
  const loaded = useLoad(signal => readWithState(id, signal), [id]);
  return html`<p class="crumbs"><a href=${place(['webhooks'])}>${texts.nav.webhooks}</a></p>
    <${WebhookHeading} webhook=${loaded.data?.webhook} text=${words.title} />
    <${Loaded} of=${loaded}>${({state}) => html`
      <div class="actions"><span class="state"><${Shown} of=${state} /></span></div>
      <${Tabs} id=${id} current="deliveries" />`}<//>
    ${!loaded.error && html`<${List} id=${id} webhook=${loaded.data?.webhook} query=${query}
      types=${typesOf(loaded.data?.webhook ?? {eventTypes: []}, query.eventType)} />`}`;
}

function OfAccount({query}) {
  const catalogue = useLoad(async signal => mayReadTypes() ? get('event-types', {}, signal) : null, []);
  const names = catalogue.data?.eventTypes.map(each => each.name) ?? [];
  return html`<${Heading} text=${texts.find.title} /><p class="muted">${texts.find.intro}</p>
    <${List} query=${query} types=${typesOf({eventTypes: names}, query.eventType)} />`;
}

/** The webhooks whose recoveries the list of all has begun, until they end: its way back shows them again. */
let recovering = /** @type {string[]} */ ([]);

/** The selected rows that are still in the list, and the webhooks whose recoveries this page has begun. */
function useRepair(rows, id) {
  const [selected, select] = useState(new Set());
  const [begun, setBegun] = useState(recovering);
  const [round, setRound] = useState(0);
  const chosen = (rows ?? []).filter(each => selected.has(each.id));
  useEffect(() => { if (chosen.length < selected.size) select(new Set(chosen.map(each => each.id))); }, [rows]);
  const begin = ids => {
    if (!id) setBegun(recovering = [...new Set([...recovering, ...ids])]);
    setRound(before => before + 1);
  };
  const end = ended => { recovering = recovering.filter(each => each !== ended); };
  const selectAll = () => select(new Set(rows.slice(0, MAX_SELECTED).map(each => each.id)));
  return {selected, select, selectAll, chosen, begin, end, round, watched: id ? [id] : begun};
}

/** The list of a webhook is read together with the webhook, which comes later. */
function List({id, webhook, query, types}) {
  const conditions = conditionsOf(query);
  const path = id ? webhookPath(id, 'deliveries') : 'deliveries';
  const here = id ? ['webhooks', id, 'deliveries'] : ['deliveries'];
  const live = query.live === 'yes' && !query.until;
  const [open, setOpen] = useState(/** @type {string | null} */ (null));
  const [announcement, announce] = useAnnouncement();
  const list = useRows(path, conditions, live);
  const {rows, reload} = list;
  const repair = useRepair(rows, id);
  const names = useNames(id || !rows ? [] : [...repair.watched, ...rows.map(each => each.webhookId)]);
  const filter = change => go(here, {...query, ...change});
  const show = name => { announce(''); setOpen(name); };
  const done = (...said) => {
    setOpen(null);
    announce(...said);
    reload();
    if (id) repair.begin([id]);
  };
  const link = row => place(['webhooks', row.webhookId ?? id, 'deliveries', row.id],
    {...conditions, ...id ? {} : {of: ALL}});
  return html`${announcement}<${Filters} types=${types} conditions=${conditions} live=${live} filter=${filter}
      setLive=${on => replace(here, {...query, live: on ? 'yes' : ''})}
      recover=${webhook && mayChange() && isRecoverable(conditions) ? () => show('recover') : null} />
    ${repair.watched.map(each => html`<${RecoveryProgress} key=${each} id=${each} name=${id ? '' : nameIn(names, each)}
      begun=${repair.round} ended=${seen => { repair.end(each); if (seen) list.refresh(); }} />`)}
    <${Searched} searched=${list.searched} hasMore=${list.hasMore} continues=${list.continues} filter=${filter} />
    <${SelectionBar} count=${repair.chosen.length} open=${() => show('redeliver')} clear=${() => repair.select(new Set())}
      all=${repair.chosen.length < Math.min(rows?.length ?? 0, MAX_SELECTED) && repair.selectAll} />
    <${State} list=${list} filtered=${Object.keys(conditions).length > 0}>${() => html`<${Rows} rows=${rows}
      names=${id ? null : names} link=${link} selected=${repair.selected} select=${repair.select}
      restored=${list.restored} />`}<//>
    ${open === 'redeliver' && html`<${Redeliver} webhook=${webhook} names=${names}
      rows=${repair.chosen.map(each => ({...each, webhookId: each.webhookId ?? id}))}
      close=${() => setOpen(null)} begun=${repair.begin}
      done=${(...said) => { repair.select(new Set()); setOpen(null); announce(...said); reload(); }} />`}
    ${webhook && html`<${ActionDialog} name=${open} webhook=${webhook} preset=${conditions} close=${() => setOpen(null)}
      done=${done} />`}`;
}

/** The rows, or why there are none, and the button for more. */
function State({list, filtered, children}) {
  const {rows, hasMore, error, stale, gap, more, continues, searched} = list;
  const further = searched && !searched.complete;
  return html`${gap && html`<${Notice}>${words[gap]}<//>`}
    ${stale && html`<p class="notice warning" role="status">${texts.state.stale}</p>`}
    ${error ? html`<${Failure} error=${error} retry=${list.reload} />`
      : !rows || rows.length === 0 && continues ? html`<p class="loading" role="status">${texts.state.loading}</p>`
      : rows.length === 0 ? html`<${Empty} text=${hasMore ? words.searching : filtered ? words.noMatch : words.empty} />`
      : children()}
    ${rows && hasMore && html`<p class="more"><button type="button" disabled=${more.busy} onClick=${more.run}>
      ${further ? texts.find.further : texts.common.more}</button>
      ${more.problem && html`<span role="alert"> ${more.problem}</span>`}</p>`}`;
}
