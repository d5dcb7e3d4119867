// All texts of the console.

/** A number with its noun. The noun gets an s unless the number is one. */
const of = (count, noun) => `${count} ${noun}${String(count) === '1' ? '' : 's'}`;
const deliveriesOf = count => `${count} ${String(count) === '1' ? 'delivery' : 'deliveries'}`;

export default {
  product: 'Webhooks',
  skip: 'Skip to the content',
  nav: {webhooks: 'Webhooks', eventTypes: 'Event types', create: 'Create', operator: 'Operator'},
  login: {
    title: 'Webhooks console',
    intro: 'See what your webhooks deliver, find out why a delivery failed, and repair it.',
    button: 'Log in',
    where: issuer => `You log in at ${issuer}.`,
    noIssuer: 'No issuer is configured, so nobody can log in. Set mp.jwt.verify.issuer and start the product again.',
    ended: 'Your session has ended. Log in again to go on where you were.',
    failed: 'The login failed. The issuer may be away, or may not know this console: its client needs the redirect URI '
      + 'of this page, and its web origin.',
    issuer: {
      unreachable: url => `The issuer can't be read from this browser: ${url}. It is away, or it does not allow calls from the origin of `
        + 'this page (CORS): its client for the console needs this origin as a web origin.',
      refused: what => `The issuer has no usable description of its endpoints: ${what}. Check that mp.jwt.verify.issuer is the issuer of an `
        + 'OpenID Connect server, as its tokens name it.',
      other: name => `The issuer calls itself ${name}, not what mp.jwt.verify.issuer says. Both must be equal, to the last slash.`,
      busy: what => `The issuer has a fault: ${what}. Try again in a moment.`,
      clock: () => 'By this computer\'s clock, the login had ended when the issuer sent it. Set the clock of this computer, then log in again.',
    },
    out: 'Log out',
  },
  state: {
    loading: 'Loading …',
    retry: 'Try again',
    away: 'The server can\'t be reached. Check the network, and try again.',
    unknown: 'No answer came, so it is not known whether this was done. Look at the list, or at the history, before you try again.',
    unavailable: 'The service is busy or its database is away. It should be back soon.',
    tooMany: 'Too many requests. Wait a moment, and try again.',
    tokenRefused: 'The API refuses the token that the issuer gave, so a new login does not help. Ask the operator to check that the '
      + 'issuer, the audience and the claims of the token are those that the API expects: mp.jwt.verify.issuer, '
      + 'mp.jwt.verify.audiences, webhooks.token.preset.',
    noScope: 'Your login does not include the scope that this needs. Ask the administrator of the issuer.',
    noRole: 'Your login does not have the role of an operator. The one who runs the service gives this role.',
    noPermission: 'This needs the role of an administrator of the account, or the permission on the iTwin.',
    blocked: 'Ask the administrators of the service why.',
    notFound: 'There is no such page, or it belongs to an account that you do not administer.',
    nowhere: 'Nothing here',
    broken: 'This page can\'t be shown',
    page: 'The console has a fault here, or the address is wrong. Go to another page, or reload this one.',
    fault: 'Something went wrong in the service.',
    stale: 'This may be out of date: the last update failed.',
  },
  common: {
    active: 'Active', inactive: 'Inactive', close: 'Close', cancel: 'Cancel', copy: 'Copy', copied: 'Copied',
    more: 'Load more', all: 'All', clear: 'Clear the filters', none: 'None', of: 'of',
    actions: 'Actions', open: 'Open', notCopied: 'Select the text to copy it',
  },
  status: {pending: 'Pending', succeeded: 'Delivered', exhausted: 'Exhausted', cancelled: 'Cancelled'},
  statusHint: {
    pending: 'It waits for its next attempt.',
    succeeded: 'The receiver confirmed it.',
    exhausted: 'Every attempt failed. You can redeliver it.',
    cancelled: 'The webhook was deactivated before it was delivered. You can redeliver it when the webhook is active.',
  },
  scope: {Account: 'Account', iTwin: 'iTwin'},
  reason: {
    owner: 'Deactivated by its owner, or never activated.',
    administrator: 'Deactivated by an administrator of the service or of the iTwin\'s account.',
    permissionRemoved: 'Deactivated because the permission on the iTwin was removed.',
    gone: 'Deactivated because the receiver answered 410 Gone.',
    failing: 'Deactivated because every attempt failed for three days.',
    unknown: 'Not active.',
  },
  remedy: {
    owner: 'Activate it to receive events. Events that happen while it is inactive are not delivered.',
    administrator: 'Ask the administrators of the service, or those of the iTwin\'s account, why. Then activate it.',
    permissionRemoved: 'Ask an administrator of the iTwin to give the permission webhooks_maintainer to the application '
      + 'again, then activate the webhook.',
    gone: 'The receiver said that it wants no more deliveries. Check its address, then activate the webhook.',
    failing: 'Repair the receiver, send a test event, activate the webhook, and recover what was not delivered.',
    unknown: 'Activate it to receive events. Events that happen while it is inactive are not delivered.',
  },
  error: {
    dns: ['The name of the receiver was not found.', 'Check the host in the URL, and its DNS entry.'],
    forbiddenAddress: ['The receiver\'s address is not allowed.',
      'The host leads to an address inside a network. Use a public address, or ask the operator to allow the network.'],
    connect: ['No connection to the receiver.', 'Check that the receiver runs, and that its firewall lets this service in.'],
    tls: ['The secure connection failed.',
      'Check the receiver\'s certificate: its end, its host name, and that it sends the whole chain. TLS 1.2 or later is needed.'],
    timeout: ['The receiver did not answer in time.', 'Answer first, and do the work later, for example from a queue.'],
    protocol: ['The receiver\'s answer is no valid HTTP, or the event does not fit the template of this webhook.',
      'Check that this port speaks HTTP, what a proxy in between does, and the template.'],
    status: ['The receiver did not confirm the delivery.', 'Any status from 200 to 299 confirms a delivery. See the answer below.'],
  },
  cause: {
    'unknown name': 'No name server knows the host.', 'no name server': 'The name servers of this service did not answer.',
    refused: 'Nothing listens on the port.', 'no route': 'No network leads to the address.', reset: 'The connection was reset.',
    closed: 'The receiver closed the connection without an answer.', 'refused by proxy': 'The proxy of this service opened no tunnel.',
    'certificate expired': 'The certificate has expired.', 'certificate not yet valid': 'The certificate is not valid yet.',
    'unknown authority': 'No authority that this service trusts has signed the certificate.', 'wrong host': 'The certificate is for other hosts.',
    'weak certificate': 'The certificate is too weak.', 'client certificate required': 'The receiver asks for a client certificate, which this service has not.',
    'handshake refused': 'The receiver refused the handshake.', 'no TLS': 'The port does not speak TLS.', 'not resolved': 'The name was not looked up in time.',
    'not connected': 'No connection was open in time.', 'no response': 'The request was sent, and no answer came in time.', 'no HTTP': 'It is not HTTP/1.1.',
    'large headers': 'Its headers are too large.', 'missing value': 'The event has no value that the template of this webhook needs. Nothing was sent.',
    'large body': 'The template of this webhook makes a body over 512 KiB. Nothing was sent.', 'node busy': 'This service was too busy to make the attempt.',
  },
  statusAdvice: {
    3: 'Redirects are not followed. Change the URL of the webhook to the place that the receiver names.',
    401: 'The receiver asks for a login. Deliveries are signed instead: let the receiver check the signature.',
    403: 'The receiver or a firewall in front refuses the request. Check its rules, and how it computes the signature.',
    404: 'The receiver does not know this path. Check the path of the URL.',
    410: 'The receiver wants no more deliveries, so this webhook was deactivated.',
    413: 'The receiver refuses bodies of this size. Bodies have up to 256 KiB.',
    415: 'The receiver does not take application/json. Check what it expects.',
    429: 'The receiver has too much to do. Its Retry-After is respected.',
    5: 'It has a problem of its own. Its own log should say why.',
  },
  webhooks: {
    title: 'Webhooks', search: 'Search host, path, type or id', state: 'State', type: 'Event type',
    target: 'Target', types: 'Event types', scope: 'Scope', day: 'Last 24 hours', failures: 'Exhausted',
    since: time => `since ${time}`, latency: 'p95', order: 'Order',
    orders: {'': 'Newest first', slow: 'Slowest first', failing: 'Most exhausted first', pending: 'Most pending first'},
    notRead: 'Not read',
    unread: count => `The figures of ${of(count, 'webhook')} could not be read. They are read again soon.`,
    unreadOrder: count => `The figures of ${of(count, 'webhook')} could not be read, so the end of this order has them. `
      + 'They are read again soon.',
    reading: (known, all) => `Reading figures: ${known} of ${all}`,
    orderedPart: count => `Only the newest ${count} webhooks that match are ordered. Use the filters for others.`,
    partial: count => `Only the newest ${count} webhooks are listed and searched.`,
    emptyTitle: 'No webhooks yet',
    empty: 'Service applications create webhooks. Those of your account appear here.',
    noMatch: 'No webhook matches these filters.',
    count: (shown, all) => shown === all ? of(all, 'webhook') : `${shown} of ${of(all, 'webhook')}`,
    moreTypes: count => `+ ${count} more`,
    spark: (total, failed) => `${deliveriesOf(total)} in the last 24 hours, ${failed} exhausted`,
    quiet: 'No deliveries',
    allStates: 'All states', allTypes: 'All types',
  },
  webhook: {
    overview: 'Overview', deliveries: 'Deliveries', acts: 'History', deactivated: at => `Deactivated at ${at}, by:`, id: 'Id', url: 'URL', created: 'Created', modified: 'Changed',
    window: {PT1H: '1 hour', P1D: '24 hours', P7D: '7 days'}, windowLabel: 'Period',
    delivered: 'Delivered', failed: 'Exhausted', backlog: 'Pending', oldest: 'Oldest pending', streak: 'Failures in a row',
    latency: 'Latency', volume: 'Deliveries by outcome', latencyTitle: 'Latency of attempts', answers: 'By answer',
    failedAs: {dns: 'Name not found', forbiddenAddress: 'Address not allowed', connect: 'No connection', tls: 'No secure connection',
      timeout: 'No answer in time', protocol: 'No valid answer', status: 'Not confirmed'},
    byType: 'By event type', errorShare: 'Error share', attempts: 'Attempts', noAnswer: 'No answer',
    sampled: count => `Error share, answers and types are of a sample: the newest ${count} deliveries.`,
    partial: since => `Only deliveries since ${since} are counted: there are too many in this period. Choose a shorter one.`,
    empty: 'No deliveries in this period.', table: 'Show as a table', time: 'Time', p50: 'p50', p95: 'p95',
    ago: text => `${text} ago`, undelivered: (count, since) => `Cancelled: ${deliveriesOf(count)}, the oldest from ${since}.`,
    recovering: count => `A recovery is under way: ${deliveriesOf(count)} so far.`,
    busy: 'The figures take too long to read at the moment, because others read many or this webhook has very many deliveries. '
      + 'They are read again soon; a shorter period is quicker.',
    recover: 'Recover them', atLeast: count => `${count}+`,
    restricted: 'You administer the iTwin of this webhook, not its account. You can deactivate it; its deliveries belong to its owner.',
  },
  deliveries: {
    title: 'Deliveries', time: 'Received', status: 'Status', type: 'Event type', id: 'Message id', attempts: 'Attempts',
    next: 'Next attempt', last: 'Last answer', since: 'From', until: 'To', live: 'Live', liveOn: 'New deliveries appear by themselves.',
    empty: 'No deliveries yet. Send a test event to see whether the receiver works.', noMatch: 'No delivery matches these filters.',
    searching: 'None on this page. Older pages may have some.', due: text => `in ${text}`, soon: 'now',
    filter: 'Filter',
    gap: 'More deliveries came than can be read at a time. The list begins anew; older ones follow below.',
    searched: 'More deliveries of other types came than can be examined at a time. Load more to examine them.',
    cut: 'Only the newest 1,000 deliveries are kept while new ones appear. Use the filters to see older ones.',
  },
  delivery: {
    title: 'Delivery', life: 'Life', occurred: 'Event occurred', received: 'Received here', next: 'Next attempt',
    attempt: number => `Attempt ${number}`, request: 'Request', answer: 'Answer', headers: 'Headers', requestHeaders: 'Request headers', requestBody: 'Request body', answerHeaders: 'Answer headers', body: 'Body', pretty: 'Pretty', raw: 'Raw',
    excerpt: 'Beginning of the body', latency: 'Latency', deliveryId: 'Delivery id', messageId: 'Message id', traceId: 'Trace id', iTwin: 'iTwin or account',
    noHeaders: 'Not kept.', noRequestHeaders: 'Nothing was sent.', succeeded: 'The receiver confirmed the delivery.', noBody: 'No body.', noAttempt: 'No attempt yet.',
    derived: 'The headers that follow from the delivery. A test event shows all of them.',
    what: 'What happened',
    unformatted: 'The body is nested too deeply, or is too large, to be formatted. It is shown as it was sent.',
  },
  acts: {
    title: 'History', time: 'Time', act: 'What', by: 'By', detail: 'Detail',
    empty: 'Nothing is noted. Entries are kept for a year by default.',
    through: client => `through ${client}`,
    others: {product: 'The service itself', other: 'An administrator outside your account, or not noted'},
    names: {
      'webhook.created': 'Created', 'webhook.updated': 'Changed', 'webhook.activated': 'Activated', 'webhook.deactivated': 'Deactivated',
      'webhook.deleted': 'Deleted', 'secret.rotated': 'Secret rotated', 'options.updated': 'Options changed',
      'webhook.tested': 'Test event sent',
      'delivery.redelivered': 'Delivery redelivered', 'deliveries.recovered': 'Deliveries recovered',
      'block.added': 'Blocked', 'block.removed': 'Block removed',
    },
  },
  eventTypes: {
    title: 'Event types', intro: 'What webhooks can subscribe to. Properties are those of the content; the service does not check events against them.',
    search: 'Search name or property', properties: 'Properties of the content', noProperties: 'Not described.', noDescription: 'Added by the operator.',
    sample: 'A sample', receives: 'What a receiver gets', noMatch: 'No event type matches.', headers: 'Headers', body: 'Body',
    signature: 'Each body has two signatures. Check one of them with the secret of the webhook, over the bytes of the body as they came.',
    count: (shown, all) => shown === all ? of(all, 'event type') : `${shown} of ${of(all, 'event type')}`,
  },
  create: {
    local: 'This host looks like one inside a network. The API refuses it unless the operator allows the network.',
    title: 'Create a webhook',
    intro: 'Only a service application can create a webhook, with a token of its own. This page makes the command for it. '
      + 'The answer shows the secret, once. The new webhook is inactive: activate it here when its receiver is ready.',
    url: 'URL of the receiver', urlHint: 'https, at most 2,048 characters, without user and fragment. A query is kept as it is. '
      + 'The address must be public.',
    scope: 'Scope', scopes: {Account: 'All events of the account', iTwin: 'Events of one iTwin'},
    scopeId: 'Id of the iTwin', scopeIdHint: 'A UUID. The application needs the permission webhooks_maintainer on this iTwin.',
    types: 'Event types', typesHint: 'At least one.', command: 'The command',
    token: 'TOKEN is an access token of the service application with the scope webhooks:modify.',
    faults: {
      missing: 'Enter the URL.', noUrl: 'This is no URL.', https: 'Only https is allowed.', user: 'A URL with a user is not allowed.',
      fragment: 'A URL with a fragment (#) is not allowed.', length: 'The URL is too long.',
      iTwin: 'Enter the UUID of the iTwin.', types: 'Choose at least one event type.',
    },
    sample: 'What a receiver gets',
    notYet: 'The command appears here when nothing is missing above.',
  },
  operator: {
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
    waiting: (count, complete) => `Pending: ${complete ? count : `more than ${count}`}`, pausedUntil: time => `Paused by the receiver until ${time}`,
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
  },
  act: {
    activate: 'Activate', deactivate: 'Deactivate', test: 'Send a test event', redeliver: 'Redeliver', recover: 'Recover deliveries',
    rotate: 'Rotate the secret', remove: 'Delete',
    removed: 'The webhook is deleted.', gone: 'This webhook does not exist any more, or you may not act on it any more.',
    activated: name => `The webhook ${name} is active.`, deactivated: name => `The webhook ${name} is inactive.`, redelivered: 'The delivery is pending again.',
    deactivateTitle: 'Deactivate this webhook?',
    deactivateText: (host, pending) => `${host} gets no more events. `
      + (pending ? `What is pending is cancelled: ${deliveriesOf(pending)}. You can recover it later.` : 'No delivery is pending.'),
    deactivateUnknown: host => `${host} gets no more events. What is pending is cancelled; how many deliveries that are is not known. `
      + 'You can recover them later.',
    removeTitle: 'Delete this webhook?',
    removeText: host => `${host} gets no more events. The URL, the secret and pending deliveries are gone for good. `
      + 'If you may need it again, deactivate it instead.',
    removeConfirm: 'I understand that this can\'t be undone.',
    testTitle: 'Test event', testText: 'Sends one event of the type webhooks.test.v1 now, whether the webhook is active or not.',
    testRunning: 'Waiting for the receiver …', testAgain: 'Send another',
    testGood: 'The receiver confirmed the test event.', testBad: 'The test event was not delivered.',
    recoverTitle: 'Recover deliveries',
    recoverText: 'Sends deliveries again that were not delivered. Their attempts start anew.',
    recoverInactive: 'The webhook is inactive. Activate it first.',
    recoverUncounted: 'You can recover them uncounted.',
    recoverCount: (count, {complete, waiting}) => {
      if (String(count) !== '0') return `To be sent again: ${complete && !waiting ? '' : 'at least '}${deliveriesOf(count)}.`;
      if (!complete) return 'How many deliveries are to be sent again is not known: there are too many of other types.';
      return waiting ? 'None has ended without success. Deliveries that still wait since a deactivation are sent again, too.'
        : 'Nothing to be sent again was found in this period.';
    },
    counting: 'Counting …', recoverStart: 'Recover', recovered: count => `Pending again: ${deliveriesOf(count)}.`,
    recoverGoesOn: count => `Pending again: ${deliveriesOf(count)}; the rest follows in the background.`,
    include: 'Which', exhausted: 'Exhausted', cancelled: 'Cancelled', pending: 'Pending, to be sent now',
    rotateTitle: 'Rotate the secret', rotateUnknown: 'If the history shows the rotation, rotate again and give the receiver that secret at once: its present one ends then.', rotateText: 'Makes a new secret. For the chosen time, deliveries are also signed with the old one, '
      + 'in webhook-signature. The header Signature has only the new one.',
    overlap: 'Keep the old secret valid for', overlaps: {PT0S: 'Not at all', PT1H: '1 hour', P1D: '1 day', P7D: '7 days'},
    rotated: 'This is the new secret. It is shown only now.', secretKept: 'I have kept it',
    secretNotCopied: 'The secret is not copied yet, and is shown only now. If you close it, rotate again to get another.',
    secretLost: 'Close without it', oldUntil: time => `The old secret is valid until ${time}.`,
  },
};
