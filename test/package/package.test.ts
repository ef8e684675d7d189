/** What npm packs of us: it holds what it needs and nothing else, and works in an empty folder under whatever Node.js is there. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RELEASE } from '../thorough.ts';
import { ROOT, readText } from '../tidy/tree.ts';
import { copyCheckout, foreignNode, packedFiles, type Ran, runIn } from './packed.ts';

/** What a package may hold, by its first words. */
const WANTED =
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|NOTICE|app\/dist\/|bin\/|bundle\/|dist\/|docs\/|deploy\/|playbooks\/|examples\/bank\/)/;
const MINUTES_MS = 60_000;
const SENDER = '--from-name Sue --from-address sue@acme.example --basis consent --postal-address Springfield'.split(
  ' ',
);

test('holds nothing that is only of use here', () => {
  const files = packedFiles();
  expect(files.filter((file) => !WANTED.test(file) || /\.test\.|(^|\/)(test|bench)\//.test(file))).toEqual([]);
  for (const file of [
    'bin/rekindle.mjs',
    'NOTICE',
    'playbooks/acquisition/playbook.yaml',
    'examples/bank/customers.csv',
  ])
    expect(files).toContain(file);
});

test('runs on the Node.js that npm installs with it, each kind of machine the same version', () => {
  const { optionalDependencies: kinds } = JSON.parse(readText('package.json').text) as {
    optionalDependencies: Record<string, string>;
  };
  expect(Object.keys(kinds).length).toBeGreaterThanOrEqual(5);
  expect([...new Set(Object.values(kinds))]).toEqual([process.versions.node]);
});

const node = foreignNode();
const why = !RELEASE ? 'takes minutes: npm run test:release' : node === null ? 'no Node.js beside our own' : null;

// It takes minutes, and downloads what a user would.
describe.skipIf(why !== null)(`installed in an empty folder (${why === null ? 'tried' : `skipped: ${why}`})`, () => {
  const place = mkdtempSync(join(tmpdir(), 'rekindle-package-'));
  const first = dirname(node ?? '/');
  const rekindle = (...words: readonly string[]): Ran =>
    runIn(place, first, 'npx', '--no-install', 'rekindle', ...words);
  let installed: Ran;

  beforeAll(() => {
    const checkout = join(place, 'checkout');
    copyCheckout(checkout);
    const packed = runIn(checkout, join(ROOT, 'node_modules/.bin'), 'npm', 'pack', '--pack-destination', place);
    if (packed.code !== 0) throw new Error(packed.err);
    const file = readdirSync(place).find((name) => name.endsWith('.tgz')) as string;
    writeFileSync(join(place, 'package.json'), '{ "private": true, "type": "module" }');
    const words = ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${file}`];
    installed = runIn(place, first, 'npm', ...words);
  }, 20 * MINUTES_MS);
  afterAll(() => rmSync(place, { recursive: true, force: true }), 2 * MINUTES_MS);

  /** Without a registry there is nothing to install from; any other failure is ours. */
  const offline = () => /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(installed.err);

  test('is small beside its Node.js, and made by no script', ({ skip }) => {
    if (offline()) skip('no registry answers');
    expect(installed).toMatchObject({ code: 0 });
    const [file] = readdirSync(place).filter((name) => name.endsWith('.tgz'));
    expect(statSync(join(place, file as string)).size).toBeLessThan(6_000_000);
    const { scripts } = JSON.parse(readFileSync(join(place, 'node_modules/rekindle/package.json'), 'utf8'));
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  });

  test('says its version, makes an instance, and shows the whole job', { timeout: 5 * MINUTES_MS }, ({ skip }) => {
    if (offline()) skip('no registry answers');
    const { version } = JSON.parse(readText('package.json').text) as { version: string };
    expect(rekindle('--version')).toMatchObject({ code: 0, out: `${version}\n` });
    const made = rekindle('init', ...SENDER);
    expect(made).toMatchObject({ code: 0 });
    expect(rekindle('doctor', '--json').out).toContain('"healthy"');
    const demo = rekindle('demo');
    expect(demo).toMatchObject({ code: 0 });
    expect(demo.out).toContain('2,013 rows');
  });

  test('is a library too', { timeout: MINUTES_MS }, ({ skip }) => {
    if (offline()) skip('no registry answers');
    const program = `import { openRekindle } from 'rekindle';
import { openVirtualInstance } from 'rekindle/testing';
import { rekindleClient } from 'rekindle/client';
const one = await openRekindle({ database: './library.db' });
console.log((await one.run('lead list', {})).leads.length, typeof openVirtualInstance, typeof rekindleClient);
await one.close();`;
    writeFileSync(join(place, 'try.mjs'), program);
    expect(runIn(place, first, process.execPath, 'try.mjs')).toMatchObject({ code: 0, out: '0 function function\n' });
  });
});
