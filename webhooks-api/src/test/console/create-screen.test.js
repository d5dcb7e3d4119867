import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {load} from './page.js';
import {openScreens} from './screen.js';

const type = {name: 'iModels.iModelCreated.v1', description: '', properties: [], content: {}};
const screens = await openScreens(path => path === 'event-types' ? {eventTypes: [type]} : type);
const {Create} = await load('screens/create.js');
after(screens.close);

const input = id => [...screens.body.all('input'), ...screens.body.all('textarea')].find(each => each.getAttribute('id') === id);
/** A value is an attribute until somebody types. */
const valueOf = id => input(id)?.value ?? input(id)?.getAttribute('value') ?? '';
const dialog = () => screens.body.all('dialog')[0];
const commands = () => screens.body.all('pre').map(each => each.textContent).join('\n');
const closed = () => screens.until(() => !dialog(), 'no dialog');

async function open() {
  screens.show(Create, {});
  await screens.shows('Event types');
}

async function enter(id, value) {
  await screens.until(() => input(id), id);
  input(id).act('input', value);
  await screens.until(() => valueOf(id) === value, `${id} has ${value}`);
}

/** Opens the dialog of an option that is not chosen yet. */
async function openOption(name) {
  screens.press(`+ ${name}`);
  await screens.until(dialog, name);
}

async function saveOption() {
  dialog().all('form')[0].act('submit');
  await closed();
}

test('the input is there again after another page, without secrets, which the page asks for', async () => {
  await open();
  await enter('url', 'https://a.example/hook');
  screens.body.all('input').find(each => each.getAttribute('type') === 'checkbox').act('change');
  await openOption('Time-out');
  await enter('timeout-', '20 s');
  await saveOption();
  await openOption('Headers');
  await enter('headers-0-name', 'X-Key');
  await enter('headers-0-value', 'canary');
  await saveOption();
  await screens.until(() => commands().includes('canary'));

  await open();
  assert.equal(valueOf('url'), 'https://a.example/hook');
  await screens.shows('Enter the secret: Headers.');
  assert.equal(commands().includes('PATCH'), false);
  const change = screens.body.all('button').find(each => each.getAttribute('aria-label') === 'Change: Headers');
  change.act('click');
  await screens.until(dialog);
  assert.deepEqual([valueOf('headers-0-name'), valueOf('headers-0-value')], ['X-Key', '']);
  await enter('headers-0-value', 'second');
  await saveOption();
  await screens.until(() => commands().includes('second'));
  assert.match(commands(), /"timeout":"PT20S"/);
  assert.doesNotMatch(commands(), /canary/);

  screens.press('Start over');
  await screens.until(() => valueOf('url') === '' && !commands());
  await open();
  assert.equal(valueOf('url'), '');
  assert.equal(screens.body.textContent.includes('Start over'), false);
});

test('the dialog of an option that was left by Esc has its input again, without the secret', async () => {
  await open();
  await openOption('Authentication');
  await enter('authentication-username', 'maria');
  await enter('authentication-password', 'canary');
  screens.press('Cancel');
  await closed();
  await openOption('Authentication');
  assert.deepEqual([valueOf('authentication-username'), valueOf('authentication-password')], ['maria', '']);
  await enter('authentication-password', 'p');
  await saveOption();
  await screens.shows('Change');
  assert.doesNotMatch(screens.body.textContent, /Enter the secret:/);
});
