/** Operations on files of leads: import, its list, its undo; dedupe and verify, which write nothing. */

import { z } from 'zod';
import { LIMITS } from '../../domain/limits.ts';
import { dedupeRows, type FileRow } from '../capture/dedupe.ts';
import { importFile, releasedByBasis } from '../capture/import-file.ts';
import { verifyLines } from '../capture/verify.ts';
import type { Engine } from '../engine.ts';
import type { Sources } from '../ports.ts';
import { countryOfNumbers } from './find.ts';
import { operation, Refusal } from './operation.ts';
import { printList } from './print/table.ts';

/** The newest campaigns of a workspace that are looked at, and how many of them a line names. */
const CAMPAIGNS_LOOKED = 1_000;
const CAMPAIGNS_NAMED = 5;
/** Lines of a file of which a page says what is wrong; `--json` tells more. */
const LINES_TOLD = 10;
/** Characters of a cell beside it. */
const CELL_SHOWN = 60;

const counts = {
  read: z.number(),
  created: z.number(),
  merged: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
};

const importInput = z.strictObject({
  file: z.string().min(1, 'name a file').describe('CSV or Excel workbook'),
  map: z
    .record(z.string(), z.string())
    .default({})
    .describe('column=field, over what is found by itself; may be repeated'),
  basis: z
    .enum(['consent', 'legitimate-interest', 'contract', 'none'])
    .nullable()
    .default(null)
    .describe('on what basis these people may be contacted; not stated = held wherever the law asks for one'),
  source: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('where they come from; found by itself for known exports'),
  country: countryOfNumbers.describe('country of phone numbers that name none'),
  overwrite: z
    .boolean()
    .default(false)
    .describe('let the file win over what is known; by default it only fills blanks'),
  mend: z
    .record(z.string().max(300), z.string().max(LIMITS.importMendCharacters))
    .default({})
    .refine((cells) => Object.keys(cells).length <= LIMITS.importMends, `mend ${LIMITS.importMends} cells at most`)
    .describe('line.column=text of a cell that is mended, the file staying as it is; may be repeated'),
  leaveOut: z
    .array(z.string().regex(/^[1-9]\d{0,8}$/, 'the number of a line'))
    .max(LIMITS.importMends)
    .default([])
    .describe('line of a row that is not taken; may be repeated'),
  rejects: z.string().nullable().default(null).describe('where rejected rows go; beside the file by default'),
  dryRun: z.boolean().default(false).describe('show the mapping and what would happen; write nothing'),
});

const said = z.object({ code: z.string(), says: z.string() });

const importOutput = z.object({
  ...counts,
  importId: z.string().nullable(),
  rejectsFile: z.string().nullable(),
  source: z.string(),
  columns: z.array(z.object({ column: z.string(), to: z.string(), confidence: z.string(), why: z.string() })),
  dialect: z.record(z.string(), z.unknown()),
  rejections: z.record(z.string(), z.number()),
  releasedBy: z.record(z.string(), z.number()).nullable(),
  mended: z.number(),
  refusing: z.number().describe('rows taken that say that somebody is to be left alone, by some way or all'),
  doubtful: z
    .array(
      z.object({
        line: z.number(),
        problem: said.nullable(),
        cells: z.array(z.string()),
        wrong: z.array(said.extend({ column: z.string() })),
      }),
    )
    .describe(`the first ${LIMITS.importDoubtful} rows that could not be taken, or of which a cell was set aside`),
  again: z.boolean(),
  judgedBy: z
    .array(z.string())
    .describe(
      'live campaigns that go on taking people in, the newest first: their next run judges whom the file brings',
    ),
});

type Told = z.output<typeof importOutput>;

