/** Templates that attach files of their playbook's folder. */
import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writePlaybook } from '../../test/pipeline/small-playbook.ts';
import { LIMITS } from '../domain/limits.ts';
import { templateInspector } from '../render/inspect.ts';
import { readPlaybook } from './folder.ts';

let folder: string;
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'rekindle-attached-'));
  folder = writePlaybook(root, { name: 'spring' });
  mkdirSync(join(folder, 'files'));
  put('plan.pdf', 'a plan');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const put = (name: string, content: string) => writeFileSync(join(folder, 'files', name), content);
const template = (matter: string, name = 'day-0') =>
  writeFileSync(join(folder, 'templates', `${name}.liquid`), `---\n${matter}\n---\nHello\n`);
const read = () => readPlaybook(folder, { inspector: templateInspector });

test('what a template attaches is known by its hash, and its content goes along once', () => {
  template('subject: One\nattach: plan.pdf');
  template('subject: Two\nattach: plan.pdf', 'slow-0');
  const { playbook, contents } = read();
  const attached = { name: 'plan.pdf', type: 'application/pdf', bytes: 6, hash: hash('sha256', 'a plan') };
  expect(playbook?.templates['day-0']?.attachments).toEqual([attached]);
  expect(contents).toEqual([{ hash: attached.hash, content: Buffer.from('a plan').toString('base64') }]);
});

test('another content is another version; a file that nothing attaches changes none', () => {
  template('subject: One\nattach: plan.pdf');
  const first = read();
  put('unused.pdf', 'x');
  put('.DS_Store', 'x');
  expect(read().playbook?.hash).toBe(first.playbook?.hash);
  put('plan.pdf', 'a PLAN');
  const second = read();
  expect(second.playbook?.hash).not.toBe(first.playbook?.hash);
  expect(second.playbook?.templates['day-0']?.hash).not.toBe(first.playbook?.templates['day-0']?.hash);
});

test('a template without files is the template that it was', () => {
  const { playbook, contents } = read();
  expect(playbook?.templates['day-0']).not.toHaveProperty('attachments');
  expect(contents).toEqual([]);
});

test('mistakes name file and line, and what was probably meant', () => {
  template('subject: One\nattach: plam.pdf, run.exe');
  put('run.exe', 'x');
  const { playbook, findings } = read();
  expect(playbook).toBeNull();
  const at = { file: 'templates/day-0.liquid', line: 3 };
  expect(findings).toMatchObject([
    { ...at, code: 'no-attachment', message: 'there is no file files/plam.pdf', remedy: 'Did you mean "plan.pdf"?' },
    { ...at, code: 'attachment-type' },
  ]);
});

test('a folder named by mistake is not read whole', () => {
  put('film.pdf', '');
  truncateSync(join(folder, 'files', 'film.pdf'), LIMITS.attachmentFolderBytes);
  expect(read).toThrow('is too large for a playbook');
});
