// Samples of events, with the examples of the catalogue.
import {apiPath, get} from '../api.js';

const TIME = '2026-10-02T14:55:00.463Z';

/** Reads an event type with its example. */
export const readType = (name, signal) => get(apiPath('event-types', name), {}, signal);

/** The body that a receiver gets. */
export const body = type => ({
  content: type.content, eventType: type.name, enqueuedDateTime: TIME, iTwinId: '0c8d5eb7-6f6c-4b4a-9b8e-3c5b6c9e2d11',
  messageId: '5b0f6f0e-2d2b-4f0f-9c43-7f1f6a1f0b55', webhookId: '0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a10',
});

/** The headers that a receiver gets. */
export const headers = type => ({
  'content-type': 'application/json', 'content-length': String(JSON.stringify(body(type)).length), 'user-agent': 'Webhooks/…',
  signature: 'sha256=5f0d2b9a…', 'webhook-id': '5b0f6f0e-2d2b-4f0f-9c43-7f1f6a1f0b55', 'webhook-timestamp': '1790952900',
  'webhook-signature': 'v1,K5oZfzN95Z9U…',
});

export const text = value => JSON.stringify(value, null, 2);
