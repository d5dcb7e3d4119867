import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage({languages: ['de']});
const {sourceOf} = await load('screens/operator-settings.js');

test('the source of a setting is German, and names stay', () => {
  for (const [source, german] of [
    ['default', 'Vorgabe'],
    ['environment variable WEBHOOKS_RETENTION', 'Umgebungsvariable WEBHOOKS_RETENTION'],
    ['system property webhooks.file', 'Systemeigenschaft webhooks.file'],
    ['file /run/default (preset)/key (environment variable WEBHOOKS_DB_PASSWORD_FILE)',
      'Datei /run/default (preset)/key (Umgebungsvariable WEBHOOKS_DB_PASSWORD_FILE)'],
    ['preset keycloak', 'Voreinstellung keycloak'], ['argument --port', 'Argument --port'],
    ['configuration of the server', 'Konfiguration des Servers'],
    ['defaults of tomorrow', 'defaults of tomorrow'], ['webhooks.file', 'webhooks.file'],
  ]) assert.equal(sourceOf(source), german);
});
