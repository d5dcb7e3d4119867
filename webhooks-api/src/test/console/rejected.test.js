import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage({languages: ['de']});
const {Event, selectionOf} = await load('screens/rejected.js');

test('an act on rejected events has the filters of the list, and no others', () => {
  assert.deepEqual(selectionOf({reason: 'iTwin', since: '', until: undefined, part: 'rejected'}), {reason: 'iTwin'});
  assert.deepEqual(selectionOf({}), {});
});

/** The nodes that a component returns, without the inside of other components. */
function nodesOf(node) {
  return [node].flat(Infinity).flatMap(each => [each, ...each?.props?.children ? nodesOf(each.props.children) : []]);
}

const shown = more => nodesOf(Event({busy: false, begin: () => {}, replayNow: () => {}, event: {
  id: 'ID:1/a', reason: 'The account is not known.', time: '2026-10-02T14:55:00.463Z', body: '{"a":', ...more}}));
const namesIn = nodes => nodes.map(each => each?.props?.['aria-label']).filter(Boolean);

test('the names of the buttons have an id and no English reason', () => {
  assert.deepEqual(namesIn(shown({})), ['Berichtigen: ID:1/a', 'Noch einmal einspielen: ID:1/a', 'Verwerfen: ID:1/a']);
});

test('a message that is cut says how it is corrected', () => {
  const nodes = shown({truncated: true});
  assert.deepEqual(namesIn(nodes), ['Noch einmal einspielen: ID:1/a', 'Verwerfen: ID:1/a']);
  assert.match(nodes.filter(each => typeof each === 'string').join(' '), /PUT \/admin\/invalid-events\/ID%3A1%2Fa,/);
});
