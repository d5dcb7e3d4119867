import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

process.env.TZ = 'UTC';
openPage();
const {detailOf} = await load('screens/acts.js');

test('the detail of an act is in words', () => {
  assert.equal(detailOf({action: 'webhook.paused', detail: 'until 2026-12-09T23:14:28.686Z'}), 'until 09 Dec 2026, 23:14:28 UTC');
  assert.equal(detailOf({action: 'webhook.paused', detail: 'soon'}), 'soon');
  assert.equal(detailOf({action: 'options.updated', detail: 'tls, later'}), 'Client certificate, later');
  assert.match(detailOf({action: 'webhook.deactivated', detail: 'gone'}), /410 Gone/);
  assert.equal(detailOf({action: 'webhook.updated', detail: 'URL'}), 'URL');
});
