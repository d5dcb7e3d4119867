// The programs of docs/receivers that verify deliveries, and the headers that they find. No DOM: tests run it under Node.js.

/** The languages, each with its file for a scheme of signatures, and how the file is run. */
const LANGUAGES = {
  java: {file: () => 'Verify.java', run: 'java Verify.java'},
  node: {file: () => 'verify.mjs', run: 'node verify.mjs'},
  python: {file: () => 'verify.py', run: 'python3 verify.py'},
  shell: {file: () => 'verify.sh', run: 'bash verify.sh'},
  go: {file: () => 'verify.go', run: 'go run verify.go'},
  csharp: {file: scheme => scheme === 'v1a' ? 'VerifyAsymmetric.cs' : 'Verify.cs', run: 'dotnet run'},
};

export const languages = Object.keys(LANGUAGES);

export const fileOf = (language, scheme) => LANGUAGES[language].file(scheme);

const CONTENT_TYPES = {'cloudevents-structured': 'application/cloudevents+json; charset=utf-8'};

/** The schemes of signatures that a webhook with these options has. */
export const schemesOf = options => options?.signature?.schemes ?? ['v1'];

/** The public keys that a receiver accepts now, during a rotation two. */
export const keysOf = options => [options?.signature?.publicKey, options?.signature?.next?.publicKey].filter(Boolean);

/**
 * The headers of each request of a webhook, with its own ones. Secrets are never known here.
 *
 * @param {Record<string, any> | null | undefined} options
 * @returns {Record<string, string>}
 */
export function headersOf(options) {
  const schemes = schemesOf(options);
  const mode = options?.format?.mode;
  const {type} = options?.authentication ?? {};
  return {
    'content-type': CONTENT_TYPES[mode] ?? 'application/json',
    'webhook-id': '<messageId>',
    'webhook-timestamp': '<seconds since 1970>',
    'webhook-signature': schemes.map(each => `${each},<base64>`).join(' '),
    signature: 'sha256=<hex>',
    ...mode === 'cloudevents-binary' ? {'ce-id': '<messageId>', 'ce-type': '<eventType>', 'ce-source': '<iTwin>',
      'ce-time': '<time>', 'ce-specversion': '1.0', 'ce-webhookid': '<id>'} : {},
    ...type ? {authorization: type === 'basic' ? 'Basic ***' : 'Bearer ***'} : {},
    ...Object.fromEntries((options?.headers ?? []).map(({name, value}) => [name.toLowerCase(), value ?? '***'])),
    traceparent: '00-<trace>-<attempt>-01',
  };
}

/**
 * The command that tries a program with a delivery of this webhook.
 *
 * @param {string} language
 * @param {string} scheme
 * @param {string[]} keys
 */
export function commandOf(language, scheme, keys) {
  const asymmetric = scheme === 'v1a';
  return [
    asymmetric ? `export WEBHOOK_PUBLIC_KEYS='${keys.join(' ')}'` : 'read -rs WEBHOOK_SECRET && export WEBHOOK_SECRET',
    `HTTP_WEBHOOK_ID=… HTTP_WEBHOOK_TIMESTAMP=… HTTP_WEBHOOK_SIGNATURE=… ${LANGUAGES[language].run}${asymmetric ? ' v1a' : ''}`
      + ' < body.json',
  ].join('\n');
}
