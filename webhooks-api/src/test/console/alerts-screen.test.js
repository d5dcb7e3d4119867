import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {openScreens} from './screen.js';

const ID = '0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a';
const webhooks = ['orders', 'invoices', 'old'].map((name, i) => ({id: `${ID}1${i}`, callbackUrl: `https://a.example/${name}`}));
const posted = [];
const screens = await openScreens((path, query, {method, body}) => {
  if (path === 'alerts' && method === 'POST') {
    posted.push(JSON.parse(body));
    return {...JSON.parse(body), id: 'new'};
  }
  if (path === 'alerts') {
    return {mail: true, alerts: [{id: '1', email: 'ada@example.com', alerts: ['webhookFailing'], webhookId: webhooks[2].id,
      confirmed: true}]};
  }
  const found = query.ids ? webhooks.filter(each => query.ids.includes(each.id))
    // The server also finds a description, which the page does not show.
    : webhooks.filter(each => query.search === 'billing' ? each === webhooks[1] : each !== webhooks[2]);
  return {webhooks: found, complete: true, _links: {next: null}};
});
const {Alerts} = await load('screens/alerts.js');
after(screens.close);
const options = () => screens.body.all('select')[0].all('option').map(each => each.textContent);

test('the list names the webhooks', async () => {
  screens.show(Alerts, {query: {}});
  await screens.shows('a.example/old');
});

test('a webhook is chosen by a search of the server', async () => {
  screens.show(Alerts, {query: {}});
  await screens.until(() => screens.body.all('select').length > 0 && options().length === 3);
  const input = id => screens.body.all('input').find(each => each.getAttribute('id') === id);
  input('alert-search').act('input', ' billing ');
  await screens.shows('Webhooks found: 1');
  assert.deepEqual(options(), ['All webhooks of the account', 'a.example/invoices (…1f2a11)']);
  screens.body.all('select')[0].act('change', webhooks[1].id);
  input('alert-email').act('input', 'ada@example.com');
  const button = () => screens.body.all('button').find(each => each.textContent === 'Send the link');
  await screens.until(() => button().getAttribute('disabled') === null);
  screens.body.all('form')[0].act('submit');
  await screens.until(() => posted.length === 1);
  assert.equal(posted[0].webhookId, webhooks[1].id);
});

test('a webhook of the address is offered although no list has it', async () => {
  screens.show(Alerts, {query: {webhook: webhooks[2].id}});
  await screens.until(() => screens.body.all('select').length > 0 && options().includes('a.example/old (…1f2a12)'));
});
