import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import {test} from 'node:test';

const CONSOLE = resolve(import.meta.dirname, '../../main/webapp/WEB-INF/console');
const IMPORT = /^(?:import|export)\b[^;]*?\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;

const files = readdirSync(CONSOLE, {recursive: true}).filter(name => name.endsWith('.js'));

/** The modules that a module imports, also those that it loads later. The libraries import none of them. */
function importsOf(file) {
  return [...readFileSync(join(CONSOLE, file), 'utf8').matchAll(IMPORT)]
    .map(([, early, late]) => relative(CONSOLE, resolve(CONSOLE, dirname(file), early ?? late)))
    .filter(name => !name.startsWith('lib/'));
}

const imports = new Map(files.map(file => [file, importsOf(file)]));

/** Returns a path of imports that leads back to its beginning, or null. */
function cycle(file, path, ended) {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (ended.has(file)) return null;
  for (const next of imports.get(file)) {
    const found = cycle(next, [...path, file], ended);
    if (found) return found;
  }
  ended.add(file);
  return null;
}

test('each import names a file', () => {
  assert.ok(imports.get('app.js').length > 10, 'The imports of the page are not found');
  assert.deepEqual([...imports.values()].flat().filter(name => !imports.has(name)), []);
});

test('modules do not import each other in a circle', () => {
  const ended = new Set();
  for (const file of files) assert.equal(cycle(file, [], ended)?.join(' → ') ?? null, null);
});
