// Verifies the signatures of a delivery. Node.js 18 or later, no packages.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const TOLERANCE_SECONDS = 300;

const hmac = (secret, ...parts) =>
  parts.reduce((mac, part) => mac.update(part), createHmac('sha256', secret));

function same(expected, given) {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Verifies webhook-signature (Standard Webhooks). The names of the headers are in lower case. */
export function verifyStandard(headers, body, secret, now = Date.now() / 1000) {
  if (!secret) return false;
  const timestamp = headers['webhook-timestamp'] ?? '';
  if (!/^\d{1,11}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > TOLERANCE_SECONDS) {
    return false;
  }
  const start = `${headers['webhook-id'] ?? ''}.${timestamp}.`;
  const expected = 'v1,' + hmac(secret, start, body).digest('base64');
  // Two values while an old secret is valid.
  return (headers['webhook-signature'] ?? '').split(' ').some((given) => same(expected, given));
}

/** Verifies Signature (iTwin Platform). It does not show whether a delivery is a replay. */
export function verifyITwin(headers, body, secret) {
  if (!secret) return false;
  return same('sha256=' + hmac(secret, body).digest('hex'), headers.signature ?? '');
}

/** Reads a request as CGI gives it: headers in the environment, the body as standard input. */
async function main() {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'signature'];
  const headers = Object.fromEntries(
    names.map((name) => [name, process.env['HTTP_' + name.toUpperCase().replaceAll('-', '_')] ?? '']),
  );
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const verify = process.argv[2] === 'itwin' ? verifyITwin : verifyStandard;
  process.exitCode = verify(headers, Buffer.concat(chunks), process.env.WEBHOOK_SECRET) ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
