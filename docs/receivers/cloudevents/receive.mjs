// Reads a CloudEvent from a request as CGI gives it, with the SDK of CloudEvents. Needs Node.js 20 or later.
// Prints id, type and source of the event in a line each, then its data in JSON.
import { HTTP } from 'cloudevents';

const headers = { 'content-type': process.env.CONTENT_TYPE };
for (const [name, value] of Object.entries(process.env)) {
  if (name.startsWith('HTTP_')) {
    headers[name.slice(5).replaceAll('_', '-').toLowerCase()] = value;
  }
}
const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const event = HTTP.toEvent({ headers, body: Buffer.concat(chunks).toString('utf8') });
console.log([event.id, event.type, event.source, JSON.stringify(event.data)].join('\n'));
