/**
 * The walls between the rooms hold: every import rule of biome.json is shown to fire on a planted violation and to let
 * a lawful import through. A rule that stops firing (a renamed folder, a changed linter) fails here, not in silence.
 */
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Complaint, lintPlanted } from './planted.ts';
import { readText, shippedPaths } from './tree.ts';

interface Plant {
  readonly room: string;
  readonly forbidden: readonly string[];
  readonly allowed: readonly string[];
}

const SQL_DRIVERS = ['node:sqlite', 'kysely', 'pg'];
const ADAPTERS = ['channels', 'sources', 'resolvers', 'render', 'playbooks', 'crms', 'hooks'];
const FACES = ['http', 'cli', 'mcp'];
const DOMAIN_PACKAGES = ['zod', '@marcbachmann/cel-js', 'libphonenumber-js', 'libphonenumber-js/max', 'tldts'];
const OUTSIDE_DOMAIN = ['node:fs', 'node:crypto', 'fs', 'pino', 'liquidjs', 'yaml', 'zod/v4/core', ...SQL_DRIVERS];

const PLANTS: readonly Plant[] = [
  {
    room: 'src/domain',
    forbidden: [...OUTSIDE_DOMAIN, ...others('../', 'domain'), './../engine/ports.ts', '../config.ts', '../main.ts'],
    allowed: [...DOMAIN_PACKAGES, './reason.ts', './lead/lead.ts'],
  },
  {
    room: 'src/domain/score',
    forbidden: [...OUTSIDE_DOMAIN, ...others('../../', 'domain'), './../../engine/ports.ts', '../../config.ts'],
    allowed: [...DOMAIN_PACKAGES, './rubric.ts', '../reason.ts', '../lead/lead.ts', './data/titles.json'],
  },
  {
    room: 'src/domain/score/titles',
    forbidden: [...OUTSIDE_DOMAIN, ...others('../../../', 'domain'), '../../../main.ts'],
    allowed: [...DOMAIN_PACKAGES, './english.ts', '../rubric.ts', '../../reason.ts'],
  },
  {
    room: 'src/engine',
    forbidden: [...SQL_DRIVERS, 'node:fs', 'node:net', 'fastify', ...others('../', 'domain', 'engine'), '../config.ts'],
    allowed: ['node:crypto', 'zod', './ports.ts', './operations/lead.ts', '../domain/reason.ts'],
  },
  {
    room: 'src/engine/operations',
    forbidden: [...SQL_DRIVERS, 'node:fs', ...others('../../', 'domain', 'engine'), './../../store/sqlite.ts'],
    allowed: ['node:crypto', '../ports.ts', './campaign.ts', '../../domain/reason.ts'],
  },
  {
    room: 'src/store',
    forbidden: [...others('../', 'domain', 'store'), '../engine/capture.ts', '../config.ts', '../main.ts'],
    allowed: ['node:sqlite', 'node:fs', './sqlite.ts', '../domain/reason.ts', '../engine/ports.ts'],
  },
  {
    room: 'src/store/migrations',
    forbidden: [...others('../../', 'domain', 'store'), '../../engine/capture.ts', '../../main.ts'],
    allowed: ['node:sqlite', './dialect.ts', '../sqlite.ts', '../../domain/reason.ts', '../../engine/ports.ts'],
  },
  ...ADAPTERS.map((room) => adapterPlant(room)),
  ...ADAPTERS.map((room) => adapterFolderPlant(room)),
  ...FACES.map((room) => ({
    room: `src/${room}`,
    forbidden: [...SQL_DRIVERS, ...others('../', 'domain', 'engine', room), '../config.ts', '../main.ts'],
    allowed: ['node:fs', 'commander', './run.ts', '../engine/engine.ts', '../domain/reason.ts'],
  })),
  ...FACES.map((room) => ({
    room: `src/${room}/views`,
    forbidden: [...SQL_DRIVERS, ...others('../../', 'domain', 'engine', room), '../../config.ts'],
    allowed: ['node:fs', './run.ts', '../run.ts', '../../engine/engine.ts', '../../domain/reason.ts'],
  })),
  {
    room: 'src/client',
    forbidden: [...SQL_DRIVERS, 'zod', 'fastify', ...others('../'), '../main.ts'],
    allowed: ['./routes.ts', '../engine/operations/table.ts'],
  },
  {
    room: 'src/demo',
    forbidden: [...SQL_DRIVERS, ...FACES.map((room) => `../${room}/planted.ts`), '../main.ts'],
    allowed: ['node:fs', './own.ts', '../store/store.ts', '../channels/smtp/adapter.ts', '../testing/smtp-sink.ts'],
  },
  { room: 'src/testing', forbidden: [], allowed: ['node:fs', '../store/sqlite.ts', '../engine/engine.ts', 'pg'] },
  { room: 'bench', forbidden: [], allowed: ['../src/store/sqlite.ts', '../src/main.ts', 'node:sqlite'] },
];

