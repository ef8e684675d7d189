/**
 * `npm run web`, which `npm ci` runs by itself: builds the web app into app/dist, where `rekindle serve` finds it, unless what is there is newer
 * than every source of it. Without the packages of the app, as where development dependencies are left out, nothing is built.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const APP = join(ROOT, 'app');
const SOURCES = [
  'playbooks/playbook.schema.json',
  'app/src',
  'app/public',
  'app/index.html',
  'app/package.json',
  'app/vite.config.ts',
  'src/client',
  'src/domain/lead/cell/csv.ts',
  'src/domain/routine/cron.ts',
];

/** When anything below last changed; a file that is gone changes its folder. */
function changedAt(path: string): number {
  const found = statSync(path);
  const below = found.isDirectory() ? readdirSync(path).map((name) => changedAt(join(path, name))) : [];
  return Math.max(found.mtimeMs, ...below);
}

function builtAt(): number {
  return statSync(join(APP, 'dist', 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const newest = Math.max(...SOURCES.map((path) => changedAt(join(ROOT, path))));
if (builtAt() > newest) console.log('web app: built already');
else await build();

async function build(): Promise<void> {
  // A test that starts what users start must not get the slow React that warns its authors.
  process.env.NODE_ENV = 'production';
  const vite = await import('vite').catch(() => null);
  if (vite === null) {
    console.log('web app: left out, since what builds it is not installed; serve answers programs alone');
    return;
  }
  const started = performance.now();
  await vite.build({ configFile: join(APP, 'vite.config.ts'), logLevel: 'warn' });
  console.log(`web app: built in ${((performance.now() - started) / 1_000).toFixed(1)} s`);
}
