// The texts of what can be done with a webhook.
import {deliveriesOf} from './counts.js';

export default {
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
  testTitle: 'Test event', testText: 'Sends one event now, whether the webhook is active or not. The receiver can\'t tell it from a real one, unless it is of the type webhooks.test.v1.',
  testType: 'Event type', testTypes: {test: 'A test', own: 'Types of this webhook', others: 'All other types'}, testContent: 'Content',
  testContentHint: 'A JSON object. Without one, the content is a short message.', testNoObject: 'This is no JSON object.', testNoExample: 'The example could not be read.',
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
};
