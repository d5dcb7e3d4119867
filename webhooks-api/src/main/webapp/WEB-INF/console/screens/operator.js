// What operators see across accounts. Each part needs the scope webhooks:admin and the role of an operator.
import {html} from '../html.js';
import {place} from '../router.js';
import {Heading} from '../ui.js';
import {Blocks} from './blocks.js';
import {Accounts} from './operator-accounts.js';
import {Audit} from './operator-audit.js';
import {Nodes} from './operator-nodes.js';
import {SettingList} from './operator-settings.js';
import {AllWebhooks} from './operator-webhooks.js';
import {Rejected} from './rejected.js';
import texts from '../texts.js';

const words = texts.operator;

export function Operator({part = 'node', rest, query}) {
  const parts = {node: Nodes, accounts: Accounts, webhooks: AllWebhooks, blocks: Blocks, rejected: Rejected, audit: Audit,
    settings: SettingList};
  const name = Object.hasOwn(parts, part) ? part : 'node';
  const Part = parts[name];
  return html`<${Heading} text=${words.title} />
    <nav class="tabs" aria-label=${words.title}>${Object.entries(words.parts).map(([each, text]) => html`<a key=${each}
      href=${place(['operator', each])} aria-current=${each === name ? 'page' : null}>${text}</a>`)}</nav>
    <${Part} query=${query} rest=${rest} />`;
}
