// The texts of the operator's screens.
import {of} from './counts.js';

export default {
  title: 'Operator',
  parts: {node: 'Nodes', accounts: 'Accounts', webhooks: 'All webhooks', blocks: 'Blocks', rejected: 'Rejected events', audit: 'Audit trail', settings: 'Settings'},
  account: 'Account', client: 'Application', reason: 'Reason', time: 'Time', noWebhooks: 'No webhooks.',
  node: {
    title: 'Nodes', host: 'Host', version: 'Version', started: 'Started', seen: 'Last seen', state: 'State', broker: 'Broker',
    running: 'Running', late: 'Not seen', answers: 'Answers', down: since => `No answer since ${since}`,
    lateHint: 'A node that is not seen died, is paused, or does not reach the database. It is listed for an hour.',
    mixed: 'The nodes run different versions. That is fine during an upgrade; finish it soon.',
    database: 'Database', none: 'No node has announced itself yet. A node does so within ten seconds of its start.',
    backlog: 'Pending deliveries', oldest: 'Oldest pending', delivered: 'Delivered since the start',
    failed: 'Exhausted since the start', events: 'Events since the start', answering: 'The node that answered',
    noMetrics: 'The metrics can\'t be read here. A proxy may keep them inside.',
    hint: 'Pending deliveries are those of all nodes, the other numbers those of the node that answered. Behind a load balancer the next update may come from another one.',
  },
  accounts: {
    without: 'No account',
    intro: 'The accounts with most pending deliveries. Rates are of finished deliveries, by the time when their event came in.',
    pending: 'Pending', oldest: 'Oldest pending', rate: 'Delivered per minute', exhausted: 'Exhausted', cancelled: 'Cancelled',
    share: 'Exhausted share', window: {PT1H: '1 hour', P1D: '24 hours'}, empty: 'No account has pending deliveries, or finished ones in this period.',
    pendingPart: 'More deliveries are pending than are counted here, so the numbers are lower bounds and accounts may be missing.',
    finishedPart: since => `Finished deliveries are counted since ${since} only: there are too many in this period.`,
  },
  settings: {
    intro: 'The settings of the node that answered, in effect since its start. Secrets are ***.', name: 'Name', value: 'Value', source: 'Source',
    search: 'Search name or value', changed: 'Only those that are set', none: 'none', noMatch: 'No setting matches.',
  },
  rejected: {
    empty: 'No rejected events.', body: 'The message', replay: 'Replay', replayAll: 'Replay all', replayAllTitle: 'Replay all rejected events?',
    replayAllText: (count, complete) => `${complete ? '' : 'More than '}${of(count, 'event')} will be sent to intake again. `
      + 'What can still not be accepted comes back here.',
    replayed: count => count === 1 ? '1 event is sent to intake again.' : `${count} events are sent to intake again.`,
    hint: 'Messages that can never be accepted as they are. Replay them when their cause is gone, for example a missing iTwin.',
    cut: 'The message is longer than shown.',
  },
  audit: {empty: 'No entries.', action: 'Act', who: 'Who', what: 'On', user: 'User', detail: 'Detail', webhook: 'Webhook id', allActions: 'All acts', product: 'The product'},
  failing: (count, time) => `${of(count, 'failed attempt')} in a row, since ${time}`,
  waiting: (count, complete) => `Pending: ${complete ? count : `more than ${count}`}`, pausedUntil: time => `Paused until ${time}`,
  blocks: {
    kind: 'Kind', kinds: {webhook: 'Webhook', client: 'Application', account: 'Account'}, id: 'Id', since: 'Since', by: 'Blocked by',
    intro: 'Blocked webhooks are inactive, and nobody can activate or test them. Add a block from the list of all webhooks. '
      + 'The links in Blocked by lead to the audit trail, which also names the user.',
    empty: 'Nothing is blocked.', button: 'Block', of: kinds => `Block: ${kinds.toLowerCase()}`, add: 'Add a block?', webhookAt: (id, host) => `${id} at ${host}`,
    concerns: {
      webhook: (name, active) => active ? `The webhook ${name} is deactivated, and its pending deliveries are cancelled.`
        : `The webhook ${name} is inactive already.`,
      client: client => `All active webhooks of the application ${client}, in every account, are deactivated, and their pending `
        + 'deliveries are cancelled.',
      account: account => `All active webhooks of the account ${account} are deactivated, and their pending deliveries are cancelled.`,
    },
    effect: {
      webhook: 'Until the block is removed, nobody can activate or test it. After that it stays inactive until its owner activates it. '
        + 'Its application can create the same one again: to prevent that, block the application.',
      client: 'Until the block is removed, nobody can activate or test them, or create others for this application. '
        + 'After that they stay inactive until their owners activate them.',
      account: 'Until the block is removed, nobody can activate or test them, or create others for this account. '
        + 'After that they stay inactive until their owners activate them.',
    },
    needs: {client: 'I understand that this concerns all webhooks of the application.',
      account: 'I understand that this concerns all webhooks of the account.'},
    added: (kind, name) => `Blocked: ${kind.toLowerCase()} ${name}.`,
    remove: 'Remove the block', removeTitle: 'Remove this block?',
    removed: (kind, name) => `The block of the ${kind.toLowerCase()} ${name} is removed.`,
    removeText: 'The webhooks stay inactive until their owners activate them.',
  },
  deactivateText: (name, account) => `${name} of the account ${account} gets no more events, and its pending deliveries are cancelled. `
    + 'Its owner can activate it again, unless you block it.',
};
