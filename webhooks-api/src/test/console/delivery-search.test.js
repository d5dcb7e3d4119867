import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {conditionsOf, isCostly, isExamined, isRecoverable, messageIdsOf, recognize, redeliveryOf, selectionAfter, sinceOf,
  typedOf} = await load('delivery-search.js');

const ID = '5b0f6f0e-2d2b-4f0f-9c43-7f1f6a1f0b55';
const TRACE = '5b0f6f0e2d2b4f0f9c437f1f6a1f0b55';
const EMPTY = {messageId: '', traceId: '', text: ''};

test('conditions are the parameters of the API that have a value', () => {
  assert.deepEqual(conditionsOf({status: 'pending', live: 'yes', error: '', statusCode: '5xx', other: 'x'}),
    {status: 'pending', statusCode: '5xx'});
});

test('the API examines all but status and period in parts, and what has no index costs it much', () => {
  assert.equal(isExamined({status: 'pending', since: 'x'}), false);
  assert.equal(isExamined({messageId: ID}), true);
  assert.equal(isCostly({messageId: ID, eventType: 'a.b.v1'}), false);
  for (const name of ['traceId', 'statusCode', 'error', 'text']) assert.equal(isCostly({[name]: 'x'}), true);
});

test('what is typed is recognized as an id, a status, or a text', () => {
  assert.deepEqual(recognize(` ${ID.toUpperCase()} `), {conditions: {...EMPTY, messageId: ID}});
  assert.deepEqual(recognize(TRACE), {conditions: {...EMPTY, traceId: TRACE}});
  assert.deepEqual(recognize('HTTP 503'), {conditions: {...EMPTY, statusCode: '503', error: ''}});
  assert.deepEqual(recognize('5XX'), {conditions: {...EMPTY, statusCode: '5xx', error: ''}});
  assert.deepEqual(recognize('603'), {conditions: {...EMPTY, text: '603'}});
  assert.deepEqual(recognize('"503"'), {conditions: {...EMPTY, text: '503'}});
  assert.deepEqual(recognize('0'.repeat(32)), {conditions: {...EMPTY, text: '0'.repeat(32)}});
  assert.deepEqual(recognize('  '), {conditions: EMPTY});
  assert.deepEqual(recognize('ab'), {fault: 'short'});
  assert.deepEqual(recognize('"ab"'), {fault: 'short'});
  assert.deepEqual(recognize('a'.repeat(201)), {fault: 'long'});
});

test('the search field shows what is recognized as the same conditions again', () => {
  for (const conditions of [{messageId: ID}, {traceId: TRACE}, {text: 'pump'}, {text: '503'}, {text: ID}, {text: ' a '},
    {text: '"a"'}]) {
    assert.deepEqual(recognize(typedOf(conditions)), {conditions: {...EMPTY, ...conditions}});
  }
  assert.equal(typedOf({status: 'pending'}), '');
});

test('a period begins an hour ago, at midnight, or a day ago', () => {
  const now = new Date(2026, 9, 2, 14, 55);
  assert.equal(sinceOf('hour', now), new Date(2026, 9, 2, 13, 55).toISOString());
  assert.equal(sinceOf('today', now), new Date(2026, 9, 2).toISOString());
  assert.equal(Date.parse(sinceOf('day', now)), now.getTime() - 86400000);
});

test('message ids are separated by spaces, commas and line breaks, and counted once', () => {
  const other = ID.replace('5', '6');
  assert.deepEqual(messageIdsOf(`${ID},\n"${other}" ${ID.toUpperCase()}`), {ids: [ID, other], others: []});
  assert.deepEqual(messageIdsOf(`${ID}; x-1`), {ids: [ID], others: ['x-1']});
  assert.deepEqual(messageIdsOf('  '), {ids: [], others: []});
});

test('selected rows become a recovery for each webhook, without confirmed ones', () => {
  const row = (id, webhookId, messageId, status) => ({id, webhookId, messageId, status});
  const found = redeliveryOf([row('1', 'w1', 'm1', 'exhausted'), row('2', 'w2', 'm1', 'pending'),
    row('3', 'w1', 'm2', 'cancelled'), row('4', 'w1', 'm1', 'exhausted'), row('5', 'w1', 'm3', 'succeeded')]);
  assert.deepEqual(found.recoveries, [{webhookId: 'w1', messageIds: ['m1', 'm2']}, {webhookId: 'w2', messageIds: ['m1']}]);
  assert.deepEqual(found.confirmed.map(each => each.id), ['5']);
});

test('a click selects a row, and with shift all rows since the click before, in both directions', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const after = (selected, ...more) => [...selectionAfter(new Set(selected), ids, ...more)].sort().join('');
  assert.equal(after('', 'b', true), 'b');
  assert.equal(after('b', 'd', true, 'b'), 'bcd');
  assert.equal(after('d', 'a', true, 'd'), 'abcd');
  assert.equal(after('abcd', 'c', false, 'b'), 'ad');
  assert.equal(after('b', 'c', true, 'gone'), 'bc');
});

test('a recovery is offered for what it can select', () => {
  for (const status of ['', 'pending', 'exhausted', 'cancelled']) {
    assert.equal(isRecoverable({status, statusCode: '5xx', eventType: 'a.b.v1', messageId: ID}), true, status);
  }
  assert.equal(isRecoverable({}), true);
  for (const more of [{status: 'succeeded'}, {text: 'pump'}, {traceId: TRACE}]) assert.equal(isRecoverable(more), false);
});
