/** What docs/web-app.md says is shown by a test is: the test is there, under that title. */
import { expect, test } from 'vitest';
import { readText } from '../tidy/tree.ts';

const { text } = readText('docs/web-app.md');

/** A test of the browser by its name, any other by its path; what it says. */
const NAMES = /`(app-[a-z]+|editor-[a-z]+)`|`(test\/[\w/-]+\.test\.ts)`|“([^”]+)”/g;

/** Of each line the tests that it names: a file in backticks, then titles in quotes until the next one. */
function namedIn(line: string): { readonly file: string; readonly title: string }[] {
  let file = '';
  return [...line.matchAll(NAMES)].flatMap(([, name, path, title]) => {
    file = path ?? (name === undefined ? file : `test/browser/${name}.test.ts`);
    return title !== undefined && file !== '' ? [{ file, title }] : [];
  });
}

test('each test that is named is there', () => {
  const named = text.split('\n').flatMap(namedIn);
  expect(named.length).toBeGreaterThan(60);
  const missing = named.filter(({ file, title }) => !readText(file).text.includes(`('${title}'`));
  expect(missing).toEqual([]);
});
