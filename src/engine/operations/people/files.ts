/** Operations on lists as files: refusals in and out, leads out. */
import { z } from 'zod';
import { giveLeads } from '../../people/lead-file.ts';
import { giveList, type ListPlace, listPart, takeList } from '../../people/refusal-list.ts';
import { countryOfNumbers, workspaceOf } from '../find.ts';
import { operation } from '../operation.ts';

const Way = z.enum(['email', 'sms', 'voice', 'all']);
const Place = z.string().max(200);
const Refusals = z.array(
  z.object({
    kind: z.string(),
    value: z.string().nullable().describe('null = of an erased person, or told by its hash alone'),
    channel: z.string(),
    reason: z.string(),
    told: z.string(),
    since: z.string(),
  }),
);

function placeOf(text: string): ListPlace {
  const [keyHash = '', channel = ''] = text.split(' ');
  return { keyHash, channel };
}

function placeText({ keyHash, channel }: ListPlace): string {
  return `${keyHash} ${channel}`;
}

/** `suppress list`. */
export const suppressList = operation({
  noun: 'suppression',
  verb: 'list',
  command: 'suppress list',
  summary: 'Standing refusals of the workspace: what is refused, by which way, why and since when',
  kind: 'query',
  input: z.strictObject({
    limit: z.int().min(1).max(1000).default(50).describe('how many'),
    after: Place.nullable().default(null).describe('`next` of the page before'),
  }),
  output: z.object({ refusals: Refusals, next: z.string().nullable() }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'suppress list --limit 20', says: 'twenty of them' }],
  async run({ engine, workspaceId }, { limit, after }) {
    const found = await engine.store.leads.suppressions({ workspaceId, after: placeOf(after ?? ''), limit });
    const last = found.length === limit ? found.at(-1) : undefined;
    return {
      refusals: found.map(({ kind, value, channel: way, reason, origin, at }) => {
        return { kind, value, channel: way, reason, told: origin, since: new Date(at).toISOString() };
      }),
      next: last ? placeText(last) : null,
    };
  },
});

/** `suppress export`. */
export const suppressExport = operation({
  noun: 'suppression',
  verb: 'export',
  command: 'suppress export',
  summary: 'Write all refusals of the workspace into a CSV file, by value or by keyed hash',
  kind: 'local',
  input: z.strictObject({
    file: z.string().min(1, 'name a file').describe('CSV file to be written'),
    hashed: z.boolean().default(false).describe('tell addresses, domains and numbers by their keyed hash alone'),
  }),
  output: z.object({ refusals: z.number() }),
  positional: ['file'],
  errors: ['file-unwritable'],
  role: 'manager',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'suppress export refusals.csv --hashed', says: 'names nobody; this instance reads it back' }],
  run: async ({ engine, workspaceId }, { file, hashed }) => ({
    refusals: await giveList(engine, { workspaceId, path: file, hashed }),
  }),
});

/** `suppress lines`: for programs that keep the file themselves, as the web app does. */
export const suppressLines = operation({
  noun: 'suppression',
  verb: 'lines',
  command: 'suppress lines',
  summary: 'The file that `suppress export` writes, part by part, for who keeps it elsewhere',
  kind: 'query',
  input: z.strictObject({
    after: Place.nullable().default(null).describe('`next` of the part before'),
    hashed: z.boolean().default(false).describe('tell addresses, domains and numbers by their keyed hash alone'),
  }),
  output: z.object({
    text: z.string().describe('CSV, at most 1,000 refusals; the first part begins with the head'),
    next: z.string().nullable().describe('null = this was the last part'),
  }),
  positional: [],
  errors: [],
  role: 'manager',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'suppress lines --hashed', says: 'names nobody; this instance reads it back' }],
  async run({ engine, workspaceId }, { after, hashed }) {
    const { text, next } = await listPart(engine, {
      workspaceId,
      hashed,
      after: after === null ? null : placeOf(after),
    });
    return { text, next: next && placeText(next) };
  },
});

/** `suppress import`. */
export const suppressImport = operation({
  noun: 'suppression',
  verb: 'import',
  command: 'suppress import',
  summary: 'Add the refusals of a file to those that stand: addresses, domains, numbers; nothing is taken away',
  kind: 'local',
  input: z.strictObject({
    file: z
      .string()
      .min(1, 'name a file')
      .describe('CSV or Excel: a list of ours, or any with addresses, domains or numbers'),
    channel: Way.default('all').describe('which channel is refused, where the file does not say'),
    reason: z.string().min(1).max(200).default('manual').describe('why, where the file does not say'),
    country: countryOfNumbers.describe('country of phone numbers that name none'),
  }),
  output: z.object({
    read: z.number(),
    added: z.number(),
    standing: z.number().describe('stood before, or twice in the file'),
    unread: z.number(),
    unreadRows: z.array(z.number()).readonly().describe('the first of them, counted without the header'),
  }),
  positional: ['file'],
  errors: ['file-not-found', 'not-a-table'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    { command: 'suppress import unsubscribed.csv --channel email', says: 'from each commit on nothing leaves to them' },
  ],
  async run(context, { file, ...input }) {
    const { engine, workspaceId, progress } = context;
    await workspaceOf(context);
    return takeList(engine, { workspaceId, path: file, ...input }, (rows) =>
      progress({ stage: 'refusals', done: rows, total: null, unit: 'rows' }),
    );
  },
  failed: ({ unread }) => unread > 0,
});

/** `lead export`. */
export const leadExport = operation({
  noun: 'lead',
  verb: 'export',
  command: 'lead export',
  summary:
    'Write all leads of the workspace into a CSV file that import takes back; no cell of it runs in a spreadsheet',
  kind: 'local',
  input: z.strictObject({ file: z.string().min(1, 'name a file').describe('CSV file to be written') }),
  output: z.object({ leads: z.number(), columns: z.number() }),
  positional: ['file'],
  errors: ['file-unwritable', 'too-many-attributes'],
  role: 'manager',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'lead export leads.csv', says: 'refusals are a list of their own: suppress export' }],
  run: ({ engine, workspaceId, progress }, { file }) =>
    giveLeads(engine, { workspaceId, path: file }, (rows) =>
      progress({ stage: 'leads', done: rows, total: null, unit: 'rows' }),
    ),
});
