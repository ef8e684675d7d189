/**
 * Shows that what was built works: every built module loads in plain JavaScript, and the built command answers.
 * Modules right under dist are composition roots, which act when loaded; the command stands for them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'dist');

async function loadAll(): Promise<readonly string[]> {
  const names = readdirSync(OUT, { recursive: true, encoding: 'utf8' }).filter((name) => /[/\\].*\.js$/.test(name));
  if (names.length === 0) throw new Error('dist has no module: run npm run build');
  const faults: string[] = [];
  for (const name of names) {
    try {
      await import(pathToFileURL(join(OUT, name)).href);
    } catch (error) {
      faults.push(`dist/${name}: ${(error as Error).message}`);
    }
  }
  console.log(`${names.length - faults.length} of ${names.length} built modules load`);
  return faults;
}

function askCommand(): readonly string[] {
  const main = join(OUT, 'main.js');
  if (!existsSync(main)) return ['dist/main.js is missing'];
  const run = spawnSync(process.execPath, [main, '--help'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  console.log(run.stdout.split('\n', 1)[0]);
  return run.status === 0 && run.stdout !== '' ? [] : [`dist/main.js --help exits ${run.status}: ${run.stderr}`];
}

const faults = [...(await loadAll()), ...askCommand()];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