/** Imports of every room except `own`, seen from a folder that reaches `src` by `up`. */
function others(up: string, ...own: readonly string[]): readonly string[] {
  const rooms = ['domain', 'engine', 'store', ...ADAPTERS, ...FACES, 'testing', 'demo'];
  return rooms.filter((room) => !own.includes(room)).map((room) => `${up}${room}/planted.ts`);
}

function adapterPlant(room: string): Plant {
  return {
    room: `src/${room}`,
    forbidden: [...SQL_DRIVERS, ...others('../', 'domain', room), '../engine/engine.ts', '../config.ts'],
    allowed: ['node:fs', 'liquidjs', './own.ts', './smtp/adapter.ts', '../domain/reason.ts', '../engine/ports.ts'],
  };
}

function adapterFolderPlant(room: string): Plant {
  return {
    room: `src/${room}/one`,
    forbidden: [...SQL_DRIVERS, ...others('../../', 'domain', room), '../../engine/engine.ts', '../another/adapter.ts'],
    allowed: ['node:fs', './own.ts', '../shared.ts', '../../domain/reason.ts', '../../engine/ports.ts'],
  };
}

/** One file an import, so that a complaint tells which import it is about. */
function plant(plants: readonly Plant[], kind: 'forbidden' | 'allowed'): Map<string, { room: string; source: string }> {
  const files = new Map<string, { room: string; source: string }>();
  for (const { room, [kind]: sources } of plants) {
    for (const [index, source] of sources.entries()) files.set(`${room}/planted-${index}.ts`, { room, source });
  }
  return files;
}

/** Files in which the room rule fired. */
function walled(complaints: readonly Complaint[]): ReadonlySet<string> {
  const found = complaints.filter((complaint) => complaint.rule === 'lint/style/noRestrictedImports');
  return new Set(found.map((complaint) => complaint.file));
}

const asValue = (source: string): string => `import * as planted from '${source}';\nplanted.run();\n`;
const asType = (source: string): string => `import type { Planted } from '${source}';\nexport type Own = Planted;\n`;
const asExport = (source: string): string => `export * from '${source}';\n`;
const asDynamic = (source: string): string => `export const planted = await import('${source}');\n`;

function lintAs(files: Map<string, { source: string }>, form: (source: string) => string): ReadonlySet<string> {
  return walled(lintPlanted(new Map([...files].map(([path, { source }]) => [path, form(source)]))));
}

describe('rooms', () => {
  test.each([
    ['a value import', asValue],
    ['a type import', asType],
    ['a re-export', asExport],
    ['a dynamic import', asDynamic],
  ])('%s of a forbidden module fires in every room', (_name, form) => {
    const files = plant(PLANTS, 'forbidden');
    const fired = lintAs(files, form);
    const silent = [...files].filter(([path]) => !fired.has(path)).map(([, { room, source }]) => `${room} ← ${source}`);
    expect(silent).toEqual([]);
  });

  test('a lawful import passes in every room', () => {
    const files = plant(PLANTS, 'allowed');
    const fired = lintAs(files, asValue);
    expect([...fired].map((path) => `${files.get(path)?.room} ← ${files.get(path)?.source}`)).toEqual([]);
  });

  test('every folder of src, however deep, lies behind a wall', () => {
    const folders = new Set(shippedPaths().map((path) => dirname(path)));
    const free = ['src', 'src/testing', 'src/demo', 'src/instance'];
    const governed = [...folders].filter(
      (folder) => !free.some((room) => folder === room || (room !== 'src' && folder.startsWith(`${room}/`))),
    );
    const planted = governed.map((folder) => {
      const up = '../'.repeat(folder.split('/').length - 1);
      return [`${folder}/planted.ts`, asValue(`${up}testing/planted.ts`)] as const;
    });
    const fired = walled(lintPlanted(new Map(planted)));
    expect(planted.map(([path]) => path).filter((path) => !fired.has(path))).toEqual([]);
  });
});

