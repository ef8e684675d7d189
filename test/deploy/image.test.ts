/**
 * The image as its Dockerfile says, without Docker: the stage that builds is gone through in a folder of its own under the Node.js of this
 * machine, what the last stage copies is put together, made read-only, and run by somebody who is not root. Its base, its packages of
 * Debian and its file system are not tried.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foreignNode, runIn } from '../package/packed.ts';
import { RELEASE } from '../thorough.ts';
import { ROOT } from '../tidy/tree.ts';
import { copiesOf, type Stage, stages } from './files.ts';

const MINUTES_MS = 60_000;
const NOBODY = 65_534;
const node = foreignNode();
const isRoot = process.getuid?.() === 0;
const skipped = !RELEASE ? 'takes minutes: npm run test:release' : node === null ? 'no Node.js beside our own' : null;

const place = mkdtempSync(join(tmpdir(), 'rekindle-image-'));
const [build, last] = stages() as [Stage, Stage];
const roots = { build: join(place, 'build'), image: join(place, 'image') };
const data = join(place, 'data');
let serving: ChildProcess | undefined;
let failed = '';

/** Does the copies of a stage into its root. */
function copy(stage: Stage, root: string): void {
  let folder = '/';
  for (const { word, rest } of stage.lines) {
    if (word === 'WORKDIR') folder = rest;
    if (word !== 'COPY') continue;
    const [{ from, sources, to }] = copiesOf({ ...stage, lines: [{ word, rest }] }) as [ReturnType<typeof copiesOf>[0]];
    for (const path of sources.flatMap((one) => globSync(join(from === null ? ROOT : roots.build, one)))) {
      const target = join(root, to.startsWith('/') ? '' : folder, to);
      const isFile = statSync(path).isFile();
      mkdirSync(isFile && !to.endsWith('/') ? dirname(target) : target, { recursive: true });
      cpSync(path, isFile && to.endsWith('/') ? join(target, basename(path)) : target, { recursive: true });
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs the image's own program as nobody, with its own Node.js first. */
function asNobody(...words: readonly string[]) {
  const program = join(roots.image, 'usr/local/bin/node');
  const options = { cwd: data, env: { PATH: dirname(program) }, ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}) };
  return { program, words: [...words], options };
}

const MAIN = join(roots.image, 'opt/rekindle/bin/rekindle.mjs');

beforeAll(() => {
  if (skipped !== null) return;
  copy(build, roots.build);
  for (const { word, rest } of build.lines) {
    if (word !== 'RUN' || failed !== '') continue;
    const ran = runIn(join(roots.build, 'src'), dirname(node as string), 'sh', '-ec', rest);
    if (ran.code !== 0) failed = `${rest}: ${ran.err}`;
  }
  copy(last, roots.image);
  for (const path of globSync(join(roots.image, '**'))) chmodSync(path, statSync(path).mode & 0o555);
  mkdirSync(data);
  chmodSync(place, 0o755);
  if (isRoot) chownSync(data, NOBODY, NOBODY);
}, 15 * MINUTES_MS);

afterAll(() => {
  serving?.kill('SIGKILL');
  rmSync(place, { recursive: true, force: true });
}, 2 * MINUTES_MS);

// It takes minutes, and downloads what npm ci does.
test.skipIf(skipped !== null)(
  `what the image holds serves, on a root that it cannot write to (${skipped === null ? 'tried' : `skipped: ${skipped}`})`,
  { timeout: 3 * MINUTES_MS },
  async ({ skip }) => {
    if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(failed)) skip('no registry answers');
    expect(failed).toBe('');
    const port = await freePort();
    writeFileSync(join(data, 'rekindle.yaml'), `listen: { port: ${port} }\ndns: { enabled: false }\n`);
    const version = asNobody(MAIN, '--version');
    expect(spawnSync(version.program, version.words, { ...version.options, encoding: 'utf8' }).stdout).toMatch(/^\d/);

    const serve = asNobody(MAIN, 'serve');
    serving = spawn(serve.program, serve.words, { ...serve.options, stdio: 'ignore' });
    const check = last.lines.find(({ word }) => word === 'HEALTHCHECK')?.rest.replace(/^.*?CMD /, '') ?? '[]';
    const [, ...probe] = (JSON.parse(check) as string[]).map((text) => text.replace('7740', String(port)));
    const healthy = () => spawnSync(version.program, probe, version.options).status;
    expect(healthy()).toBe(1);
    for (let tries = 0; healthy() !== 0 && tries < 100; tries++) await pause(200);
    expect(healthy()).toBe(0);

    const ended = new Promise((resolve) => serving?.once('exit', (code) => resolve(code)));
    serving.kill('SIGTERM');
    expect(await ended).toBe(0);
  },
);
