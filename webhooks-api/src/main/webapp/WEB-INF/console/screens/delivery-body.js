// The body of a delivery: shown, copied, and as a command that sends it again.
import {html} from '../html.js';
import {useMemo, useState} from '../lib/hooks.js';
import {get, webhookPath} from '../api.js';
import {curlCommand, formOf} from '../curl.js';
import {number, pretty, visible} from '../format.js';
import {Choice, Code, Copy, Dialog, Loaded, Notice, useLoad} from '../ui.js';
import texts from '../texts.js';

const words = texts.delivery;
const MAX_LINES = 40;
const MAX_LENGTH = 6000;

/** The beginning of a long text, or null if the text is short enough to be shown. */
export function beginningOf(text) {
  const lines = text.split('\n', MAX_LINES + 1);
  if (lines.length <= MAX_LINES && text.length <= MAX_LENGTH) return null;
  return lines.slice(0, MAX_LINES / 2).join('\n').slice(0, MAX_LENGTH / 2);
}

/** Says whether the body is the one that an attempt sent. */
const formText = (form, number) => words.form[form](words.attempt(number));

/** The body, and whether the attempt with this number, if there is one, sent it. */
export function Body({text, attempt, number: attemptNumber}) {
  const [form, choose] = useState('pretty');
  const [whole, showWhole] = useState(false);
  // The screen is drawn again at each poll, with the same body.
  const formatted = useMemo(() => pretty(text), [text]);
  const shown = form === 'pretty' ? formatted ?? text : text;
  const beginning = beginningOf(shown);
  const sent = useMemo(() => formOf(attempt?.requestHeaders, text), [attempt, text]);
  const title = sent === 'same' ? words.requestBody : words.event;
  return html`<section class="card"><div class="toolbar"><h2>${title}</h2><span class="tools">
    <${Copy} text=${text} what=${title} />
    <${Choice} label=${words.body} options=${{pretty: words.pretty, raw: words.raw}} value=${form} choose=${choose} />
    </span></div>
    <p class="muted">${formText(sent, attemptNumber)}</p>
    ${form === 'pretty' && formatted === null && html`<p class="muted">${words.unformatted}</p>`}
    <${Code} text=${beginning !== null && !whole ? beginning + '\n…' : shown} label=${words.body} />
    ${beginning !== null && html`<button type="button" class="small" aria-expanded=${whole} onClick=${() => showWhole(!whole)}>
      ${whole ? words.collapse : words.expand(number(new TextEncoder().encode(text).length))}</button>`}</section>`;
}

const listed = names => names.map(visible).join(', ');

function Command({webhook, delivery, at}) {
  const headers = delivery.attempts[at]?.requestHeaders;
  const {command, maskedHeaders, maskedQuery} = useMemo(
    () => curlCommand(webhook.callbackUrl, headers, delivery.body), [webhook, delivery, headers]);
  const form = formOf(headers, delivery.body);
  return html`<div class="toolbar"><b>${texts.curl.command}</b><${Copy} text=${command} what=${texts.curl.command} /></div>
    <${Code} text=${command} label=${texts.curl.command} />
    ${maskedHeaders.length + maskedQuery.length > 0 && html`<${Notice} kind="warning"><p>${texts.curl.masked}</p><ul>
      ${maskedHeaders.length > 0 && html`<li>${texts.curl.headers(listed(maskedHeaders))}</li>`}
      ${maskedQuery.length > 0 && html`<li>${texts.curl.query(listed(maskedQuery))}</li>`}</ul><//>`}
    ${(form === 'other' || form === 'unknown') && html`<${Notice} kind="warning">${formText(form, at + 1)}<//>`}
    ${!maskedHeaders.includes('webhook-signature') && html`<p class="muted">${texts.curl.unsigned}</p>`}`;
}

/** The attempt whose headers the command has: the chosen one, or the latest that sent some. */
function attemptOf(attempts, chosen) {
  return attempts[chosen]?.requestHeaders ? chosen : attempts.findLastIndex(each => each.requestHeaders);
}

export function CurlDialog({webhookId, delivery, chosen, close}) {
  const webhook = useLoad(signal => get(webhookPath(webhookId), {}, signal), [webhookId]);
  const at = attemptOf(delivery.attempts, chosen);
  return html`<${Dialog} title=${texts.curl.button} close=${close}>
    <p>${at >= 0 ? texts.curl.text(words.attempt(at + 1)) : texts.curl.noAttempt}</p>
    <${Loaded} of=${webhook}>${found => !found.callbackUrl ? html`<p>${texts.event.results.unreadable}</p>`
      : html`<${Command} webhook=${found} delivery=${delivery} at=${at} />`}<//>
    <footer><button type="button" class="primary" onClick=${close}>${texts.common.close}</button></footer><//>`;
}