describe('the demo', () => {
  test('is started by main.ts and imported by nobody else', () => {
    const importers = shippedPaths().filter(
      (path) => !path.startsWith('src/demo/') && /from '[./]*\/demo\//.test(readText(path).text),
    );
    expect(importers).toEqual(['src/main.ts']);
  });
});

const DENIED_GLOBALS = [
  'Date.now()',
  'new Date(0)',
  'process.hrtime()',
  'crypto.randomUUID()',
  'performance.now()',
  'globalThis.Date',
  'require("node:fs")',
  'fetch("https://example.com")',
  'Buffer.from("a")',
  'setTimeout(run, 1)',
  'console.log(1)',
];

describe('purity of domain', () => {
  test.each(DENIED_GLOBALS)('%s fires', (expression) => {
    const path = 'src/domain/score/planted.ts';
    const rules = lintPlanted(new Map([[path, `export const run = (): unknown => ${expression};\n`]]));
    expect(rules.map((found) => found.rule)).toContain(
      expression.startsWith('console') ? 'lint/suspicious/noConsole' : 'lint/style/noRestrictedGlobals',
    );
  });

  test('Temporal with an instant that was passed in is lawful', () => {
    const text = 'export const run = (at: number): unknown => Temporal.Instant.fromEpochMilliseconds(at);\n';
    expect(lintPlanted(new Map([['src/domain/score/planted.ts', text]]))).toEqual([]);
  });
});

describe('rules that hold in every room', () => {
  const ROOM_FILE = 'src/engine/planted.ts';
  test.each([
    ['the environment outside config.ts', ROOM_FILE, 'export const a = process.env.HOME;', 'lint/style/noProcessEnv'],
    [
      'the environment by name',
      ROOM_FILE,
      "import { env } from 'node:process';\nexport const a = env.HOME;",
      'lint/style/noRestrictedImports',
    ],
    ['a default export', ROOM_FILE, 'export default 1;', 'lint/style/noDefaultExport'],
    ['any', ROOM_FILE, 'export const a: any = 1;', 'lint/suspicious/noExplicitAny'],
    ['an empty catch', ROOM_FILE, 'try {\n  run();\n} catch {}', 'lint/suspicious/noEmptyBlockStatements'],
    ['@ts-ignore', ROOM_FILE, '// @ts-ignore\nexport const a = 1;', 'lint/suspicious/noTsIgnore'],
    [
      'a promise nobody waits for',
      ROOM_FILE,
      'async function go(): Promise<void> {}\ngo();',
      'lint/nursery/noFloatingPromises',
    ],
    ['a focused test', 'src/engine/planted.test.ts', "test.only('a', () => {});", 'lint/suspicious/noFocusedTests'],
  ])('%s fires', (_name, path, text, rule) => {
    expect(lintPlanted(new Map([[path, `${text}\n`]])).map((found) => found.rule)).toContain(rule);
  });

  test('a cycle of imports fires', () => {
    const files = new Map([
      ['src/engine/one.ts', "import { two } from './two.ts';\nexport const one = (): number => two();\n"],
      ['src/engine/two.ts', "import { one } from './one.ts';\nexport const two = (): number => one();\n"],
    ]);
    expect(lintPlanted(files).map((found) => found.rule)).toContain('lint/suspicious/noImportCycles');
  });

  test('config.ts may read the environment, and only there is it lawful', () => {
    const text = 'export const a = process.env.HOME;\n';
    const fired = lintPlanted(
      new Map([
        ['src/config.ts', text],
        ['src/main.ts', text],
        ['src/cli/run.ts', text],
      ]),
    );
    expect(fired.map((found) => found.file).sort()).toEqual(['src/cli/run.ts', 'src/main.ts']);
  });
});
