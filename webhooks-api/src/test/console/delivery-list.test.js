import assert from 'node:assert/strict';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {added, extended, hasMore, merge, nextOf, readNeighbour, readNew, updated} = await load('delivery-list.js');

const of = (id, created) => ({id, created});
const names = list => list.map(each => each.id).join('');
const shown = [of('e', '5'), of('c', '3'), of('b', '2'), of('a', '1')];
const at = (id, second) => of(id, `2026-10-02T14:55:${second}.000Z`);

/** Answers each request by the next of these pages, and notes what it asked for. */
function pages(...given) {
  const asked = [];
  const page = async query => {
    asked.push(query);
    const [deliveries, next, newest] = given[asked.length - 1];
    return {deliveries, searched: {newest}, _links: {next: next ? {href: '/deliveries?continuationToken=' + next} : null}};
  };
  return {page, asked};
}

test('late deliveries come to their places, and none is there twice', () => {
  assert.equal(names(merge(shown, [of('e', '5'), of('d', '4'), of('c', '3')], false)), 'edcba');
  assert.equal(names(merge(shown, [of('f', '6'), of('b', '2')], false)), 'fba');
  assert.equal(names(merge(shown, [of('e', '5')], true)), 'e');
  assert.equal(names(merge(shown, [], false)), 'ecba');
  assert.equal(names(merge(shown, [], false, '3')), 'ba');
});

test('a next page joins, also if it repeats a row', () => {
  assert.equal(names(added(shown, [of('a', '1'), of('0', '0')])), 'ecba0');
  assert.equal(names(added([of('b', '1')], [of('a', '1')])), 'ba');
});

test('new rows are read back to the time up to which was read before', async () => {
  const {page, asked} = pages([[at('c', '50')], 'p2'], [[at('b', '40')], null]);
  const found = await readNew(page, '2026-10-02T14:55:30.000Z', {eventType: 'a.b.v1'});
  assert.deepEqual(asked, [{}, {continuationToken: 'p2', since: '2026-10-02T14:55:00.000Z'}]);
  assert.equal(names(found.fresh), 'cb');
  assert.equal(found.gap, false);
});

test('a costly search reads no further back from the beginning', async () => {
  const {page, asked} = pages([[], null]);
  const found = await readNew(page, '2026-10-02T14:55:30.000Z', {error: 'timeout'});
  assert.deepEqual(asked, [{since: '2026-10-02T14:55:00.000Z'}]);
  assert.equal(names(updated({rows: [at('a', '20')]}, found).rows), '');
  assert.equal(names(updated({rows: [of('old', '2026-10-02T14:00:00.000Z')]}, found).rows), 'old');
});

test('a search has read up to the newest delivery that it examined, also if it does not match', async () => {
  const {page} = pages([[at('c', '50')], null, '2026-10-02T14:55:58.000Z'], [[], null]);
  const filters = {error: 'timeout'};
  const first = updated({rows: []}, await readNew(page, '2026-10-02T14:55:30.000Z', filters));
  assert.equal(first.readTo, '2026-10-02T14:55:58.000Z');
  assert.equal(updated(first, await readNew(page, first.readTo, filters)).readTo, '2026-10-02T14:55:58.000Z');
});

test('a search whose first page examines nothing has read up to the newest delivery of the next page', async () => {
  const {page} = pages([[], 'p2'], [[], null, '2026-10-02T14:55:58.000Z']);
  const found = await readNew(page, '2026-10-02T14:55:30.000Z', {error: 'timeout'});
  assert.equal(found.readTo, '2026-10-02T14:55:58.000Z');
});

test('a first page that is read again does not move the end of later pages', async () => {
  const {page} = pages([[], 'p2']);
  const again = await readNew(page, undefined, {error: 'timeout'});
  assert.equal(updated({rows: [], token: 'p9', pages: 2}, again).token, 'p9');
  assert.equal(updated({rows: [], token: 'p9', pages: 1}, again).token, 'p2');
});

test('the period of a list bounds what is read again', async () => {
  const {page, asked} = pages([[], null]);
  await readNew(page, '2026-10-02T14:55:30.000Z', {text: 'pump', since: '2026-10-02T14:55:20.000Z'});
  assert.deepEqual(asked, [{since: '2026-10-02T14:55:20.000Z'}]);
});

test('the list begins again after more came than can be read, unless none of it matches', () => {
  const before = {rows: shown, token: 't'};
  assert.deepEqual(updated(before, {fresh: [at('z', '09')], token: 'n', gap: true, readTo: '9'}),
    {rows: [at('z', '09')], token: 'n', until: '2026-10-02T14:55:09.001Z', gap: 'gap', readTo: '9'});
  const found = updated(before, {fresh: [], token: 'n', gap: true, readTo: '9'});
  assert.equal(found.gap, 'searched');
  assert.equal(found.rows, shown);
});