/** `import`: a file of leads comes in. */
export const importOperation = operation({
  noun: 'import',
  verb: 'run',
  command: 'import',
  summary: 'Take in a file of leads: CSV or Excel, any vendor’s export',
  kind: 'local',
  input: importInput,
  output: importOutput,
  positional: ['file'],
  errors: [
    'file-not-found',
    'not-a-table',
    'unknown-column',
    'unknown-field',
    'import-busy',
    'too-many-imports',
    'import-taken-over',
  ],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  preview: 'import FILE --dry-run',
  undo: 'import undo IMPORT',
  examples: [
    {
      command: 'import leads.csv --basis legitimate-interest',
      says: 'reads, recognises, merges; run twice, it changes nothing',
    },
    { command: 'import leads.xlsx --dry-run', says: 'shows the mapping and what each basis would release' },
  ],
  async run({ engine, workspaceId, progress, note, signal }, input) {
    await engine.store.workspaces.ensure(workspaceId, engine.clock.now());
    const { file, map, basis, source, country, rejects } = input;
    const wish = {
      workspaceId,
      path: file,
      map,
      basis,
      source,
      country,
      rejects,
      mode: input.overwrite ? 'overwrite' : 'fill',
      mends: { cells: input.mend, leaveOut: input.leaveOut.map(Number) },
    } as const;
    const judgedBy = await takersIn(engine, workspaceId);
    if (!input.dryRun) return { ...(await importFile(engine, wish, { progress, note, signal })), judgedBy };
    const store = await engine.store.copy(engine.clock.now);
    try {
      const report = await importFile({ ...engine, store, sources: withoutRejects(engine.sources) }, wish, {
        progress,
        note,
        signal,
      });
      const releasedBy = await releasedByBasis(engine, wish);
      return { ...report, importId: null, rejectsFile: null, releasedBy, judgedBy };
    } finally {
      await store.close();
    }
  },
  print: printImport,
});

/** Live campaigns whose audience is open to people who come later. */
async function takersIn({ store }: Engine, workspaceId: string): Promise<string[]> {
  const campaigns = await store.campaigns.list(workspaceId, CAMPAIGNS_LOOKED);
  return campaigns.filter(({ state, audience }) => state === 'live' && !audience.frozen).map(({ name }) => name);
}

/** A dry run leaves no file behind. */
function withoutRejects(sources: Sources): Sources {
  const nowhere = { add: () => undefined, commit: async () => 0, close: async () => undefined };
  return { ...sources, openRejects: async () => nowhere };
}

function printImport(report: Told): string {
  const { read, created, merged, unchanged, rejected, refusing, judgedBy } = report;
  const dry = report.releasedBy !== null;
  const lines = [
    `${dry ? 'Would read' : 'Read'} ${n(read)} rows as ${report.source}: ${n(created)} created, ${n(merged)} merged, ${n(unchanged)} unchanged, ${n(rejected)} rejected.`,
  ];
  if (refusing > 0) lines.push(refusingLine(refusing, dry));
  if (report.rejectsFile) lines.push(`Rejected rows, with line and reason: ${report.rejectsFile}`);
  for (const [code, count] of Object.entries(report.rejections)) lines.push(`  ${code}: ${n(count)}`);
  if (dry) lines.push(...mappingLines(report), ...releaseLines(report.releasedBy ?? {}));
  if (report.again) return `${lines.join('\n')}\n`;
  lines.push(...doubtfulLines(report));
  if (report.importId) lines.push(`Take it back with: rekindle import undo ${report.importId}`);
  if (judgedBy.length > 0 && created + merged > 0) lines.push(judgedLine(judgedBy, dry));
  return `${lines.join('\n')}\n`;
}

/** What a file says of refusals is obeyed, and is seen to be. */
function refusingLine(rows: number, dry: boolean): string {
  const [say, they] = rows === 1 ? ['1 row says', 'it'] : [`${n(rows)} rows say`, 'they'];
  const kept = dry
    ? 'would be kept as refusals'
    : `${rows === 1 ? 'is' : 'are'} kept as refusals: rekindle suppress list`;
  return `${say} that somebody is to be left alone; ${they} ${kept}`;
}

