// Samples of events, made from the catalogue's descriptions.

const ID = '8be29ba0-5ef4-4a32-b89e-9f4b7bd4d1b5';
const TIME = '2026-10-02T14:55:00.463Z';
const VALUES = {
  changesetId: 'd1f6a0b8c6e14a2c9f0f6c7d1a2b3c4d5e6f7a8b', changesetIndex: 42, memberType: 'User', roleName: 'Viewer',
  result: 'Success', status: 'Succeeded', state: 'Success', jobSucceeded: true, discipline: 'Civil', iTwinClass: 'Endeavor',
  iTwinSubClass: 'Project', accountOwnerType: 'Organization', transformType: 'Fork', eventCreatedBy: ID,
  reason: 'failing', since: TIME, failingSince: TIME, failures: 5, deliveries: 3,
};

/** The content of a sample event. */
export const content = type => Object.fromEntries(type.properties.map(name => [name, Object.hasOwn(VALUES, name) ? VALUES[name] : ID]));

/** The body that a receiver gets. */
export const body = type => ({
  content: content(type), eventType: type.name, enqueuedDateTime: TIME, iTwinId: '0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11',
  messageId: '5b0f6f0e-2d2b-4f0f-9c43-7f1f6a1f0b55', webhookId: '0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a10',
});

/** The headers that a receiver gets. */
export const headers = type => ({
  'content-type': 'application/json', 'content-length': String(JSON.stringify(body(type)).length), 'user-agent': 'Webhooks/…',
  signature: 'sha256=5f0d2b9a…', 'webhook-id': '5b0f6f0e-2d2b-4f0f-9c43-7f1f6a1f0b55', 'webhook-timestamp': '1790952900',
  'webhook-signature': 'v1,K5oZfzN95Z9U…',
});

export const text = value => JSON.stringify(value, null, 2);
