import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {commandsOf} = await load('screens/command.js');

const ID = '0193f0c2-7d1e-7c3a-9d55-0f3b6f1f2a10';
const ANSWER = `{"scope":"Account","scopeId":"a","id":"${ID}","secret":"s"}`;

/** Stands for curl: writes its arguments, each with a zero byte behind, and answers as the API. */
const CURL = `#!/bin/sh
for each in "$@"; do printf '%s\\0' "$each" >> "$CALLS"; done
printf '\\n' >> "$CALLS"
printf '%s' '${ANSWER}'
`;

/** Runs the commands in a POSIX shell. Returns the arguments of each call of curl. */
function run(commands) {
  const directory = mkdtempSync(join(tmpdir(), 'command-'));
  try {
    writeFileSync(join(directory, 'curl'), CURL);
    chmodSync(join(directory, 'curl'), 0o755);
    const calls = join(directory, 'calls');
    const output = execFileSync('sh', ['-euc', commands.map(each => each.text).join('\n')],
      {env: {...process.env, PATH: directory + delimiter + process.env.PATH, CALLS: calls, TOKEN: 'to ken'}}).toString();
    return {output, calls: readFileSync(calls, 'utf8').split('\0\n').filter(Boolean).map(each => each.split('\0'))};
  } finally {
    rmSync(directory, {recursive: true});
  }
}

const bodyOf = call => JSON.parse(call[call.indexOf('-d') + 1]);
const API = 'https://api.example/x/webhooks';

test('the commands create, set the options and activate in one shell, whatever is typed', () => {
  const nasty = "it's $HOME `id` \\ \" !x \n%s";
  const options = {description: nasty, headers: [{name: 'X-Key', value: "a'b"}]};
  const commands = commandsOf(API, {url: "https://a.example/it's?q=a b&`id`$(id)", scope: 'Account', types: ['one.v1'], options},
    false);
  assert.deepEqual(commands.map(each => each.name), ['create', 'options', 'activate']);

  const {output, calls} = run(commands);

  assert.deepEqual(bodyOf(calls[0]),
    {callbackUrl: "https://a.example/it's?q=a%20b&%60id%60$(id)", scope: 'Account', eventTypes: ['one.v1']});
  assert.deepEqual(calls.map(each => each[3]), [API, `${API}/${ID}/options`, `${API}/${ID}`]);
  assert.deepEqual(calls.map(each => each[2]), ['POST', 'PATCH', 'PATCH']);
  assert.deepEqual(bodyOf(calls[1]), options);
  assert.deepEqual(bodyOf(calls[2]), {active: true});
  assert.ok(calls.every(each => each.includes('Authorization: Bearer to ken')));
  assert.match(output, /"secret":"s"/, 'The answer with the secret is not shown');
});

test('an iTwin is named, options are left out without any, and a proof comes before the activation', () => {
  const commands = commandsOf(API, {url: 'https://a.example', scope: 'iTwin', scopeId: 'i', types: ['one.v1']}, true);
  assert.deepEqual(commands.map(each => each.name), ['create', 'verify', 'activate']);

  const {calls} = run(commands);

  assert.equal(bodyOf(calls[0]).scopeId, 'i');
  assert.equal(calls[1][3], `${API}/${ID}/verify`);
  assert.deepEqual(bodyOf(calls[1]), {method: 'challenge'});
});
