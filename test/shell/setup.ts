/** Set-up of every test run: the bundle of the command is made where a source is newer, so that tests start what users start, as fast. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LEFT_OUT } from '../long.ts';
import { ROOT } from '../tidy/tree.ts';

const changedAt = (path: string) => statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Called by vitest once per run, in its own process. */
export function setup(): void {
  if (LEFT_OUT.length > 0) console.log(`${LEFT_OUT.length} files of minutes are left to npm run check (test/long.ts)`);
  const sources = [
    'src',
    ...readdirSync(join(ROOT, 'src'), { recursive: true }).map((path) => join('src', String(path))),
  ];
  const made = changedAt('bundle/app/main.js');
  if (!sources.some((path) => !path.endsWith('.test.ts') && changedAt(path) > made)) return;
  const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', join(ROOT, 'scripts/bundle.ts')]);
  if (status !== 0) throw new Error(`The bundle of the command could not be made:\n${stderr}`);
}
