/** The operation that looks at a file before it is taken in. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { openFile } from '../../capture/import-file.ts';
import { type FileLook, lookAtFile } from '../../capture/look.ts';
import { countryOfNumbers } from '../find.ts';
import { operation } from '../operation.ts';

const counted = z.array(z.object({ code: z.string(), says: z.string(), n: z.number() }));

/** `import look`: what a file is, at once, however long it is. */
export const importLook = operation({
  noun: 'import',
  verb: 'look',
  command: 'import look',
  summary: 'How a file of leads is written and what its columns are read as, from its first rows; takes nothing in',
  kind: 'local',
  input: z.strictObject({
    file: z.string().min(1, 'name a file').describe('CSV or Excel workbook'),
    map: z.record(z.string(), z.string()).default({}).describe('column=field, over what is found; may be repeated'),
    country: countryOfNumbers.describe('country of phone numbers that name none'),
    head: z.boolean().default(false).describe('it is the beginning of a longer file, and its last row is cut off'),
  }),
  output: z.object({
    source: z.string(),
    dialect: z.record(z.string(), z.unknown()),
    columns: z.array(
      z.object({
        column: z.string(),
        to: z.string(),
        confidence: z.enum(['asked', 'vendor', 'known', 'guess', 'none']),
        why: z.string(),
        samples: z.array(z.string()),
        wrong: counted.describe('cells of the rows looked at that would be set aside'),
      }),
    ),
    looked: z.number().describe(`rows, ${LIMITS.importLooked} at most`),
    problems: counted.describe('rows looked at that could not be taken'),
    targets: z.array(z.string()).describe('what a column may be read as'),
  }),
  positional: ['file'],
  errors: ['file-not-found', 'not-a-table', 'unknown-column', 'unknown-field'],
  role: 'operator',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: 'import look leads.csv', says: 'encoding, divider, each column with its field and first values' },
  ],
  async run({ engine }, { file, map, country, head }) {
    const opened = await openFile(engine, { path: file, map, country, basis: null }, null);
    return lookAtFile(opened, head);
  },
  print: printLook,
});

function printLook({ source, dialect, columns, looked, problems }: FileLook): string {
  const width = Math.min(32, Math.max(...columns.map(({ column }) => column.length), 0));
  const written = Object.entries(dialect).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const lines = [
    `Written as: ${written.join(', ')}. Source: ${source}.`,
    `The first ${looked.toLocaleString('en')} rows:`,
    ...columns.flatMap(({ column, to, confidence, why, samples, wrong }) => [
      `  ${column.padEnd(width)} → ${to}  (${confidence}: ${why})  ${samples.join(' · ')}`,
      ...wrong.map(({ says, n }) => `  ${''.padEnd(width)}   ${n.toLocaleString('en')}: ${says}`),
    ]),
    ...problems.map(({ code, says, n }) => `  ${n.toLocaleString('en')} could not be taken: ${code}: ${says}`),
  ];
  return `${lines.join('\n')}\n`;
}
