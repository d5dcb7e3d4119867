import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {json, openScreens} from './screen.js';

const numbers = (from, to) => Array.from({length: to - from}, (each, i) => `w${from + i}`);
let refuses = false;
const screens = await openScreens((path, {ids}) => refuses ? json({error: {code: 'InternalServerError'}}, 500)
  : {webhooks: ids.split(',').filter(id => id !== 'w7').map(id => ({id, callbackUrl: `https://${id}.example/`}))});
const {html} = await load('html.js');
const {useNames} = await load('screens/names.js');
const Named = ({ids}) => html`<p>${Object.keys(useNames(ids)).length}</p>`;
after(screens.close);

test('one request names a hundred webhooks', async () => {
  screens.show(Named, {ids: [...numbers(0, 250), 'w0']});
  await screens.shows('249');
  assert.deepEqual(screens.asked.map(({path, query: {ids, ...rest}}) => [path, ids.split(',').length, rest]),
    [['webhooks', 100, {$top: '100'}], ['webhooks', 100, {$top: '100'}], ['webhooks', 50, {$top: '100'}]]);
});

test('only new webhooks are asked for, and after a failed request its webhooks once more', async () => {
  screens.show(Named, {ids: numbers(0, 5)});
  await screens.shows('5');
  refuses = true;
  screens.update(Named, {ids: numbers(0, 6)});
  await screens.until(() => screens.asked.length === 2);
  refuses = false;
  screens.update(Named, {ids: numbers(0, 9)});
  await screens.shows('8');
  assert.deepEqual(screens.asked.map(each => each.query.ids), ['w0,w1,w2,w3,w4', 'w5', 'w5,w6,w7,w8']);
});
