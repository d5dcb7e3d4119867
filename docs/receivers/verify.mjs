// Verifies the signatures of a delivery. Node.js 18 or later, no packages.
import { createHmac, createPublicKey, timingSafeEqual, verify as verifySignature } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const TOLERANCE_SECONDS = 300;

const hmac = (secret, ...parts) =>
  parts.reduce((mac, part) => mac.update(part), createHmac('sha256', secret));

function same(expected, given) {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function isRecent(headers, now) {
  const timestamp = headers['webhook-timestamp'] ?? '';
  return /^\d{1,11}$/.test(timestamp) && Math.abs(now - Number(timestamp)) <= TOLERANCE_SECONDS;
}

const startOf = (headers) => `${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp']}.`;

/** Verifies webhook-signature (Standard Webhooks). The names of the headers are in lower case. */
export function verifyStandard(headers, body, secret, now = Date.now() / 1000) {
  if (!secret || !isRecent(headers, now)) return false;
  const start = startOf(headers);
  const expected = 'v1,' + hmac(secret, start, body).digest('base64');
  // Two values while an old secret is valid.
  return (headers['webhook-signature'] ?? '').split(' ').some((given) => same(expected, given));
}

/**
 * Verifies the asymmetric signature in webhook-signature (v1a of Standard Webhooks).
 * The keys are the public keys whpk_… that are valid now, with a space between two.
 */
export function verifyAsymmetric(headers, body, keys, now = Date.now() / 1000) {
  if (!isRecent(headers, now)) return false;
  const message = Buffer.concat([Buffer.from(startOf(headers)), body]);
  const given = (headers['webhook-signature'] ?? '').split(' ').filter((one) => one.startsWith('v1a,'));
  return (keys ?? '').split(' ').filter(Boolean).some((key) => {
    const x = Buffer.from(key.replace(/^whpk_/, ''), 'base64').toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return given.some((one) =>
      verifySignature(null, message, publicKey, Buffer.from(one.slice(4), 'base64')));
  });
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
  const body = Buffer.concat(chunks);
  const { WEBHOOK_SECRET: secret, WEBHOOK_PUBLIC_KEYS: keys } = process.env;
  const valid = {
    itwin: () => verifyITwin(headers, body, secret),
    v1a: () => verifyAsymmetric(headers, body, keys),
    standard: () => verifyStandard(headers, body, secret),
  };
  process.exitCode = valid[process.argv[2] ?? 'standard']() ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
