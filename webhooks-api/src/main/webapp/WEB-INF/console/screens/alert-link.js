// The page of a link in a mail. Its reader may have no login: the token of the link is enough.
import {html} from '../html.js';
import {useState} from '../lib/hooks.js';
import {postWithoutLogin} from '../api.js';
import {Announcement, Heading} from '../ui.js';
import {Problem, useAction} from './confirm.js';
import texts from '../texts.js';

const LINK = /^#\/alerts\/(confirm|unsubscribe)\/([\w-]{43})$/;

/** The action and the token of the link that the page was opened with, or null. */
export function alertLink() {
  const [, action, token] = LINK.exec(location.hash) ?? [];
  // The token leaves the address and the history at once: it is in the memory of this page only.
  if (token) history.replaceState(null, '', `#/alerts/${action}`);
  // Another link that this tab opens loads the page again.
  addEventListener('hashchange', () => { if (LINK.test(location.hash)) location.reload(); });
  return token ? {action, token} : null;
}

/** Asks before it acts, because programs that examine mails open their links too. */
export function AlertLink({logo: Logo, action, token}) {
  const words = texts.alertLink[action];
  const [done, setDone] = useState(false);
  const {run, busy, problem} = useAction(async () => {
    await postWithoutLogin(`alerts/${action}`, {token});
    setDone(true);
  });
  return html`<main class="login"><div class="card"><${Logo} /><${Heading} text=${words.title} />
    <${Announcement} of=${done || null}>${words.done}<//>
    ${!done && html`<p>${words.text}</p><${Problem} text=${problem} />
      <button type="button" class="primary" disabled=${busy} onClick=${run}>${words.button}</button>`}</div></main>`;
}
