// All texts of the console in English. Each language has a file with the same keys.

/** A number with its noun. The noun gets an s unless the number is one. */
const of = (count, noun) => `${count} ${noun}${String(count) === '1' ? '' : 's'}`;
const deliveriesOf = count => `${count} ${String(count) === '1' ? 'delivery' : 'deliveries'}`;

export default {
  product: 'Webhooks',
  skip: 'Skip to the content',
  nav: {webhooks: 'Webhooks', eventTypes: 'Event types', alerts: 'Alerts', create: 'Create', operator: 'Operator'},
  portal: {
    ended: 'Your session has ended. Go back to the application that showed you this page, and open it again.',
    none: 'This page needs a link. Open it from the application that links to it.',
    failed: 'This link can\'t be opened: it was used before, or it is too old. Go back to the application that made it, and '
      + 'open the page again.',
    changeTitle: 'Change the account?',
    changeFrom: (before, now) => `This tab is open for ${before}. The link is for ${now}.`,
    changeLogin: now => `You are logged in to the console in this tab. The link is for ${now}.`,
    changeHint: 'If you did not expect this link, stay. Somebody else\'s account is no place for your URLs and secrets.',
    stay: 'Stay', change: 'Open the link',
  },
  login: {
    title: 'Webhooks console',
    intro: 'See what your webhooks deliver, find out why a delivery failed, and repair it.',
    button: 'Log in',
    where: issuer => `You log in at ${issuer}.`,
    noIssuer: 'No issuer is configured, so nobody can log in. Set mp.jwt.verify.issuer and start the product again.',
    ended: 'Your session has ended. Log in again to go on where you were.',
    failed: 'The login failed. The issuer may be away, or may not know this console: its client needs the redirect URI of '
      + 'this page, and its web origin.',
    issuer: {
      unreachable: url => `The issuer can't be read from this browser: ${url}. It is away, or it does not allow calls from `
        + 'the origin of this page (CORS): its client for the console needs this origin as a web origin.',
      refused: what => `The issuer has no usable description of its endpoints: ${what}. Check that mp.jwt.verify.issuer is `
        + 'the issuer of an OpenID Connect server, as its tokens name it.',
      other: name => `The issuer calls itself ${name}, not what mp.jwt.verify.issuer says. Both must be equal, to the last `
        + 'slash.',
      busy: what => `The issuer has a fault: ${what}. Try again in a moment.`,
      clock: () => 'By this computer\'s clock, the login had ended when the issuer sent it. Set the clock of this computer, '
        + 'then log in again.',
    },
    out: 'Log out',
  },
  state: {
    loading: 'Loading …',
    retry: 'Try again',
    away: 'The server can\'t be reached. Check the network, and try again.',
    unknown: 'No answer came, so it is not known whether this was done. Look at the list, or at the history, before you try '
      + 'again.',
    unavailable: 'The service is busy or its database is away. It should be back soon.',
    noDate: 'Enter a date that exists, from 2000 to 2099.',
    tokenRefused: 'The API refuses the token that the issuer gave, so a new login does not help. Ask the operator to check '
      + 'that the issuer, the audience and the claims of the token are those that the API expects: mp.jwt.verify.issuer, '
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
    actions: 'Actions', open: 'Open', notCopied: 'Select the text to copy it', days: count => `${count} days`,
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
      'Check the receiver\'s certificate: its end, its host name, and that it sends the whole chain. TLS 1.2 or later is '
        + 'needed.'],
    timeout: ['The receiver did not answer in time.', 'Answer first, and do the work later, for example from a queue.'],
    protocol: ['The receiver\'s answer is no valid HTTP, or the event does not fit the template of this webhook.',
      'Check that this port speaks HTTP, what a proxy in between does, and the template.'],
    status: ['The receiver did not confirm the delivery.',
      'Any status from 200 to 299 confirms a delivery. See the answer below.'],
    authentication: ['There was no token for the receiver, so nothing was sent.',
      'Test the authentication of the webhook\'s options. Check the client and its secret at the token issuer.'],
  },
  cause: {
    'unknown name': 'No name server knows the host.', 'no name server': 'The name servers of this service did not answer.',
    refused: 'Nothing listens on the port.', 'no route': 'No network leads to the address.', reset: 'The connection was reset.',
    closed: 'The receiver closed the connection without an answer.',
    'refused by proxy': 'The proxy of this service opened no tunnel.',
    'certificate expired': 'The certificate has expired.', 'certificate not yet valid': 'The certificate is not valid yet.',
    'unknown authority': 'No authority that this service trusts has signed the certificate.',
    'wrong host': 'The certificate is for other hosts.',
    'weak certificate': 'The certificate is too weak.',
    'client certificate required': 'The receiver asks for a client certificate: set the option tls.',
    'client certificate not used': 'The receiver did not ask for the client certificate, so nothing was sent.',
    'client certificate expired': 'The client certificate has expired.',
    'client certificate unusable': 'The client certificate can’t be loaded.',
    'handshake refused': 'The receiver refused the handshake.', 'no TLS': 'The port does not speak TLS.',
    'not resolved': 'The name was not looked up in time.',
    'not connected': 'No connection was open in time.', 'no response': 'The request was sent, and no answer came in time.',
    'no HTTP': 'It is not HTTP/1.1.',
    'large headers': 'Its headers are too large.',
    'aborted by receiver': 'The receiver asked for no other attempt of this delivery.',
    'missing value': 'The event has no value that the template of this webhook needs. Nothing was sent.',
    'large body': 'The template of this webhook makes a body over 512 KiB. Nothing was sent.',
    'not bound': 'The secret or key must be set again, because an address has changed.',
    'forbidden issuer': 'The address of the token issuer is not allowed.',
    'refused by issuer': 'The token issuer refused the request.',
    'no token': 'The answer of the token issuer has no bearer token.',
    'node busy': 'This service was too busy to make the attempt.',
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
    title: 'Webhooks', search: 'Search host, path, description, type or id', state: 'State', type: 'Event type',
    target: 'Target', types: 'Event types', day: 'Last 24 hours', failures: 'Exhausted', pending: 'Pending',
    since: time => `since ${time}`, latency: 'p95', order: 'Order',
    orders: {newest: 'Newest first', failing: 'Failing first', host: 'By host', backlog: 'Most pending first'},
    partial: 'There are more webhooks than can be ordered, so the oldest are left out. Search, or choose Newest first.',
    emptyTitle: 'No webhooks yet',
    empty: 'Service applications create webhooks. Those of your account appear here.',
    noMatch: 'No webhook matches these filters.', further: 'None so far. Load more to look further.',
    count: count => of(count, 'webhook'), first: count => `The first ${of(count, 'webhook')}`,
    moreTypes: count => `+ ${count} more`, filtered: count => `${count} filtered`,
    spark: (total, failed) => `${deliveriesOf(total)} in the last 24 hours, ${failed} exhausted`,
    quiet: 'No deliveries',
    allStates: 'All states', allTypes: 'All types',
  },
  webhookState: {
    names: {active: 'Active', failing: 'Failing', paused: 'Paused', blocked: 'Blocked', inactive: 'Inactive'},
    since: (time, ago) => `since ${time} (${ago})`, until: time => `until ${time}`,
    waits: time => `The receiver asked to wait until ${time}`,
    blocks: {webhook: 'An operator blocked this webhook.', client: 'An operator blocked its application.',
      account: 'An operator blocked the account.', move: 'The account is being moved.'},
  },
  webhook: {
    overview: 'Overview', deliveries: 'Deliveries', acts: 'History', options: 'Options', receiver: 'Receiver',
    failing: count => `${of(count, 'attempt')} failed in a row.`, failingDeliveries: 'The deliveries since then',
    deactivated: at => `Deactivated at ${at}, by:`, id: 'Id', url: 'URL', created: 'Created', modified: 'Changed',
    window: {PT1H: '1 hour', P1D: '24 hours', P7D: '7 days'}, windowLabel: 'Period',
    delivered: 'Delivered', failed: 'Exhausted', backlog: 'Pending', oldest: 'Oldest pending', streak: 'Failures in a row',
    latency: 'Latency', volume: 'Deliveries by outcome', latencyTitle: 'Latency of attempts', answers: 'By answer',
    failedAs: {dns: 'Name not found', forbiddenAddress: 'Address not allowed', connect: 'No connection',
      tls: 'No secure connection',
      timeout: 'No answer in time', protocol: 'No valid answer', status: 'Not confirmed',
      authentication: 'No token'},
    byType: 'By event type', errorShare: 'Error share', attempts: 'Attempts', noAnswer: 'No answer',
    sampled: count => `Error share, answers and types are of a sample: the newest ${count} deliveries.`,
    partial: since => `Only deliveries since ${since} are counted: there are too many in this period. Choose a shorter one.`,
    empty: 'No deliveries in this period.', table: 'Show as a table', time: 'Time', p50: 'p50', p95: 'p95',
    ago: text => `${text} ago`, undelivered: (count, since) => `Cancelled: ${deliveriesOf(count)}, the oldest from ${since}.`,
    recovering: count => `A recovery is under way: ${deliveriesOf(count)} so far.`,
    busy: 'The figures take too long to read at the moment, because others read many or this webhook has very many '
      + 'deliveries. They are read again soon; a shorter period is quicker.',
    recover: 'Recover them', atLeast: count => `${count}+`,
    restricted: 'You administer the iTwin of this webhook, not its account. You can deactivate it; its deliveries belong to '
      + 'its owner.',
  },
  deliveries: {
    title: 'Deliveries', time: 'Received', status: 'Status', type: 'Event type', id: 'Message id', attempts: 'Attempts',
    next: 'Next attempt', last: 'Last answer', since: 'From', until: 'To', live: 'Live',
    liveOn: 'New deliveries appear by themselves.',
    empty: 'No deliveries yet. Send a test event to see whether the receiver works.',
    noMatch: 'No delivery matches these filters.',
    searching: 'None on this page. Older pages may have some.', due: text => `in ${text}`, soon: 'now',
    filter: 'Filter',
    gap: 'More deliveries came than can be read at a time. The list begins anew; older ones follow below.',
    searched: 'More deliveries of other types came than can be examined at a time. Load more to examine them.',
    cut: 'Only the newest 1,000 deliveries are kept while new ones appear. Use the filters to see older ones.',
  },
  delivery: {
    title: 'Delivery', life: 'Life', occurred: 'Event occurred', received: 'Received here', next: 'Next attempt',
    attempt: number => `Attempt ${number}`, request: 'Request', answer: 'Answer', headers: 'Headers',
    requestHeaders: 'Request headers', requestBody: 'Request body', answerHeaders: 'Answer headers', body: 'Body',
    pretty: 'Pretty', raw: 'Raw',
    excerpt: 'Beginning of the body', latency: 'Latency', deliveryId: 'Delivery id', messageId: 'Message id', traceId: 'Trace id',
    iTwin: 'iTwin or account',
    noHeaders: 'Not kept.', noRequestHeaders: 'Nothing was sent.', succeeded: 'The receiver confirmed the delivery.',
    noBody: 'No body.', noAttempt: 'No attempt yet.',
    derived: 'The headers that follow from the delivery. A test event shows all of them.',
    what: 'What happened',
    unformatted: 'The body is nested too deeply, or is too large, to be formatted. It is shown as it was sent.',
    erased: 'The payload is erased. The delivery cannot be sent again.',
  },
  acts: {
    title: 'History', time: 'Time', act: 'What', by: 'By', detail: 'Detail',
    empty: 'Nothing is noted. Entries are kept for a year by default.',
    through: client => `through ${client}`,
    others: {product: 'The service itself', other: 'An administrator outside your account, or not noted'},
    names: {
      'webhook.created': 'Created', 'webhook.updated': 'Changed', 'webhook.activated': 'Activated',
      'webhook.deactivated': 'Deactivated',
      'webhook.deleted': 'Deleted', 'secret.rotated': 'Secret rotated', 'signingKey.rotated': 'Signing key rotated',
      'options.updated': 'Options changed',
      'webhook.paused': 'Paused', 'webhook.resumed': 'Resumed', 'webhook.tested': 'Test event sent',
      'authentication.tested': 'Authentication tested', 'certificate.requested': 'Certificate requested',
      'verification.requested': 'Verification requested', 'webhook.verified': 'Verified',
      'delivery.redelivered': 'Delivery redelivered', 'deliveries.recovered': 'Deliveries recovered',
      'deliveries.reconciled': 'Missing deliveries sent again',
      'delivery.erased': 'Payload erased',
      'alert.created': 'Mails requested',
      'block.added': 'Blocked', 'block.removed': 'Block removed',
      'portalSession.created': 'Portal session created', 'portalSession.opened': 'Portal session opened',
      'portalSession.ended': 'Portal session ended',
    },
  },
  eventTypes: {
    title: 'Event types',
    intro: 'What webhooks can subscribe to. Properties are those of the content; the service does not check events against them.',
    search: 'Search name or property', properties: 'Properties of the content', noProperties: 'Not described.',
    noDescription: 'Added by the operator.',
    sample: 'A sample', receives: 'What a receiver gets', noMatch: 'No event type matches.', headers: 'Headers', body: 'Body',
    signature: 'Each body has two signatures. Check one of them with the secret of the webhook, over the bytes of the body as '
      + 'they came.',
    count: (shown, all) => shown === all ? of(all, 'event type') : `${shown} of ${of(all, 'event type')}`,
  },
  alerts: {
    title: 'Alerts',
    intro: 'Choose who is told when a webhook needs attention: by mail, or by a webhook. An address gets one mail with a link. '
      + 'It gets no other mail before the link\'s page confirms it.',
    noMail: 'This service sends no mails. Its operator can set webhooks.mail.host. A webhook can tell you instead: see below.',
    empty: 'No address is told yet.',
    email: 'Address', emailHint: 'There is at most one mail an hour about a webhook. Each one has a link that ends them.',
    tells: 'Tells of', about: 'About', state: 'State', ofAccount: 'All webhooks of the account', ofClient: 'The webhooks of',
    confirmed: 'Confirmed', unconfirmed: 'Not confirmed', until: 'until',
    kinds: {webhookFailing: 'a webhook that fails', webhookDeactivated: 'a webhook that was deactivated',
      certificateExpiring: 'a client certificate that ends soon', backlogHigh: 'a high backlog of the service'},
    add: 'Tell an address', button: 'Send the link',
    webhook: 'Only this webhook', webhookHint: 'The id of a webhook. Leave it empty for all of them.',
    created: email => `A mail with a link is on its way to ${email}. The link is valid for 24 hours.`,
    remove: 'Delete', removeTitle: 'Delete this alert?',
    removeText: email => `${email} gets no more of these mails, and the address is deleted.`,
    removed: 'The alert is deleted.',
    byWebhook: 'By a webhook',
    byWebhookText: 'A webhook of the same application can get these events about all its other webhooks. Put the URL of its '
      + 'receiver into this command, and activate the webhook afterwards.',
  },
  alertLink: {
    confirm: {title: 'Confirm this address', text: 'After that, the address gets mails about webhooks that need attention.',
      button: 'Confirm', done: 'Done. If the link was still valid, the address is confirmed. Otherwise ask for another mail.'},
    unsubscribe: {title: 'End these mails', text: 'After that, the address gets no more of these mails, and it is deleted.',
      button: 'End the mails', done: 'Done. There are no further mails, and the address is deleted.'},
  },
  create: {
    local: 'This host looks like one inside a network. The API refuses it unless the operator allows the network.',
    title: 'Create a webhook',
    intro: 'Only a service application can create a webhook, with a token of its own. This page makes the commands for it: '
      + 'create, set options, activate. The new webhook is inactive until then.',
    url: 'URL of the receiver', urlHint: 'https, at most 2,048 characters, without user and fragment. A query is kept as it '
      + 'is. The address must be public.',
    scope: 'Scope', scopes: {Account: 'All events of the account', iTwin: 'Events of one iTwin'},
    scopeId: 'Id of the iTwin', scopeIdHint: 'A UUID. The application needs the permission webhooks_maintainer on this iTwin.',
    types: 'Event types', typesHint: 'At least one.', command: 'The commands',
    faults: {
      missing: 'Enter the URL.', noUrl: 'This is no URL.', https: 'Only https is allowed.',
      user: 'A URL with a user is not allowed.',
      fragment: 'A URL with a fragment (#) is not allowed.', length: 'The URL is too long.',
      iTwin: 'Enter the UUID of the iTwin.', types: 'Choose at least one event type.',
    },
    commands: {create: 'Create it', options: 'Set its options', verify: 'Let the receiver prove that it wants the requests',
      activate: 'Activate it'},
    about: {
      create: 'TOKEN is an access token of the service application with the scope webhooks:modify. The answer has the secret, '
        + 'which is shown only now; the command keeps the id for the next ones, in the same shell.',
      options: 'Before it is activated, so that the first request has them.',
      verify: 'The receiver has to answer a challenge. Without this proof the webhook can\'t be activated.',
      activate: 'When the receiver is ready and has the secret. Events that happen from then on are delivered.',
    },
    hasSecret: 'This command has the secrets that you typed. Keep it out of files and of the history of the shell.',
    optionsHint: 'None is needed. They can be set later, too, on the page of the webhook.', addOption: 'Add to the command',
    sample: 'What a receiver gets',
    notYet: 'The commands appear here when nothing is missing above.',
  },
  wait: {
    refused: seconds => `Too many requests. Try again in ${seconds} s.`,
    page: (seconds, until) => `Too many requests. What the page reads next waits for ${seconds} s, until ${until}.`,
    figures: (seconds, until) => `Too many requests. The figures wait for ${seconds} s, until ${until}.`,
  },
  operator: {
    title: 'Operator',
    parts: {node: 'Nodes', accounts: 'Accounts', webhooks: 'All webhooks', blocks: 'Blocks', rejected: 'Rejected events',
      audit: 'Audit trail', settings: 'Settings'},
    account: 'Account', client: 'Application', reason: 'Reason', time: 'Time', noWebhooks: 'No webhooks.',
    node: {
      title: 'Nodes', host: 'Host', version: 'Version', started: 'Started', seen: 'Last seen', state: 'State', broker: 'Broker',
      running: 'Running', late: 'Not seen', answers: 'Answers', down: since => `No answer since ${since}`,
      lateHint: 'A node that is not seen died, is paused, or does not reach the database. It is listed for an hour.',
      mixed: 'The nodes run different versions. That is fine during an upgrade; finish it soon.',
      database: 'Database', none: 'No node has announced itself yet. A node does so within ten seconds of its start.',
      over: 'Pending deliveries since this page was opened',
      backlog: 'Pending deliveries', oldest: 'Oldest pending', delivered: 'Delivered since the start',
      failed: 'Exhausted since the start', events: 'Events since the start', answering: 'The node that answered',
      noMetrics: 'The metrics can\'t be read here. A proxy may keep them inside.',
      hint: 'Pending deliveries are those of all nodes, the other numbers those of the node that answered. Behind a load '
        + 'balancer the next update may come from another one.',
    },
    accounts: {
      without: 'No account',
      intro: 'The accounts with most pending deliveries. Rates are of finished deliveries, by the time when their event came in.',
      pending: 'Pending', oldest: 'Oldest pending', rate: 'Delivered per minute', exhausted: 'Exhausted', cancelled: 'Cancelled',
      share: 'Exhausted share', window: {PT1H: '1 hour', P1D: '24 hours'},
      search: 'Part of an account\'s id', noMatch: 'No account with pending or finished deliveries matches.',
      empty: 'No account has pending deliveries, or finished ones in this period.',
      pendingPart: 'More deliveries are pending than are counted here, so the numbers are lower bounds and accounts may be '
        + 'missing.',
      finishedPart: since => `Finished deliveries are counted since ${since} only: there are too many in this period.`,
    },
    settings: {
      intro: 'The settings of the node that answered, in effect since its start. Secrets are ***.', name: 'Name', value: 'Value',
      source: 'Source',
      search: 'Search name or value', changed: 'Only those that are set', none: 'none', noMatch: 'No setting matches.',
    },
    rejected: {
      empty: 'No rejected events.', body: 'The message', replay: 'Replay', replayAll: 'Replay all',
      replayAllTitle: 'Replay all rejected events?',
      replayAllText: (count, complete) => `${complete ? '' : 'More than '}${of(count, 'event')} will be sent to intake again. `
        + 'What can still not be accepted comes back here.',
      replayed: count => count === 1 ? '1 event is sent to intake again.' : `${count} events are sent to intake again.`,
      hint: 'Messages that can never be accepted as they are. Replay them when their cause is gone, for example a missing iTwin.',
      cut: 'The message is longer than shown, so it can be replayed or discarded, but not corrected here.',
      unreadable: 'The message can\'t be shown.', noMatch: 'No rejected event matches.', reason: 'Part of the reason',
      again: count => count === '1' ? 'Rejected again after a replay' : `Rejected again after ${count} replays`,
      replayFound: 'Replay those found', replayFoundTitle: 'Replay all rejected events that match?',
      discard: 'Discard', discardTitle: 'Discard this event?', discardAll: 'Discard all', discardFound: 'Discard those found',
      discardAllTitle: 'Discard all rejected events?', discardFoundTitle: 'Discard all rejected events that match?',
      discardText: 'The event is lost: it can\'t be replayed after this.',
      discardAllText: (count, complete) => `${complete ? '' : 'More than '}${of(count, 'event')} will be lost. They can't be `
        + 'replayed after this.',
      discardNeeds: 'I understand that these events are lost.',
      discarded: count => count === 1 ? '1 event is discarded.' : `${count} events are discarded.`,
      edit: 'Correct', editTitle: 'Correct the message', save: 'Save', saveAndReplay: 'Save and replay',
      editHint: 'Saved, the message waits here under a new id until it is replayed.', noObject: 'This is not a JSON object.',
      original: 'As it was', corrected: 'The message is corrected. It waits for its replay.',
    },
    all: {
      search: 'Search host, path, id or type', sort: 'Order', backlog: 'Backlog', failingSince: 'Failing since',
      sorts: {'': 'Newest first', failing: 'Failing first', backlog: 'Most pending first', host: 'By host'},
      states: {active: 'Active', failing: 'Failing', paused: 'Paused', blocked: 'Blocked', inactive: 'Inactive'},
      streak: count => `${of(count, 'failed attempt')} in a row.`,
      part: 'There are too many webhooks to order all of them: the oldest are left out.',
      readOnly: 'This page changes nothing. The URL is shown without its query, which can hold credentials.',
      audited: 'Each look at deliveries of another account is in the audit trail.',
      noDeliveries: 'No delivery matches.',
    },
    audit: {empty: 'No entries.', action: 'Act', who: 'Who', what: 'On', user: 'User', detail: 'Detail', webhook: 'Webhook id',
      allActions: 'All acts', product: 'The product'},
    pausedUntil: time => `Paused until ${time}`,
    blocks: {
      kind: 'Kind', kinds: {webhook: 'Webhook', client: 'Application', account: 'Account'}, id: 'Id', since: 'Since',
      by: 'Blocked by',
      intro: 'Blocked webhooks are inactive, and nobody can activate or test them. Add a block from the list of all webhooks. '
        + 'The links in Blocked by lead to the audit trail, which also names the user.',
      empty: 'Nothing is blocked.', button: 'Block', of: kinds => `Block: ${kinds.toLowerCase()}`, add: 'Add a block?',
      webhookAt: (id, host) => `${id} at ${host}`,
      counting: 'Counting what this stops …', noImpact: 'What this stops can\'t be counted at the moment.',
      impact: (active, all, pending) => `This stops ${active} of ${of(all, 'webhook')} and cancels `
        + `${deliveriesOf(pending)} that wait.`,
      concerns: {
        webhook: (name, active) => active ? `The webhook ${name} is deactivated, and its pending deliveries are cancelled.`
          : `The webhook ${name} is inactive already.`,
        client: client => `All active webhooks of the application ${client}, in every account, are deactivated, and their `
          + 'pending deliveries are cancelled.',
        account: account => `All active webhooks of the account ${account} are deactivated, and their pending deliveries are `
          + 'cancelled.',
      },
      effect: {
        webhook: 'Until the block is removed, nobody can activate or test it. After that it stays inactive until its owner '
          + 'activates it, or you do when you remove the block. Its application '
          + 'can create the same one again: to prevent that, block the application.',
        client: 'Until the block is removed, nobody can activate or test them, or create others for this application. After '
          + 'that they stay inactive until their owners activate them, or you do when you remove the block.',
        account: 'Until the block is removed, nobody can activate or test them, or create others for this account. After that '
          + 'they stay inactive until their owners activate them, or you do when you remove the block.',
      },
      needs: {client: 'I understand that this concerns all webhooks of the application.',
        account: 'I understand that this concerns all webhooks of the account.'},
      added: (kind, name) => `Blocked: ${kind.toLowerCase()} ${name}.`,
      remove: 'Remove the block', removeTitle: 'Remove this block?',
      removed: (kind, name) => `The block of the ${kind.toLowerCase()} ${name} is removed.`,
      removeText: 'The webhooks stay inactive until their owners activate them.',
      reactivate: 'Activate the webhooks again that this block has deactivated', removeAndReactivate: 'Remove and activate',
      reactivateText: 'They get new events again. What was cancelled stays cancelled until somebody recovers it. Webhooks that '
        + 'another block concerns, or whose owner may no longer have them, stay inactive.',
      reactivated: (count, skipped, complete) => `Active again: ${of(count, 'webhook')}.`
        + `${skipped === '0' ? '' : ` Skipped, so still inactive: ${skipped}.`}`
        + `${complete ? '' : ' There are more, which stay inactive until their owners activate them.'}`,
    },
    deactivateText: (name, account) => `${name} of the account ${account} gets no more events, and its pending deliveries are `
      + 'cancelled. Its owner can activate it again, unless you block it.',
  },
  act: {
    activate: 'Activate', deactivate: 'Deactivate', edit: 'Edit', pause: 'Pause', resume: 'Resume', test: 'Send a test '
      + 'event', redeliver: 'Redeliver',
    recover: 'Recover deliveries',
    rotate: 'Rotate the secret', remove: 'Delete',
    removed: 'The webhook is deleted.', gone: 'This webhook does not exist any more, or you may not act on it any more.',
    activated: name => `The webhook ${name} is active.`, deactivated: name => `The webhook ${name} is inactive.`,
    redelivered: 'The delivery is pending again.',
    deactivateTitle: 'Deactivate this webhook?',
    deactivateText: (host, pending) => `${host} gets no more events. `
      + (pending ? `What is pending is cancelled: ${deliveriesOf(pending)}. You can recover it later.`
      : 'No delivery is pending.'),
    deactivateUnknown: host => `${host} gets no more events. What is pending is cancelled; how many deliveries that are is `
      + 'not known. You can recover them later.',
    removeTitle: 'Delete this webhook?',
    removeText: host => `${host} gets no more events. The URL, the secret and pending deliveries are gone for good. If you `
      + 'may need it again, deactivate it instead.',
    removeConfirm: 'I understand that this can\'t be undone.',
    testTitle: 'Test event',
    testText: 'Sends one event now, whether the webhook is active or not. The receiver can\'t tell it from a real one, unless '
      + 'it is of the type webhooks.test.v1.',
    testType: 'Event type', testTypes: {test: 'A test', own: 'Types of this webhook', others: 'All other types'},
    testContent: 'Content',
    testContentHint: 'A JSON object. Without one, the content is a short message.', testNoObject: 'This is no JSON object.',
    testNoExample: 'The example could not be read.',
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
    rotateTitle: 'Rotate the secret',
    rotateUnknown: 'If the history shows the rotation, rotate again and give the receiver that secret at once: its present '
      + 'one ends then.',
    rotateText: 'Makes a new secret. For the chosen time, deliveries are also signed with the old one, in webhook-signature. '
      + 'The header Signature has only the new one.',
    overlap: 'Keep the old secret valid for', overlaps: {PT0S: 'Not at all', PT1H: '1 hour', P1D: '1 day', P7D: '7 days'},
    rotated: 'This is the new secret. It is shown only now.', secretKept: 'I have kept it',
    secretNotCopied: 'The secret is not copied yet, and is shown only now. If you close it, rotate again to get another.',
    secretLost: 'Close without it', oldUntil: time => `The old secret is valid until ${time}.`,
  },
  options: {
    title: 'Options', intro: 'Which events this webhook gets, and how it sends them. Each form says what a change means for '
      + 'deliveries that wait.',
    set: 'Set', change: 'Change', reset: 'Reset', save: 'Save', hidden: 'Set, and never shown',
    keep: 'Leave it empty to keep the present one.',
    unreadable: 'This can\'t be read. Numbers have digits and a point, durations a unit (10 s, 5 min, 2 h, 1 d); templates and '
      + 'filters are JSON.',
    yes: 'Yes', no: 'No', examples: 'Add an example:',
    filterExamples: {exact: 'equals', in: 'one of', prefix: 'begins with', number: 'number', exists: 'exists', any: 'any of',
      not: 'not'},
    unbound: 'The address of the receiver has changed since a secret was set, so it is not sent. Set it again.',
    item: number => `Header ${number}`, addItem: 'Add a header', removeItem: number => `Remove header ${number}`,
    saved: name => `Saved: ${name}.`, resetTitle: name => `Reset: ${name}?`, resetDone: name => `Reset: ${name}.`,
    resetText: {
      headers: 'Requests have no headers of yours any more. Their secret values are gone for good.',
      authentication: 'Requests have no credentials any more. The password or the client secret is gone for good.',
      format: 'The receiver gets events as on the iTwin Platform again.', throttle: 'The requests are not bounded any more.',
      description: 'The text is gone for good.', filters: 'All events of the event types match again.',
      eventTypePatterns: 'Only the event types of the webhook match.',
      tls: 'Requests have no client certificate any more, and the public authorities are trusted. The key is gone for good.',
      signature: 'Requests are signed with the secret only. The signing key is gone for good: receivers that verify v1a refuse '
        + 'what comes.',
      timeout: 'The time-out of the service holds again.', retry: 'The retries of the service hold again.',
      retention: 'Payloads are kept as long as deliveries, and shown in full.', other: 'The option is not set any more.',
    },
    names: {headers: 'Headers', authentication: 'Authentication', format: 'Format', throttle: 'Throttle',
      description: 'Description', eventTypePatterns: 'Patterns of event types', filters: 'Filters', tls: 'Client certificate',
      signature: 'Signature', timeout: 'Time-out', retry: 'Retries', retention: 'Retention'},
    means: {
      description: 'Deliveries are the same. The list of webhooks shows and finds it.',
      eventTypePatterns: 'Holds for events that come from now on. What waits already is still sent.',
      filters: 'Holds for events that come from now on. What waits already is still sent.',
      retry: 'Deliveries that wait keep their next time. After their next failure this schedule decides.',
      retention: 'Holds at once, also for what is kept already. A longer time brings nothing back.',
      signature: 'Holds from the next attempt on, also for deliveries that wait. Give the receiver the public key before it '
        + 'expects v1a.',
      throttle: 'Holds within a second, also for deliveries that wait: they keep their order.',
      other: 'Holds from the next attempt on, also for deliveries that wait.',
    },
    about: {
      headers: 'Headers that each request has, such as an API key. Values are secret unless you say otherwise.',
      authentication: 'How the service proves to the receiver who it is: with a user name, or with a token of an OAuth 2.0 '
        + 'issuer.',
      format: 'The form in which the receiver gets events: as on the iTwin Platform, as CloudEvents, or by a template.',
      throttle: 'Bounds the requests to the receiver. What exceeds the bound waits in the backlog.',
      description: 'What the webhook is for, in up to 1,000 characters.',
      eventTypePatterns: 'Further event types by pattern, one a line: * is one part between points, ** at the end all that '
        + 'follow. '
        + 'New types of the catalogue match, too.',
      filters: 'Conditions on the event that must all hold, or it is not delivered. A JSON array.',
      tls: 'Shows a client certificate to the receiver (mutual TLS), or trusts a private authority. Let the service make the '
        + 'key: '
        + 'request a certificate, and paste here what your authority answers.',
      signature: 'v1 is signed with the secret, v1a with a key pair (Ed25519): a receiver of v1a needs only the public key.',
      timeout: 'How long one attempt may take: the look-up of the host, connecting, TLS and the wait for the answer together.',
      retry: 'When a failed delivery is tried again, and which answers end it at once.',
      retention: 'How long payloads are kept after a delivery has ended, and what the delivery history shows of them.',
    },
    fields: {
      name: 'Name', value: 'Value', secret: 'The value is secret', type: 'Kind', username: 'User name', password: 'Password',
      tokenUrl: 'URL of the token issuer', clientId: 'Client id', clientSecret: 'Client secret', scope: 'Scope',
      audience: 'Audience',
      clientAuthentication: 'The client secret is sent', mode: 'Form', template: 'Template',
      requestsPerSecond: 'Requests a second', maxInFlight: 'Requests at a time',
      certificateChain: 'Certificate, and those that issued it', privateKey: 'Private key',
      trustedCertificates: 'Trusted authorities',
      subject: 'Subject', issuer: 'Issuer', notAfter: 'Valid until', sha256: 'SHA-256', publicKey: 'Public key',
      schemes: 'Signatures', schedule: 'Waits before retries', finalStatuses: 'Final answers', payload: 'Payloads are kept for',
      storeResponse: 'Keep the beginning of responses', redact: 'Hidden parts',
    },
    hints: {
      tokenUrl: 'https, at a public address.', scope: 'Optional.', audience: 'Optional.',
      requestsPerSecond: '0.1 to 1,000. Empty: not bounded.',
      maxInFlight: '1 to 100. Empty: not bounded.',
      description: 'The list of webhooks shows it.', eventTypePatterns: 'For example iModels.** or *.jobCompleted.v1',
      filters: 'Keys are eventType, iTwinId, messageId, or paths such as $.content.result. Numbers compare as decimals.',
      certificateChain: 'PEM: the certificate first.',
      privateKey: 'PEM, not encrypted. Empty: the present key, or the one of the last certificate request.',
      trustedCertificates: 'PEM. Empty: the public authorities. Else only these.',
      timeout: 'From 1 s to 30 s, for example 20 s. Over 5 s the webhook shares the places of slow receivers.',
      schedule: 'One wait after each failed attempt, for example 10 s, 5 min, 2 h, 1 d. 0: no retry. Empty: as the service '
        + 'does it.',
      finalStatuses: 'Statuses from 300 to 599, for example 400, 422.',
      payload: 'For example 1 h or 7 d, at most 14 d; 0 s hides them at once. Empty: as long as deliveries.',
      redact: 'Paths below $.content, one a line, for example $.content.email. Requests keep them.',
      template: 'JSON with placeholders such as ${$.eventType} and ${$.content.x ?? "none"}.',
    },
    choices: {
      'schemes.v1': 'v1: with the secret', 'schemes.v1 v1a': 'v1 and v1a', 'schemes.v1a': 'v1a: with a key pair',
      basic: 'User name and password', oauth2: 'Token of an OAuth 2.0 issuer',
      'clientAuthentication.basic': 'In the header Authorization', 'clientAuthentication.post': 'In the body',
      itwin: 'As on the iTwin Platform',
      'cloudevents-structured': 'CloudEvents, structured', 'cloudevents-binary': 'CloudEvents, binary', template: 'By a template',
    },
    proof: {
      title: 'Proof of ownership', verify: 'Verify', method: 'Method', methods: {challenge: 'Challenge', options: 'Consent'},
      none: 'The receiver has not proven that it wants the requests of this webhook.',
      since: (time, method) => `Verified at ${time}: ${method.toLowerCase()}. Another URL needs a proof of its own.`,
      about: 'Asks the receiver once for a proof that it wants the requests of this webhook.',
      hints: {challenge: 'The receiver gets a signed event of the type webhooks.verification.v1, and has to answer with its '
        + 'challenge.',
        options: 'The receiver gets an OPTIONS request, and has to answer with WebHook-Allowed-Origin. It can allow a rate, '
          + 'which becomes the throttle.'},
      causes: {'no challenge': 'The answer does not repeat the challenge.',
        'no consent': 'The answer has no WebHook-Allowed-Origin for this service.',
        'invalid rate': 'WebHook-Allowed-Rate is no positive number.',
        'URL changed': 'The URL of the webhook changed meanwhile.'},
      failed: 'There is no proof.', done: 'The receiver is verified.',
    },
    pause: 'Pause', pauseStart: 'Pause', pauseChange: 'Change the end', pauseTitle: 'Pause this webhook?', resume: 'Resume',
    notPaused: 'Not paused: deliveries are sent as they come.',
    pauseAbout: 'While a webhook is paused, its events wait. Requests that are under way end, and test events are sent.',
    pauseUntil: 'Until', pauseHint: 'Within the next 14 days. Then it resumes by itself.',
    pausedUntil: time => `Paused until ${time}.`,
    resumeTitle: 'Resume this webhook?', resumeText: 'What waits is delivered, a few requests at a time at first.',
    resumed: 'The webhook is not paused any more.',
  },
  optionActs: {
    names: {request: 'Request a certificate', rotateKey: 'Replace the signing key', testToken: 'Test the authentication'},
    about: {
      request: 'Makes a key that never leaves the service, and a request that your authority signs. The certificate in use stays '
        + 'in use. A second request replaces one that waits.',
      rotateKey: 'Makes a new key pair. It is published at once, and signs later, so that receivers can get the public key '
        + 'before.',
      testToken: 'Requests one token from the issuer now, as the next delivery would. The token is not shown.',
    },
    subject: 'Subject', subjectHint: 'For example CN=webhooks,O=Example',
    requested: time => `Let your authority sign this request, then change the option: paste the certificate. The key is kept `
      + `until `
      + `${time}.`,
    useAfter: 'Sign with the new key', useAfters: {PT0S: 'Now: the old one leaked', PT1H: 'In 1 hour', P1D: 'In 1 day',
      P7D: 'In 7 days'},
    rotated: time => `The new key signs from ${time} on. Receivers with configured keys need both until then.`,
    rotatedNow: 'The new key signs now. Receivers that know only the old one refuse deliveries.',
    tokenGood: 'The issuer gave a token.', tokenBad: 'There was no token.',
  },
  edit: {
    title: 'Edit the webhook', saved: name => `Saved: ${name}.`,
    more: 'Headers, filters, retries and all other options are on the tab Options. The secret is replaced by Rotate the secret.',
    sentAs: url => `It is stored as ${url}`,
    means: {
      url: waiting => `${waiting ? `Deliveries that wait (${waiting})` : 'Deliveries that wait'} go to the new URL at their next `
        + 'attempt. To send them at once, recover pending deliveries. Requests under way end at the old one.',
      unbound: (_, options) => `The new address is another origin. Secrets are not sent there until you set them again: `
        + `${options}.`,
      perhapsUnbound: () => 'The new address is another origin. Secret headers, credentials and a client certificate are not '
        + 'sent '
        + 'there until you set them again.',
      proof: () => 'The proof of ownership ends. The new receiver can give its own, on the tab Options.',
      needsProof: () => 'The new URL needs a proof of ownership, so the service refuses it while the webhook is active. '
        + 'Deactivate '
        + 'the webhook first, change the URL, let the receiver prove, and activate it.',
      added: (_, types) => `Events that happen from now on are delivered: ${types}.`,
      removed: (_, types) => `No more events are delivered: ${types}. What waits already is still sent.`,
    },
  },
  preview: {
    start: 'Preview', title: 'Preview on events of the last 24 hours',
    found: (matched, events) => `${matched} of ${events} events match.`,
    partial: 'There are more events than are examined: the newest are.',
    show: 'Show', matches: 'Matches', reasons: {otherScope: 'Another scope', notSubscribed: 'Not '
      + 'subscribed', filtered: 'Filtered'},
    request: 'The request that would be sent', example: 'The request for an example of the catalogue',
  },
  receiver: {
    title: 'Receiver', intro: 'What the receiver of this webhook gets, and a program that verifies it. Verify the bytes of the '
      + 'body '
      + 'before you parse them, and answer 401 if the signature does not hold.',
    headers: 'Headers of each request', headersHint: 'Secret values are ***. The body comes as it was signed.',
    program: 'Verify the signature', language: 'Language', scheme: 'Signature',
    languages: {java: 'Java', node: 'Node.js', python: 'Python', shell: 'Shell', go: 'Go', csharp: 'C#'},
    schemes: {v1: 'v1: secret', v1a: 'v1a: public key'},
    about: {
      v1: 'webhook-signature has v1 and an HMAC of the secret. During a rotation it has two values, and one has to fit.',
      v1a: 'webhook-signature has v1a and an Ed25519 signature. The receiver needs the public key, and no secret. If the webhook '
        + 'has both signatures, a receiver of v1a ignores v1.',
    },
    twoKeys: 'The signing key is being replaced: the receiver needs both keys.',
    try: 'Try it', tryHint: 'With the headers and the body of a delivery. The exit code is 0 if the signature holds.',
  },
};
