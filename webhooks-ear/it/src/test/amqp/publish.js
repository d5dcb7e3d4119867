// Publishes each line of standard input as one event, by AMQP 1.0, and ends well once the broker has
// taken all of them. Where to, and as whom: AMQP_HOST, AMQP_PORT, AMQP_USER, AMQP_PASSWORD. With AMQP_CA, a PEM
// file of authorities, over TLS. TRACEPARENT (W3C Trace Context) is passed on with the events. For CloudEvents:
// CONTENT_TYPE, and PROPERTIES, an object in JSON whose members become application properties.
//
//   node publish.js text|bytes|number|list|nested [message-id] < events.jsonl
//
// The last three are no events: the length of the line, a list of it, and a list in a list.

const { readFileSync } = require('node:fs');
const rhea = require('rhea');

const [kind, messageId] = process.argv.slice(2);
const events = readFileSync(0, 'utf8').split('\n').filter((line) => line !== '');
let next = 0;
let taken = 0;

const bodies = {
  text: (event) => event,
  bytes: (event) => rhea.message.data_section(Buffer.from(event, 'utf8')),
  number: (event) => event.length,
  list: (event) => [event],
  nested: (event) => [[event]],
};

function message(event) {
  return {
    durable: true, // Else the broker takes it before it is on disk.
    message_id: messageId,
    content_type: process.env.CONTENT_TYPE,
    application_properties: {
      source: 'publish.js',
      ...(process.env.TRACEPARENT && { traceparent: process.env.TRACEPARENT }),
      ...JSON.parse(process.env.PROPERTIES ?? '{}'),
    },
    body: bodies[kind](event),
  };
}

function fail(what, why) {
  console.error(`${what}: ${why?.description ?? why}`);
  process.exit(1);
}

rhea.on('sendable', ({ sender }) => {
  while (next < events.length && sender.sendable()) sender.send(message(events[next++]));
});
rhea.on('accepted', ({ connection }) => {
  taken += 1;
  if (taken === events.length) connection.close();
});
// The broker could not store it, or refuses it: too large, or not allowed.
for (const refused of ['rejected', 'released', 'modified']) {
  rhea.on(refused, ({ delivery }) => fail(refused, delivery.remote_state?.error));
}
rhea.on('sender_error', ({ sender }) => fail('sender', sender.error));
rhea.on('connection_error', ({ connection, error }) => fail('connection', error ?? connection.error));
rhea.on('disconnected', ({ error }) => fail('disconnected', error));

rhea
  .connect({
    host: process.env.AMQP_HOST,
    port: process.env.AMQP_PORT,
    username: process.env.AMQP_USER,
    password: process.env.AMQP_PASSWORD,
    ...(process.env.AMQP_CA && { transport: 'tls', ca: readFileSync(process.env.AMQP_CA) }),
    reconnect: false, // Long-running publishers should reconnect.
  })
  .open_sender('webhooks.events');
