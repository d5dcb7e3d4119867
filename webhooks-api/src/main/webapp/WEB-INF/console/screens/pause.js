// The dialogs that pause a webhook, and end its pause.
import {html} from '../html.js';
import {post, webhookPath} from '../api.js';
import {time} from '../format.js';
import {useDraft} from '../memory.js';
import {Dialog} from '../ui.js';
import {Confirm, Leave, Problem, leaving, useAction} from './confirm.js';
import {Moment, Zone} from './moments.js';
import {nameOf} from './webhook-state.js';
import texts from '../texts.js';

const words = texts.options;
const DAY = 86400000;

export function Pause({webhook, close, done}) {
  const [until, setUntil, forget] = useDraft(`pause ${webhook.id}`, new Date(Date.now() + 7 * DAY).toISOString());
  const state = useAction(async () => {
    const pause = await post(webhookPath(webhook.id, 'pause'), {until});
    forget();
    done(words.pausedUntil(time(pause.until)));
  });
  const leave = leaving(state, close, done);
  return html`<${Dialog} title=${words.pauseTitle} close=${leave} busy=${state.busy}>
    <p>${words.pauseAbout(nameOf(webhook))}</p>
    <div class="fields"><${Moment} label=${words.pauseUntil} value=${until} zone="pause-zone"
      change=${at => setUntil(at || until)} /><${Zone} id="pause-zone" /></div>
    <p class="muted">${words.pauseHint}</p>
    <${Problem} text=${state.problem} />
    <footer><${Leave} state=${state} leave=${leave} />
      <button type="button" class="primary" disabled=${state.busy || state.unknown} onClick=${state.run}>
        ${words.pauseStart}</button></footer><//>`;
}

export const Resume = ({webhook, close, done}) => html`<${Confirm} title=${words.resumeTitle}
  text=${words.resumeText(nameOf(webhook))} label=${words.resume} action=${() => post(webhookPath(webhook.id, 'resume'))}
  said=${() => words.resumed(nameOf(webhook))} close=${close} done=${done} />`;
