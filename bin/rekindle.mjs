#!/usr/bin/env node
// Starts Rekindle under the Node.js that it was made for: the one npm installed with it, whatever `node` was called.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is run: of a package its bundle; of a checkout the same, or its sources where one of them is newer. */
function mainFile() {
  const source = join(root, 'src', 'main.ts');
  const bundle = join(root, 'bundle', 'app', 'main.js');
  if (!existsSync(source)) return bundle;
  const made = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return made > 0 && !isNewer(join(root, 'src'), made) ? bundle : source;
}

/** Whether anything below this folder but a test changed after this time; a file that is gone changes its folder. */
function isNewer(folder, time) {
  const paths = ['.', ...readdirSync(folder, { recursive: true })];
  return paths.some((path) => !path.endsWith('.test.ts') && statSync(`${folder}/${path}`).mtimeMs > time);
}

/** The pinned Node.js: of the packages that we name, one for each kind of machine, the one that npm has put where we find it. */
function pinnedNode() {
  const manifest = join(root, 'package.json');
  const { resolve } = module.createRequire(manifest);
  const { optionalDependencies } = JSON.parse(readFileSync(manifest, 'utf8'));
  for (const name of Object.keys(optionalDependencies ?? {})) {
    try {
      const found = resolve(`${name}/package.json`);
      const { bin } = JSON.parse(readFileSync(found, 'utf8'));
      return join(dirname(found), bin.node);
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return null;
}

const NO_NODE = `Rekindle needs Node.js 26, and the one that npm installs with it is not there.
  → In a checkout run npm ci; install a package again without --omit=optional; or start it with a Node.js 26 of your own.
`;

/** Starts ourselves again under that Node.js; how it ended. */
async function startedUnder(node) {
  const { spawn } = await import('node:child_process');
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Whoever stops this process means the one that works: a supervisor knows only our number. Ctrl-C reaches both by itself.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => undefined);
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

if (Number.parseInt(process.versions.node, 10) >= 26) {
  module.enableCompileCache?.();
  await import(pathToFileURL(mainFile()).href);
} else {
  const node = pinnedNode();
  const code = node === null ? null : await startedUnder(node);
  if (code === null) process.stderr.write(NO_NODE);
  process.exitCode = code ?? 1;
}
