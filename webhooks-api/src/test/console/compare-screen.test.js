import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {openScreens} from './screen.js';

const screens = await openScreens(() => ({}));
const {Compare} = await load('screens/compare.js');
const {absenceOf} = await load('screens/absence.js');
after(screens.close);

const time = '2026-10-02T14:55:00.463Z';
const refused = {time, durationMs: 7, error: 'connect', cause: 'refused'};
const failed = {time, durationMs: 7, error: 'status', statusCode: 503, requestHeaders: {host: 'a.example', via: 'x'},
  responseHeaders: {server: 'nginx'}, responseExcerpt: 'later'};
const succeeded = {time, durationMs: 7, statusCode: 200, requestHeaders: {host: 'a.example'}};
/** The webhook does not store what the receiver answers. */
const notStored = {...failed, responseHeaders: undefined, responseExcerpt: undefined};

/** The cells of a row, which a comparison has for each part. */
function cellsOf(name) {
  const row = screens.body.all('tr').find(each => each.all('th')[0]?.textContent.trim() === name && each.all('td').length > 0);
  return row?.all('td').map(each => each.textContent);
}

test('a part that is missing was not sent, or is not kept', () => {
  assert.equal(absenceOf('responseHeaders', refused, false), 'No answer');
  assert.equal(absenceOf('responseHeaders', notStored, false), 'Not kept.');
  assert.equal(absenceOf('responseHeaders', succeeded, false), 'Not kept.');
  assert.equal(absenceOf('requestHeaders', refused, false), 'Nothing was sent.');
  assert.equal(absenceOf('requestHeaders', succeeded, false), 'Not kept.');
  assert.equal(absenceOf('responseExcerpt', failed, false), 'No body.');
  for (const part of ['requestHeaders', 'responseHeaders', 'responseExcerpt']) {
    assert.equal(absenceOf(part, refused, true), 'Not kept.');
  }
});

test('an answer without headers, or without a body, is no missing answer', () => {
  assert.equal(absenceOf('responseHeaders', {...failed, responseHeaders: {}}, false), 'The answer had no headers.');
  assert.equal(absenceOf('responseExcerpt', {...failed, responseHeaders: {}}, false), 'No body.');
  assert.equal(absenceOf('responseExcerpt', refused, false), 'No answer');
  assert.equal(absenceOf('responseExcerpt', notStored, false), 'Not kept.');
  assert.equal(absenceOf('responseExcerpt', succeeded, false), 'No body, or it is not kept.');
  screens.show(Compare, {attempts: [notStored, {...failed, responseHeaders: {}}]});
  assert.deepEqual(cellsOf('Answer headers'), ['Not kept.', 'The answer had no headers.']);
});

test('a comparison of two attempts without a body says of each why', () => {
  screens.show(Compare, {attempts: [notStored, refused]});
  assert.match(screens.body.textContent, /Beginning of the answerAttempt 1: Not kept\.Attempt 2: No answer$/);
  screens.show(Compare, {attempts: [refused, refused]});
  assert.match(screens.body.textContent, /Beginning of the answerNo answer$/);
});

test('a comparison says of each header whether it was not sent or is not kept', () => {
  screens.show(Compare, {attempts: [failed, succeeded]});
  assert.deepEqual(cellsOf('via'), ['x', 'Not kept.']);
  assert.deepEqual(cellsOf('server'), ['nginx', 'Not kept.']);
  screens.show(Compare, {attempts: [{...failed, requestHeaders: {host: 'a.example'}}, failed]});
  assert.match(screens.body.textContent, /via\s+differs–x/);
  screens.show(Compare, {attempts: [refused, failed]});
  assert.deepEqual(cellsOf('Answer headers'), ['No answer', '']);
});

test('a comparison of a delivery without payload says that nothing is kept', () => {
  screens.show(Compare, {attempts: [refused, {time, durationMs: 7, statusCode: 200}], erased: true});
  assert.deepEqual(cellsOf('Answer headers'), ['Not kept.', 'Not kept.']);
  assert.doesNotMatch(screens.body.textContent, /No body|No answer.*Not kept.*No answer|Nothing was sent/);
});
