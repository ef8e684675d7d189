/** The README as a new user follows it: its files are written, its commands run in order, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Shell } from '../shell/rekindle.ts';
import { ROOT } from '../tidy/tree.ts';
import { type Fence, fencesOf } from './pages.ts';

const GOES_ON = /^npx rekindle (serve|worker)$/;
const shell = new Shell();

beforeAll(() => {
  cpSync(join(ROOT, 'playbooks'), join(shell.folder, 'playbooks'), { recursive: true });
  mkdirSync(join(shell.folder, 'bin'));
  shell.write('bin/npx', `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(ROOT, 'bin/rekindle.mjs')}" "$@"\n`);
  chmodSync(join(shell.folder, 'bin/npx'), 0o755);
});
afterAll(() => shell[Symbol.dispose]());

function run(line: string): string {
  const env = { ...process.env, PATH: `${join(shell.folder, 'bin')}${delimiter}${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', line], { cwd: shell.folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${line}: exit ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** Starts a command that goes on, waits until it works, and stops it. */
async function startAndStop(word: string): Promise<void> {
  const running = shell.start(word);
  await running.says(/Working on all workspaces/);
  expect((await running.stop()).code).toBe(0);
}

/** Files are written; of commands each line is tried. */
const steps = fencesOf('README.md').filter(({ language, name }) => language === 'sh' || name !== null);

const titleOf = ({ name, line, lines }: Fence) => `line ${line}: ${name ?? lines[0]}`;

describe('README.md', () => {
  test.each(steps.map((fence) => [titleOf(fence), fence] as const))(
    '%s',
    { timeout: 60_000 },
    async (_title, fence) => {
      const { name, lines } = fence;
      if (name !== null) return shell.write(name, `${lines.join('\n')}\n`);
      for (const line of lines) {
        const [, word] = GOES_ON.exec(line) ?? [];
        if (word === undefined) run(line);
        else await startAndStop(word);
      }
    },
  );

  test('has something to try', () => {
    expect(steps.length).toBeGreaterThan(8);
  });

  test('tells what its commands say', () => {
    expect(run('npx rekindle lead show ann.lee@northwind.example')).toContain('replied: Yes, call me.');
    expect(run('npx rekindle explain bob.ray@fabrikam.example --campaign spring')).toContain('basis');
    expect(run('npx rekindle lead list --json')).toContain('bob.ray@fabrikam.example');
  });
});
