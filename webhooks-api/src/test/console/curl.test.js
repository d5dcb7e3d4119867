import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {load, openPage} from './page.js';

openPage();
const {curlCommand, formOf} = await load('curl.js');

const URL = 'https://receiver.example/hook';

/** Runs the command in a shell whose curl prints its standard input, or its arguments between bars. */
function run(command, reads = false) {
  const curl = reads ? 'cat' : 'printf "%s|" "$@"';
  return execFileSync('sh', ['-c', `curl() { ${curl}; }\n${command}`], {encoding: 'utf8', maxBuffer: 2 ** 22});
}

test('the shell gives curl the URL, the headers and exactly the body', () => {
  const body = '{"a": "it\'s $HOME `id` \\\\ !!",\n "b": 1}\n';
  const {command} = curlCommand(URL, {'webhook-id': '5b', 'x-note': 'a\'b'}, body);
  assert.deepEqual(run(command).split('|'), ['-i', '--globoff', '-X', 'POST', URL, '-H', 'content-type: application/json',
    '-H', 'webhook-id: 5b', '-H', 'x-note: a\'b', '--data-raw', body, '']);
});

test('curl makes host and length itself, and the type of an attempt holds', () => {
  const {command} = curlCommand(URL, {host: 'receiver.example', 'content-length': '2', 'content-type': 'application/x'}, '{}');
  assert.doesNotMatch(command, /host:|content-length/);
  assert.deepEqual(command.match(/content-type: [^']+/g), ['content-type: application/x']);
});

test('secrets are masked, and named', () => {
  const {command, maskedHeaders, maskedQuery} = curlCommand(URL + '?token=s3cret&v&tenant=a=b', {
    authorization: '***', 'webhook-signature': 'v1,K5oZfzN9…', 'x-stage': 'test'}, '{}');
  assert.doesNotMatch(command, /s3cret|a=b/);
  assert.match(command, /'https:\/\/receiver\.example\/hook\?token=\*\*\*&\*\*\*&tenant=\*\*\*'/);
  assert.deepEqual(maskedHeaders, ['authorization', 'webhook-signature']);
  assert.deepEqual(maskedQuery, ['token', '***', 'tenant']);
});

test('a query that is a secret as a whole is masked', () => {
  for (const query of ['s3cret', 's3cret=', 's3cret==', '=s3cret', '&s3cret']) {
    const {command, maskedQuery} = curlCommand(`${URL}?${query}`, {}, '{}');
    assert.doesNotMatch(command, /s3cret/);
    assert.deepEqual(maskedQuery, ['***']);
  }
});

test('the headers of an attempt say whether it sent the body', () => {
  assert.equal(formOf({'content-length': '7'}, '"ä"'), 'other');
  assert.equal(formOf({'content-length': '4'}, '"ä"'), 'same');
  assert.equal(formOf({'webhook-id': '5b'}, '{}'), 'unknown');
  assert.equal(formOf(undefined, '{}'), 'none');
});

test('a hidden value can be as long as the one that was sent', () => {
  assert.equal(formOf({'content-length': '9'}, '{"a":"***"}'), 'other');
  assert.equal(formOf({'content-length': '11'}, '{"a":"***"}'), 'unknown');
});

test('a delivery without an attempt has a command, too', () => {
  assert.match(curlCommand(URL, undefined, '{}').command, /content-type: application\/json/);
});

test('a large body comes from standard input', () => {
  const body = `{"a":"${'ä'.repeat(60000)}'"}`;
  const {command} = curlCommand(URL, {}, body);
  assert.match(command, /--data-binary @-$/);
  assert.equal(run(command, true), body);
});

test('what a terminal could act on is not in the command', () => {
  const body = '{"a":"\u001b[201~\u202e\t\u009b\r"}';
  const {command} = curlCommand(URL, {}, body);
  // eslint-disable-next-line no-control-regex -- it is what the test looks for
  assert.doesNotMatch(command, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  assert.equal(run(command, true), body);
});
