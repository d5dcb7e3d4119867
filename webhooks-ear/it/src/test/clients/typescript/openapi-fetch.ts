// Uses openapi-fetch with the types that openapi-typescript makes, and prints a line for each step.
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

const given = process.env as Record<string, string>;
const type = 'iModels.iModelCreated.v1';
const say = (...words: unknown[]) => console.log(words.join(' '));
const client = (token?: string) =>
  createClient<paths>({ baseUrl: given.SERVICE, headers: token ? { Authorization: `Bearer ${token}` } : {} });

const service = client(given.TOKEN);
const publisher = client(given.PUBLISHER_TOKEN);

/** Returns the answer to a request that must succeed. */
async function done<T>(request: Promise<{ data?: T; error?: components['schemas']['ErrorResponse'] }>): Promise<T> {
  const { data, error } = await request;
  if (error) throw new Error(error.error.message);
  return data as T;
}

async function refused(request: Promise<{ error?: components['schemas']['ErrorResponse']; response: Response }>) {
  const { error, response } = await request;
  if (!error) return say('not refused');
  const details = (error.error.details ?? []).map(detail => `${detail.code} ${detail.target}`);
  say(response.status, error.error.code, ...details);
}

async function delivered(id: string) {
  for (;;) {
    const query = { status: 'succeeded' as const, eventType: type, $top: 10 };
    const page = await done(service.GET('/webhooks/{id}/deliveries', { params: { path: { id }, query } }));
    if (page.deliveries.length) return page.deliveries[0];
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

const webhook = { callbackUrl: given.RECEIVER, scope: 'Account' as const, eventTypes: [type] };
const created = await done(service.POST('/webhooks', { body: webhook }));
const id = created.id;
const one = { params: { path: { id } } };
say('created, active:', created.active);
say('listed', (await done(service.GET('/webhooks'))).webhooks.length);
say('read, active:', (await done(service.GET('/webhooks/{id}', one))).active);
say('updated, active:', (await done(service.PATCH('/webhooks/{id}', { ...one, body: { active: true } }))).active);
const messageId = crypto.randomUUID();
const event = { messageId, eventType: type, accountId: given.ACCOUNT, content: { imodelId: 'one' } };
say('published', (await done(publisher.POST('/events', { body: [event] }))).accepted);
say('delivered', (await delivered(id)).messageId === messageId);
say('tested', (await done(service.POST('/webhooks/{id}/test', one))).succeeded);
say('measured', (await done(client().GET('/metrics', { parseAs: 'text' }))).includes('webhooks_'));
say('described', 'openapi' in Object(await done(client().GET('/openapi', { params: { query: { format: 'JSON' } } }))));

await refused(client().GET('/webhooks/{id}', one));
await refused(service.POST('/webhooks', { body: { ...webhook, scope: 'iTwin', scopeId: crypto.randomUUID() } }));
await refused(service.GET('/webhooks/{id}', { params: { path: { id: crypto.randomUUID() } } }));
await refused(service.POST('/webhooks', { body: { ...webhook, eventTypes: ['no.such.type'] } }));
await service.DELETE('/webhooks/{id}', one);
await refused(service.GET('/webhooks/{id}', one));