/** Whoever takes in another list while a campaign is live would not think of its being written to. */
function judgedLine(campaigns: readonly string[], dry: boolean): string {
  const named = campaigns.slice(0, CAMPAIGNS_NAMED).map((name) => `“${name}”`);
  const more = campaigns.length - named.length;
  const all = [...named, ...(more > 0 ? [`${n(more)} more`] : [])].join(', ');
  return `${dry ? 'Live campaigns would judge' : 'Live campaigns judge'} them with their next run, and write to whom they take: ${all}.`;
}

function mappingLines({ columns }: Told): string[] {
  const width = Math.min(32, Math.max(...columns.map(({ column }) => column.length), 0));
  return [
    '',
    'Columns:',
    ...columns.map(({ column, to, confidence, why }) => `  ${column.padEnd(width)} → ${to}  (${confidence}: ${why})`),
  ];
}

/** What could not be read, by its line: a cell that is set aside is seen in no count. */
function doubtfulLines({ doubtful, columns }: Told): string[] {
  const told = doubtful.slice(0, LINES_TOLD).flatMap(({ line, problem, cells, wrong }) => [
    ...(problem === null ? [] : [`  line ${n(line)}, not taken: ${problem.says}`]),
    ...wrong.map(({ column, says }) => {
      const text = cells[columns.findIndex((one) => one.column === column)] ?? '';
      return `  line ${n(line)}, ${column} “${text.slice(0, CELL_SHOWN)}”: ${says}`;
    }),
  ]);
  if (told.length === 0) return [];
  const more = doubtful.length - LINES_TOLD;
  return [
    '',
    'Could not be read:',
    ...told,
    ...(more > 0
      ? [
          `  and ${n(more)}${doubtful.length === LIMITS.importDoubtful ? ' or more' : ''} further lines, which --json names`,
        ]
      : []),
    'Mended as it comes in, the file staying as it is: --mend "LINE.COLUMN=TEXT", --leave-out LINE',
    '',
  ];
}

function releaseLines(released: Readonly<Record<string, number>>): string[] {
  return [
    '',
    'May be e-mailed, by what you answer to --basis:',
    ...Object.entries(released).map(([basis, count]) => `  ${basis}: ${n(count)}`),
  ];
}

function n(value: number): string {
  return value.toLocaleString('en');
}

const importRecord = z.object({
  id: z.string(),
  fileName: z.string(),
  source: z.string(),
  state: z.string(),
  startedAt: z.string(),
  ...counts,
});

/** `import list`. */
export const importList = operation({
  noun: 'import',
  verb: 'list',
  command: 'import list',
  summary: 'Imports, newest first',
  kind: 'query',
  input: z.strictObject({ limit: z.int().min(1).max(1000).default(50).describe('how many') }),
  output: z.object({ imports: z.array(importRecord) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'import list', says: 'files taken in, with their counts' }],
  async run({ engine, workspaceId }, { limit }) {
    const records = await engine.store.imports.list(workspaceId, limit);
    const imports = records.map(({ id, fileName, source, state, startedAt, counts: c }) => {
      return { id, fileName, source, state, startedAt: new Date(startedAt).toISOString(), ...c };
    });
    return { imports };
  },
  print: ({ imports }) => printList(imports, IMPORT_COLUMNS, { none: 'No file was taken in yet.' }),
});

const IMPORT_COLUMNS = {
  ...{ startedAt: 'STARTED (UTC)', fileName: 'FILE', source: 'SOURCE', state: 'STATE' },
  ...{ read: 'READ', created: 'CREATED', merged: 'MERGED', unchanged: 'UNCHANGED', rejected: 'REJECTED', id: 'ID' },
};

