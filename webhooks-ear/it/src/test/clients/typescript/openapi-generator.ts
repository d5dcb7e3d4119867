// Uses the client that openapi-generator makes for TypeScript, and prints a line for each step.
import {
  Configuration,
  DeliveriesApi,
  DescriptionApi,
  EventsApi,
  MetricsApi,
  ResponseError,
  WebhooksApi,
  type ErrorResponse,
} from './client/index.js';

const given = process.env as Record<string, string>;
const type = 'iModels.iModelCreated.v1';
const say = (...words: unknown[]) => console.log(words.join(' '));
const configuration = (accessToken?: string) => new Configuration({ basePath: given.SERVICE, accessToken });

const webhooks = new WebhooksApi(configuration(given.TOKEN));
const events = new EventsApi(configuration(given.PUBLISHER_TOKEN));
const deliveries = new DeliveriesApi(configuration(given.TOKEN));

async function refused(call: () => Promise<unknown>) {
  try {
    await call();
    say('not refused');
  } catch (e) {
    if (!(e instanceof ResponseError)) throw e;
    const { error } = (await e.response.json()) as ErrorResponse;
    say(e.response.status, error.code, ...(error.details ?? []).map(detail => `${detail.code} ${detail.target}`));
  }
}

async function delivered(id: string) {
  for (;;) {
    const page = await deliveries.listDeliveries({ id, status: 'succeeded', eventType: type, $top: 10 });
    if (page.deliveries.length) return page.deliveries[0];
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

const webhook = { callbackUrl: given.RECEIVER, scope: 'Account' as const, eventTypes: [type] };
const created = await webhooks.createWebhook({ createWebhook: webhook });
const id = created.id;
say('created, active:', created.active);
say('listed', (await webhooks.listWebhooks()).webhooks.length);
say('read, active:', (await webhooks.getWebhook({ id })).active);
say('updated, active:', (await webhooks.updateWebhook({ id, updateWebhook: { active: true } })).active);
const messageId = crypto.randomUUID();
const event = { messageId, eventType: type, accountId: given.ACCOUNT, content: { imodelId: 'one' } };
say('published', (await events.publishEvents({ event: [event] })).accepted);
say('delivered', (await delivered(id)).messageId === messageId);
say('tested', (await webhooks.testWebhook({ id })).succeeded);
say('measured', (await new MetricsApi(configuration()).getMetrics()).includes('webhooks_'));
say('described', 'openapi' in (await new DescriptionApi(configuration()).getDescription({ format: 'JSON' })));

await refused(() => new WebhooksApi(configuration()).getWebhook({ id }));
await refused(() =>
  webhooks.createWebhook({ createWebhook: { ...webhook, scope: 'iTwin', scopeId: crypto.randomUUID() } }));
await refused(() => webhooks.getWebhook({ id: crypto.randomUUID() }));
await refused(() => webhooks.createWebhook({ createWebhook: { ...webhook, eventTypes: ['no.such.type'] } }));
await webhooks.deleteWebhook({ id });
await refused(() => webhooks.getWebhook({ id }));
