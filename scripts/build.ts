/**
 * `npm run build`: JavaScript, type declarations and data into dist/. Node does not strip types inside node_modules, so
 * what is published is compiled. Everything under src that is not TypeScript is copied to the same place under dist.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const SOURCE = join(ROOT, 'src');
const OUT = join(ROOT, 'dist');

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function compile(): boolean {
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  const run = spawnSync(tsc, ['-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  return run.status === 0;
}

/** Data and templates; the compiler has already put imported JSON there, and the copy is the same. */
function copyAssets(): number {
  const assets = filesIn(SOURCE).filter((file) => !/\.(ts|md)$/.test(file));
  for (const file of assets) {
    const to = join(OUT, file.slice(SOURCE.length));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(file, to);
  }
  return assets.length;
}

/**
 * Built files that still point at a TypeScript file: the compiler rewrites imports, but not the texts that a worker or a
 * child process is started from. Write those with the ending of the running file: `new URL(`./x${ENDING}`, …)`.
 */
function danglingSources(): readonly string[] {
  const built = filesIn(OUT).filter((file) => file.endsWith('.js'));
  return built.filter((file) => /new URL\(\s*['"`][^'"`]*\.ts['"`]/.test(readFileSync(file, 'utf8')));
}

rmSync(OUT, { recursive: true, force: true });
const compiled = compile();
const assets = copyAssets();
const dangling = danglingSources();
for (const file of dangling) console.error(`${file} starts a .ts file, which is not in dist`);
console.log(`dist: ${filesIn(OUT).length} files, of which ${assets} data`);
process.exitCode = compiled && dangling.length === 0 ? 0 : 1;
