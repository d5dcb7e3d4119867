// The parts of the portal beside the screens of the console: its user, and its pages without a session.
import {useEffect} from '../lib/hooks.js';
import {html} from '../html.js';
import {accountId, appearance, forget, ownerOf} from '../portal.js';
import {userName} from '../session.js';
import {Foreign, Heading, Notice} from '../ui.js';
import {visible} from '../format.js';
import texts from '../texts.js';

const words = texts.portal;

/** The account and the user, in the order of ownerOf, so that nobody works in an account that they do not expect. */
export const Owner = () => html`<${Foreign} text=${accountId()} /> · <${Foreign} text=${userName()} />`;

const Page = ({logo, children}) => html`<main class="login"><div class="card"><${logo} />
  <${Heading} text=${appearance.name || texts.product} />${children}</div></main>`;

/** The page of a tab without a session. Only the application that opened it can open it again. */
export function PortalEntry({logo, ended, failed}) {
  useEffect(() => { if (ended) forget(); }, [ended]);
  const text = ended ? words.ended : failed ? words.failed : words.none;
  return html`<${Page} logo=${logo}><${Notice} kind=${failed ? 'warning' : 'info'}>${text}<//><//>`;
}

/**
 * The question whether a link may change what this tab shows.
 *
 * @param before the session before; null if a person is logged in to the console
 * @param answer is called with the choice
 */
export function askToChange(logo, before, now, answer) {
  const name = session => visible(ownerOf(session));
  const [title, about, hint] = before?.accountId === now.accountId
    ? [words.changeUserTitle, words.changeUser(visible(now.accountId), visible(before.user), visible(now.user)),
      words.changeUserHint]
    : [words.changeTitle, before ? words.changeFrom(name(before), name(now)) : words.changeLogin(name(now)), words.changeHint];
  return html`<${Page} logo=${logo}><h2>${title}</h2>
    <p>${about}</p>
    <p class="muted">${hint}</p>
    <div class="actions"><button type="button" class="primary" onClick=${() => answer(false)}>${words.stay}</button>
      <button type="button" onClick=${() => answer(true)}>${words.change}</button></div><//>`;
}
