/** Operations that save the database and bring it back, so that no two of it send. */
import { z } from 'zod';
import type { Backups, Saved } from '../../store-port.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

const Whole = z.object({
  file: z.string(),
  bytes: z.number(),
  hash: z.string().describe('SHA-256 of the file, hex'),
  rows: z.record(z.string(), z.number()).describe('by table'),
});

/** `backup`: while it runs. */
export const backup = operation({
  noun: 'database',
  verb: 'backup',
  command: 'backup',
  summary: 'Save the database into one file while everything runs, and look it through; the secret is not in it',
  kind: 'local',
  input: z.strictObject({ file: z.string().min(1, 'name a file').describe('file that is not there yet') }),
  output: Whole,
  positional: ['file'],
  errors: ['file-exists', 'backup-by-server', 'backup-damaged', 'disk-full'],
  role: 'admin',
  scope: 'instance',
  effect: 'none',
  idempotent: false,
  examples: [{ command: 'backup rekindle-2026-11-28.backup', says: 'bring it back with rekindle restore' }],
  async run(context, { file }) {
    const { progress, note } = context;
    const saved = await backupsOf(context).save(file, (share) =>
      progress({ stage: 'backup', done: Math.round(share * 100), total: 100, unit: '%' }),
    );
    note(
      'The secret (the .key file beside the database, or REKINDLE_KEY) is not in it. Keep it elsewhere: without it refusals are not found, and connections are lost.',
    );
    return told(context, file, saved);
  },
});

/** `restore`: a copy that sends nothing by itself. */
export const restore = operation({
  noun: 'database',
  verb: 'restore',
  command: 'restore',
  summary: 'Bring a backup back as a database that sends nothing until a person claims it',
  kind: 'local',
  input: z.strictObject({
    file: z.string().min(1, 'name a file').describe('what rekindle backup wrote'),
    to: z.string().min(1).describe('file of the database, not there yet'),
  }),
  output: Whole,
  positional: ['file'],
  errors: [
    'file-not-found',
    'file-exists',
    'not-a-database',
    'backup-damaged',
    'newer-schema',
    'backup-by-server',
    'disk-full',
  ],
  role: 'admin',
  scope: 'machine',
  effect: 'none',
  idempotent: false,
  examples: [
    {
      command: 'restore rekindle.backup --to rekindle.db',
      says: 'then: rekindle instance show, and claim it if it is the one',
    },
  ],
  async run(context, { file, to }) {
    const { engine, note } = context;
    if (/^postgres(ql)?:/.test(to)) throw byServer();
    const restored = await backupsOf(context).restore(file, to, {
      token: engine.ids.next('ins'),
      now: engine.clock.now(),
    });
    note(
      [
        `Put the secret of the old one beside it (${to}.key, or REKINDLE_KEY).`,
        'Nothing leaves from it: see what would be late with rekindle instance show, and claim it with rekindle instance claim once the old one sends no more.',
        `Put ${to}.erased, ${to}.refused and the folder ${to}.left beside it as well, the notes of who was erased, of who said no and of what left: once it is claimed, what was said since the backup counts again, and what left since does not leave again.`,
      ].join('\n'),
    );
    return told(context, to, restored);
  },
});

async function told(
  { engine }: OperationContext,
  file: string,
  { bytes, rows }: Saved,
): Promise<z.output<typeof Whole>> {
  const { hash } = await engine.sources.fingerprint(file);
  return { file, bytes, hash, rows };
}

/** Errors: refusal `backup-by-server`. */
function backupsOf({ engine }: OperationContext): Backups {
  const { backups } = engine.parts;
  if (backups) return backups;
  throw byServer();
}

function byServer(): Refusal {
  return new Refusal(
    'backup-by-server',
    'a database on a server is saved and restored by the server’s own tools',
    'pg_dump -Fc, and pg_restore into a new database: it sends nothing until rekindle instance claim',
  );
}
