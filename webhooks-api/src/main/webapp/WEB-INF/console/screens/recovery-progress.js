// How far the latest recovery of a webhook is. The nodes do it, so the page may be left, and shows it again when it is opened.
import {html} from '../html.js';
import {useEffect, useRef} from '../lib/hooks.js';
import {ApiError, getStatistics, webhookPath} from '../api.js';
import {number} from '../format.js';
import {Notice, useLoad} from '../ui.js';
import texts from '../texts.js';

const words = texts.repair;
const POLL = recovery => recovery.running ? 1500 : 0;
const NONE = {recovered: 0, running: false};

/**
 * @param {{id: string, name?: string, begun: number, ended?: (seen: boolean) => void}} given name of the webhook, where there are
 *   several. begun changes when a recovery was started; ended is called when none is running, with whether one was seen
 */
export function RecoveryProgress({id, name = '', begun, ended}) {
  const seen = useRef(false);
  // A node of the version before, or a missing permission, has no progress to show. What remains is counted as statistics.
  const read = signal => getStatistics(webhookPath(id, 'recover'), {}, signal).catch(error => {
    if (error instanceof ApiError && [403, 404, 405].includes(error.status)) return NONE;
    throw error;
  });
  const {data} = useLoad(read, [id, begun], POLL, true);
  const running = data?.running;
  useEffect(() => {
    if (running) seen.current = true;
    else if (data) ended?.(seen.current);
  }, [running]);
  if (!data || !running && !seen.current) return null;
  if (!running) return html`<${Notice} kind="success">${words.ended(number(data.recovered), name)}<//>`;
  const {count, complete} = data.remaining ?? {count: 0, complete: false};
  const all = data.recovered + count;
  return html`<div class="notice progress"><p>${words.running(number(data.recovered), number(all), complete, name)}</p>
    <progress max=${Math.max(1, all)} value=${data.recovered} aria-label=${words.progress}></progress>
    <p class="muted">${name ? words.leaveList : words.leave}</p></div>`;
}
