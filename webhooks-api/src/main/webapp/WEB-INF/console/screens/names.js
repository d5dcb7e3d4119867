// The names of webhooks whose ids a list has.
import {html} from '../html.js';
import {useEffect, useRef, useState} from '../lib/hooks.js';
import {get} from '../api.js';
import {target, visible} from '../format.js';
import {place} from '../router.js';
import {Foreign, reportEnd} from '../ui.js';
import {nameOf, shortId} from './webhook-state.js';

/** The ids that one request can have. */
const MAX_IDS = 100;

/**
 * Reads the URLs of these webhooks, of a hundred at a time. A webhook that was deleted meanwhile, or is not for this person,
 * stays without.
 *
 * @param {string[]} ids
 * @returns {Record<string, string>}
 */
export function useNames(ids) {
  const [names, setNames] = useState(/** @type {Record<string, string>} */ ({}));
  const asked = useRef(new Set());
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const read = async missing => {
    const {signal} = stop.current;
    for (let at = 0; at < missing.length; at += MAX_IDS) {
      const {webhooks} = await get('webhooks', {ids: missing.slice(at, at + MAX_IDS).join(), $top: MAX_IDS}, signal);
      if (signal.aborted) return;
      setNames(before => ({...before, ...Object.fromEntries(webhooks.map(each => [each.id, each.callbackUrl]))}));
    }
  };
  useEffect(() => {
    const missing = [...new Set(ids)].filter(id => !asked.current.has(id));
    if (missing.length === 0) return;
    missing.forEach(id => asked.current.add(id));
    read(missing).catch(error => {
      if (stop.current.signal.aborted) return;
      // The next change of the list asks again.
      missing.forEach(id => asked.current.delete(id));
      reportEnd(error);
    });
  }, [ids.join()]);
  return names;
}

/** The name of a webhook whose URL may not be known yet. */
export const nameIn = (names, id) => names[id] ? nameOf({id, callbackUrl: names[id]}) : visible(id);

/** Host, path and the end of the id: any two webhooks differ. The id alone, until the URL is known. */
export function WebhookName({id, url}) {
  const {host, path} = url ? target(url) : {host: id, path: ''};
  return html`<a class="target" title=${id} href=${place(['webhooks', id])}><b><${Foreign} text=${host} /></b>
    ${url && html`<span class="path"><${Foreign} text=${path} /> <small>${shortId(id)}</small></span>`}</a>`;
}
