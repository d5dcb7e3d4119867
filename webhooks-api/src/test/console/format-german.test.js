import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

process.env.TZ = 'UTC';
openPage({languages: ['de-AT', 'en']});
const format = await load('format.js');

test('times and numbers are German', () => {
  assert.match(format.time('2026-10-02T14:55:00Z'), /02\. Okt\. 2026, 14:55:00 UTC/);
  assert.equal(format.number(12345.5), '12.345,5');
  assert.equal(format.share(1, 3), '33,3 %');
  assert.equal(format.milliseconds(1500), '1,50 s');
  assert.equal(format.distance('2026-09-29T00:00:00Z', Date.parse('2026-10-02T00:00:00Z')), '3 Tg.');
});

test('the page says that it is German', () => {
  assert.equal(document.documentElement.lang, 'de');
});
