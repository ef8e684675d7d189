/** What is wrong in the configuration is told in words, with what was meant. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'rekindle-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'mine.yaml');

function mistakesOf(text: string): string {
  writeFileSync(file, text);
  try {
    readConfig({ config: file, db: null, workspace: null }, {});
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

test('an unknown name is told with the one that was meant, under the name of the file that was read', () => {
  expect(mistakesOf('databse: x.db\n')).toMatch(/mine\.yaml: there is no setting “databse”.*database/);
  expect(mistakesOf('dns: { enabledd: true }\n')).toMatch(/dns: there is no setting “enabledd”.*enabled/);
  expect(mistakesOf('harvest: { sources: [{ foldr: ./inbox }] }\n')).toContain('folder');
});

test('a value is told with what it must be; a time with its unit as it is written, and no other value', () => {
  expect(mistakesOf('dns: { timeoutMs: 30s }\n')).toContain(
    'dns.timeoutMs: it must be a number, and is a text: write 30s as 30000',
  );
  const said = mistakesOf('publicUrl: 1\nsmtp: { host: [hunter2], from: { address: a@b.example } }\n');
  expect(said).toContain('smtp.host: it must be a text, and is a list');
  expect(said).not.toContain('hunter2');
});
