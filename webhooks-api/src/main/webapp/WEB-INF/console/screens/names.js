// The URLs of webhooks whose ids a list has.
import {useEffect, useRef, useState} from '../lib/hooks.js';
import {ApiError, get, webhookPath} from '../api.js';
import {reportEnd} from '../ui.js';

/** One request names the webhooks of most accounts. */
const FIRST = 100;

/** A webhook that was deleted meanwhile, or is not for this person, has no name. It does not keep the others from theirs. */
const orNone = error => {
  if (error instanceof ApiError && [403, 404].includes(error.status)) return null;
  throw error;
};

/**
 * Reads the URLs of these webhooks: of the newest ones at once, of others one by one. A webhook that can't be read stays
 * without.
 *
 * @param {string[]} ids
 * @returns {Record<string, string>}
 */
export function useNames(ids) {
  const [names, setNames] = useState(/** @type {Record<string, string>} */ ({}));
  const asked = useRef(new Set());
  const newest = useRef(/** @type {Promise<any> | null} */ (null));
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const read = async missing => {
    const {signal} = stop.current;
    newest.current ??= get('webhooks', {$top: FIRST}, signal);
    const found = Object.fromEntries((await newest.current).webhooks.map(each => [each.id, each.callbackUrl]));
    if (!signal.aborted) setNames(before => ({...found, ...before}));
    for (const id of missing.filter(each => !(each in found))) {
      const webhook = await get(webhookPath(id), {}, signal).catch(orNone);
      if (signal.aborted) return;
      if (webhook) setNames(before => ({...before, [id]: webhook.callbackUrl}));
    }
  };
  useEffect(() => {
    const missing = [...new Set(ids)].filter(id => !asked.current.has(id));
    if (missing.length === 0) return;
    missing.forEach(id => asked.current.add(id));
    read(missing).catch(error => {
      if (stop.current.signal.aborted) return;
      // The next change of the list asks again.
      newest.current = null;
      missing.forEach(id => asked.current.delete(id));
      reportEnd(error);
    });
  }, [ids.join()]);
  return names;
}
