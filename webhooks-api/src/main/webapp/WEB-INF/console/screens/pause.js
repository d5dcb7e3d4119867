// The dialogs that pause a webhook, and end its pause.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {post, webhookPath} from '../api.js';
import {instant, localInput, time} from '../format.js';
import {Dialog} from '../ui.js';
import {Confirm, Leave, Problem, leaving, useAction} from './confirm.js';
import texts from '../texts.js';

const words = texts.options;
const DAY = 86400000;

export function Pause({webhook, close, done}) {
  const [until, setUntil] = useState(new Date(Date.now() + 7 * DAY).toISOString());
  const state = useAction(async () => {
    const pause = await post(webhookPath(webhook.id, 'pause'), {until});
    done(words.pausedUntil(time(pause.until)));
  });
  const leave = leaving(state, close, done);
  return html`<${Dialog} title=${words.pauseTitle} close=${leave} busy=${state.busy}><p>${words.pauseAbout}</p>
    <div class="field"><label for="pause-until">${words.pauseUntil}</label>
      <input id="pause-until" type="datetime-local" value=${localInput(until)}
      aria-describedby="pause-hint" onChange=${event => setUntil(instant(event.target.value) || until)} />
        <p id="pause-hint" class="muted">${words.pauseHint}</p></div>
    <${Problem} text=${state.problem} />
    <footer><${Leave} state=${state} leave=${leave} />
      <button type="button" class="primary" disabled=${state.busy || state.unknown} onClick=${state.run}>
        ${words.pauseStart}</button></footer><//>`;
}

export const Resume = ({webhook, close, done}) => html`<${Confirm} title=${words.resumeTitle} text=${words.resumeText}
  label=${words.resume}
  action=${() => post(webhookPath(webhook.id, 'resume'))} said=${() => words.resumed} close=${close} done=${done} />`;
