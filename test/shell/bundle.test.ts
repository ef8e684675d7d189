/** Which code the command line runs: the bundle only while nothing among the sources is newer. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../tidy/tree.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'rekindle-bundle-'));
  cpSync(join(ROOT, 'bin'), join(place, 'bin'), { recursive: true });
  writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function write(path: string, says: string): void {
  mkdirSync(dirname(join(place, path)), { recursive: true });
  writeFileSync(join(place, path), `process.stdout.write('${says}');`);
}

/** Sets when a file or folder was changed last, seconds. */
const changed = (path: string, at: number) => utimesSync(join(place, path), at, at);

function run(...words: readonly string[]): string {
  const command = [join(place, 'bin/rekindle.mjs'), ...words];
  return spawnSync(process.execPath, ['--no-warnings', ...command], { encoding: 'utf8' }).stdout;
}

describe('of a checkout', () => {
  beforeEach(() => {
    write('src/main.ts', 'source');
    write('src/deep/rule.ts', 'rule');
    write('bundle/app/main.js', 'bundle');
    for (const path of ['src/main.ts', 'src/deep/rule.ts', 'src/deep', 'src']) changed(path, 1_000);
    changed('bundle/app/main.js', 2_000);
  });

  test('the bundle is run', () => {
    expect(run()).toBe('bundle');
  });

  test.each(['src/main.ts', 'src/deep/rule.ts', 'src/deep'])('the sources are run where %s is newer', (path) => {
    changed(path, 3_000);
    expect(run()).toBe('source');
  });

  test('the sources are run where there is no bundle', () => {
    rmSync(join(place, 'bundle'), { recursive: true });
    expect(run()).toBe('source');
  });
});

test('of a package, which has no sources, the bundle is run', () => {
  write('bundle/app/main.js', 'bundle');
  expect(run()).toBe('bundle');
});

test.skipIf(!existsSync(join(ROOT, 'bundle/app/main.js')))('our own bundle speaks (skipped where none is made)', () => {
  const command = [join(ROOT, 'bundle/app/main.js'), '--version'];
  expect(spawnSync(process.execPath, command, { encoding: 'utf8' }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
