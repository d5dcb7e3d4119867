import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {openScreens} from './screen.js';

const EVENTS = ['m1', 'm2', 'm3', 'm4'];
const OUTCOMES = [{matches: true}, {matches: false, reason: 'filtered', filter: 'filters[0].all[1]'},
  {matches: false, reason: 'notSubscribed'}, {matches: false, reason: 'somethingNew'}];
const examples = EVENTS.map((messageId, i) => ({messageId, eventType: 'iModels.iModelCreated.v1', ...OUTCOMES[i]}));

const screens = await openScreens((path, query, {body}) => JSON.parse(body).since
  ? {events: 4, matched: 1, complete: true, examples}
  : {...OUTCOMES[EVENTS.indexOf(JSON.parse(body).messageId)], requestHeaders: {}, body: '{}'});
const {Preview} = await load('screens/preview.js');
after(screens.close);

test('each event of a preview has a button of its own name and says why it does not match', async () => {
  screens.show(Preview, {webhook: {id: 'w'}, options: {}});
  await screens.until(() => screens.body.all('li').length === 4);
  const buttons = screens.body.all('li').map(each => each.all('button')[0]);
  assert.deepEqual(buttons.map(each => each.getAttribute('aria-label')),
    EVENTS.map(id => `Show iModels.iModelCreated.v1, message ${id}`));
  const outcomes = screens.body.all('li').map(each => each.textContent.replace(/.*created\.v1\s*/is, ''));
  assert.deepEqual(outcomes, ['This event matches.', 'Dropped by a filter: filters[0].all[1].',
    'Its type is not subscribed to.', 'somethingNew']);
});
