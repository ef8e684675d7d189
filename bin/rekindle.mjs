#!/usr/bin/env node
// Starts Rekindle under the Node.js that it was made for: the one npm installed beside it, whatever `node` was called.
import { existsSync, readdirSync, statSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is run: a published build; of a checkout its bundle, or its sources where one of them is newer. */
function mainFile() {
  const source = join(root, 'src', 'main.ts');
  if (!existsSync(source)) return join(root, 'dist', 'main.js');
  const bundle = join(root, 'bundle', 'app', 'main.js');
  const made = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return made > 0 && !isNewer(join(root, 'src'), made) ? bundle : source;
}

/** Whether anything below this folder but a test changed after this time; a file that is gone changes its folder. */
function isNewer(folder, time) {
  const paths = ['.', ...readdirSync(folder, { recursive: true })];
  return paths.some((path) => !path.endsWith('.test.ts') && statSync(`${folder}/${path}`).mtimeMs > time);
}

if (Number.parseInt(process.versions.node, 10) >= 26) {
  module.enableCompileCache?.();
  await import(pathToFileURL(mainFile()).href);
} else {
  const name = process.platform === 'win32' ? 'node.cmd' : 'node';
  const pinned = join(root, 'node_modules', '.bin', name);
  const { spawn } = await import('node:child_process');
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  child.once('error', () => process.stderr.write(`Rekindle needs Node.js 26; run npm ci in ${root} first.\n`));
  // Whoever stops this process means the one that works: a supervisor knows only our number. Ctrl-C reaches both by itself.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => undefined);
  process.exitCode = await new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