/** A list of 3,000 deliveries, one a second. As in the API, a token keeps the place and the bound of its search. */
function longList(matches = () => true) {
  const start = Date.parse('2026-10-02T14:00:00Z');
  const all = Array.from({length: 3000}, (each, i) =>
    of(String(9999 - i), new Date(start - i * 1000).toISOString()));
  const page = async ({continuationToken, since = '', until = '9'}) => {
    const [place, bound] = continuationToken?.split('_') ?? [all.findIndex(each => each.created < until), ''];
    const earliest = since > bound ? since : bound;
    const end = Number(place) + 50;
    const deliveries = all.slice(Number(place), end).filter(each => each.created >= earliest && matches(each));
    const more = all[end] && all[end].created >= earliest;
    return {deliveries, _links: {next: more ? {href: `/deliveries?continuationToken=${end}_${earliest}`} : null}};
  };
  return {all, page};
}

/** Presses *More* until there is no more. */
async function pressed(state, page) {
  let now = state;
  while (hasMore(now)) now = extended(now, await page(nextOf(now)));
  return now.rows.map(each => each.id);
}

for (const filters of [{}, {error: 'timeout'}]) {
  test(`more after a gap reaches each older delivery once, with ${JSON.stringify(filters)}`, async () => {
    const {all, page} = longList();
    const before = {rows: all.slice(2000, 2050), token: '2050_'};
    const state = updated(before, await readNew(page, all[2000].created, filters));
    assert.equal(state.gap, 'gap');
    assert.equal(state.rows.length, 500);
    assert.deepEqual(await pressed(state, page), all.map(each => each.id));
  });
}

test('more after a search without a find leads behind the rows that are shown', async () => {
  const {all, page} = longList(each => each.id < '7999');
  const before = {rows: all.slice(2001, 2050), token: '2050_'};
  const once = updated(before, await readNew(page, all[2000].created, {error: 'timeout'}));
  const state = updated(once, await readNew(page, all[2000].created, {error: 'timeout'}));
  assert.equal(state.gap, 'searched');
  assert.equal(state.rows.length, 49);
  assert.deepEqual(await pressed(state, page), all.slice(2001).map(each => each.id));
});

test('at most a thousand rows stay while new ones come, and more leads to the others', async () => {
  const {all, page} = longList();
  const found = updated({rows: all.slice(4, 1004), token: null}, {fresh: all.slice(0, 4), whole: false, gap: false});
  assert.equal(found.rows.length, 1000);
  assert.equal(hasMore(found), true);
  assert.deepEqual(await pressed(found, page), all.map(each => each.id));
});

test('rows that a person has loaded stay, and more leads on', async () => {
  const {all, page} = longList();
  let state = {rows: all.slice(2, 52), token: '52_', pages: 1};
  while (state.rows.length < 1050) state = extended(state, await page(nextOf(state)));
  const found = updated(state, await readNew(page, state.rows[0].created, {}));
  assert.equal(found.rows.length, 1050);
  assert.equal(found.rows[0], all[0]);
  assert.equal(hasMore(found), true);
  assert.deepEqual(await pressed(found, page), all.map(each => each.id));
});

test('rows that were dropped follow after a search that is not at its end', async () => {
  const {all, page} = longList(each => each.id < '8999' || each.id === '9499' || each.id > '9994');
  const shown = all.filter(each => each.id < '8999').slice(0, 1000);
  const searched = updated({rows: shown, token: '2001_'}, {fresh: [], token: `50_${shown[0].created}`, gap: true});
  const found = updated(searched, {fresh: all.slice(0, 5), whole: false, since: all[5].created, gap: false});
  assert.equal(found.rows.length, 1000);
  assert.deepEqual(await pressed(found, page), [...all.slice(0, 5), all[500], ...all.slice(1001)].map(each => each.id));
});

test('the older neighbour is the first row after the delivery', async () => {
  const {page, asked} = pages([[at('c', '30'), at('b', '30')], 'p2'], [[at('a', '10'), at('0', '05')], 'p3']);
  assert.equal((await readNeighbour(page, at('b', '30'), 'older')).id, 'a');
  assert.deepEqual(asked, [{until: '2026-10-02T14:55:30.001Z'},
    {until: '2026-10-02T14:55:30.001Z', continuationToken: 'p2'}]);
});

test('the newer neighbour is the last row before the delivery', async () => {
  const {page, asked} = pages([[at('e', '50'), at('d', '40')], 'p2'], [[at('c', '30'), at('b', '30'), at('a', '30')], null]);
  assert.equal((await readNeighbour(page, at('b', '30'), 'newer')).id, 'c');
  assert.deepEqual(asked[0], {since: '2026-10-02T14:55:30.000Z'});
  const onlyItself = pages([[at('e', '50')], 'p2'], [[at('b', '30')], null]);
  assert.equal((await readNeighbour(onlyItself.page, at('b', '30'), 'newer')).id, 'e');
});

test('the first and the last delivery have no neighbour, and a far one is not known', async () => {
  assert.equal(await readNeighbour(pages([[at('b', '30')], null]).page, at('b', '30'), 'newer'), null);
  assert.equal(await readNeighbour(pages([[at('b', '30')], null]).page, at('b', '30'), 'older'), null);
  const endless = async () => ({deliveries: [at('e', '50')], _links: {next: {href: '?continuationToken=n'}}});
  assert.equal(await readNeighbour(endless, at('b', '30'), 'newer'), undefined);
});