/** `import undo`: what only that import brought goes. */
export const importUndo = operation({
  noun: 'import',
  verb: 'undo',
  command: 'import undo',
  summary: 'Take an import back: what only it brought goes, what it changed is as before',
  kind: 'command',
  input: z.strictObject({ import: z.string().min(1).describe('id of the import') }),
  output: z.object({ restored: z.number(), removed: z.number(), kept: z.number() }),
  positional: ['import'],
  errors: ['no-such-import'],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    { command: 'import undo imp_01k…', says: 'leads that were contacted, or that another import brought too, stay' },
  ],
  async run({ engine, workspaceId }, input) {
    const record = await engine.store.imports.get(workspaceId, input.import);
    if (!record)
      throw new Refusal('no-such-import', `there is no import ${input.import}`, 'rekindle import list shows them');
    if (record.state === 'undone') return { restored: 0, removed: 0, kept: 0 };
    return engine.store.imports.undo(workspaceId, record.id, engine.clock.now());
  },
});

/** `dedupe`: the pairs of any file of people or companies. */
export const dedupe = operation({
  noun: 'file',
  verb: 'dedupe',
  command: 'dedupe',
  summary: 'Which rows of a file are the same person or company; writes pairs and nothing else',
  kind: 'local',
  input: z.strictObject({
    file: z.string().min(1, 'name a file').describe('CSV or Excel workbook'),
    id: z.string().min(1).describe('column that names a row'),
    pairs: z.string().min(1).describe('file for the pairs: id_a,id_b,rule'),
  }),
  output: z.object({ rows: z.number(), pairs: z.number(), clusters: z.number(), kind: z.string() }),
  positional: ['file'],
  errors: ['file-not-found', 'not-a-table', 'unknown-column'],
  role: 'viewer',
  scope: 'machine',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'dedupe people.csv --id id --pairs pairs.csv', says: 'pairs with the rule that made each' }],
  async run({ engine, progress }, { file, id, pairs }) {
    const table = await engine.sources.openTable(file);
    if (!table.headers.includes(id)) {
      throw new Refusal('unknown-column', `the file has no column “${id}”`, `its columns: ${table.headers.join(', ')}`);
    }
    const out = await engine.sources.openText(pairs);
    await out.write('id_a,id_b,rule\n');
    const result = await dedupeRows(recordsOf(table.headers, table.rows), {
      idColumn: id,
      onPair: ({ idA, idB, rule }) => out.write(`${csvCell(idA)},${csvCell(idB)},${csvCell(rule)}\n`),
      onProgress: (share) => progress({ stage: 'dedupe', done: Math.round(share * 100), total: 100, unit: '%' }),
    });
    await out.close();
    return { rows: result.rows, pairs: result.pairs, clusters: result.clusters, kind: result.kind };
  },
});

async function* recordsOf(
  headers: readonly string[],
  batches: AsyncIterable<{ rows: readonly { cells: readonly string[] }[] }>,
): AsyncIterable<FileRow> {
  for await (const { rows } of batches) {
    for (const { cells } of rows) yield Object.fromEntries(headers.map((header, i) => [header, cells[i] ?? '']));
  }
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `verify`: a verdict a line. */
export const verify = operation({
  noun: 'address',
  verb: 'verify',
  command: 'verify',
  summary: 'Judge e-mail addresses, one a line: form, domain, kind; never by asking the mailbox',
  kind: 'stream',
  input: z.strictObject({
    file: z.string().default('-').describe('file with one address a line; - = standard input'),
    dns: z.boolean().default(true).describe('ask the DNS; --no-dns judges by the form alone'),
  }),
  output: z.object({ address: z.string(), verdict: z.string(), reasons: z.array(z.string()) }) as z.ZodType<unknown>,
  positional: ['file'],
  errors: ['file-not-found'],
  role: 'viewer',
  scope: 'machine',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'verify addresses.txt --no-dns', says: 'one JSON object a line, in order' }],
  async run({ engine, note }, { file, dns }) {
    return verifyLines(engine.sources.readLines(file), dns ? engine.resolver : null, note);
  },
});
