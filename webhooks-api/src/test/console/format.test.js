import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

process.env.TZ = 'UTC';
openPage();
const format = await load('format.js');

test('a text that names no moment has no time', () => {
  assert.equal(format.time('no time'), '');
  assert.equal(format.distance('no time'), '');
  assert.equal(format.localInput('no time'), '');
  assert.equal(format.instant('no time'), '');
});

test('times and numbers are British', () => {
  assert.match(format.time('2026-10-02T14:55:00Z'), /02 Oct 2026, 14:55:00 UTC/);
  assert.equal(format.hourOf('2026-10-02T14:55:00Z'), '14:55');
  assert.equal(format.number(12345.5), '12,345.5');
});

test('a share has one digit, and is never rounded to nothing', () => {
  assert.equal(format.share(0, 0), '–');
  assert.equal(format.share(0, 5), '0 %');
  assert.equal(format.share(1, 100000), '< 0.1 %');
  assert.equal(format.share(1, 3), '33.3 %');
});

test('durations choose their unit', () => {
  assert.equal(format.milliseconds(999), '999 ms');
  assert.equal(format.milliseconds(1500), '1.50 s');
  assert.equal(format.milliseconds(12345), '12.3 s');
  const now = Date.parse('2026-10-02T00:00:00Z');
  assert.equal(format.distance('2026-10-01T23:59:00Z', now), '60 s');
  assert.equal(format.distance('2026-10-02T00:10:00Z', now), '10 min');
  assert.equal(format.distance('2026-10-01T20:00:00Z', now), '4 h');
  assert.equal(format.distance('2026-09-29T00:00:00Z', now), '3 days');
});

test('characters that hide or reorder text are shown as escapes', () => {
  assert.equal(format.visible('a\u202Eb\u0000\u{E0001}'), 'a\\u202eb\\u0000\\u{e0001}');
  assert.equal(format.visible('\u061c\u00ad\u180e\u206a\ufff9\u{e0041}\u202e\u200b'),
    '\\u061c\\u00ad\\u180e\\u206a\\ufff9\\u{e0041}\\u202e\\u200b');
  assert.equal(format.visible('a\tb\nc'), 'a\tb\nc');
});

test('a target has no query, and an unreadable URL stays readable', () => {
  assert.deepEqual(format.target('https://host.example:8443/path?secret=1'), {host: 'host.example:8443', path: '/path'});
  assert.deepEqual(format.target('no\u202Eurl'), {host: 'no\\u202eurl', path: ''});
  assert.deepEqual(format.target(undefined), {host: '–', path: ''}, 'a URL that nobody can decrypt');
});

test('JSON is formatted without a change of its numbers', () => {
  assert.equal(format.pretty('{"b":1.0,"a":[12345678901234567890,{ }]}'),
    '{\n  "b": 1.0,\n  "a": [\n    12345678901234567890,\n    {}\n  ]\n}');
  assert.equal(format.pretty(String.raw`[ {"c":"]\\\""} ]`), String.raw`[
  {
    "c": "]\\\""
  }
]`);
  assert.equal(format.pretty('no json {'), 'no json {');
});

test('JSON that is too deep or too long is not formatted', () => {
  assert.equal(format.pretty('['.repeat(101) + ']'.repeat(101)), null);
  assert.equal(format.pretty('['.repeat(100000) + ']'.repeat(100000)), null, 'much too deep');
  assert.equal(format.pretty('[' + '1,'.repeat(300000) + '1]'), null, 'more than a mebibyte');
  assert.equal(format.pretty('[' + '[],'.repeat(80000) + '[]]')?.length, 80001 * '\n  [],'.length - 1 + '[\n]'.length);
});

// If the time grew with the square of the size, each of the ratios would be 64. Pauses of the machine, or of the
// collector, make some of them greater than 8, but not all.
test('the time to format JSON grows with its size', () => {
  /** @param {number} size */
  const milliseconds = size => {
    const text = '[' + '[],'.repeat(size) + '[]]';
    const start = performance.now();
    format.pretty(text);
    return performance.now() - start;
  };

  const ratios = Array.from({length: 10}, () => milliseconds(80000) / milliseconds(10000));

  assert.ok(Math.min(...ratios) < 20, ratios.join(' '));
});

test('an instant survives the input of local time', () => {
  assert.equal(format.instant(format.localInput('2026-10-02T14:55:00Z')), '2026-10-02T14:55:00.000Z');
});

test('no year that nobody means reaches an input or the API', () => {
  for (const text of ['+275760-09-13T00:00:00Z', '275760-09-12T23:59', '99999-01-01T00:00', '1999-12-31T23:59',
    '0001-01-01T00:00',
    '2026-02-31T25:00', '2100-01-01T00:00']) {
    assert.equal(format.instant(text), '', text);
    assert.equal(format.localInput(text), '', text);
  }
  assert.equal(format.instant('2099-12-31T23:59'), '2099-12-31T23:59:00.000Z');
  assert.equal(format.localInput('2000-01-01T00:00:00Z'), '2000-01-01T00:00');
});
