/** Operations on sample data: people who do not exist come in by the import that every file takes, and go by its undo. */
import { z } from 'zod';
import { SAMPLE_FILE, SAMPLE_SOURCE, samplePeople } from '../../../domain/lead/sample.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { importFile } from '../../capture/import-file.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

/** `sample load`. */
export const sampleLoad = operation({
  noun: 'sample',
  verb: 'load',
  command: 'sample load',
  summary:
    'Take in two dozen people who do not exist, to try everything with; nobody can be reached at their addresses',
  kind: 'command',
  input: z.strictObject({}),
  output: z.object({ importId: z.string(), people: z.number(), created: z.number(), again: z.boolean() }),
  positional: [],
  errors: ['workspace-is-live', 'only-on-the-machine', 'import-busy', 'too-many-imports', 'import-taken-over'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'sample remove',
  examples: [
    { command: 'sample load', says: 'then: campaign create try --tag sample; gone again with: sample remove' },
  ],
  async run({ engine, workspaceId, progress, note, signal }) {
    const { mode } = await engine.store.workspaces.ensure(workspaceId, engine.clock.now());
    if (mode === 'live')
      throw new Refusal(
        'workspace-is-live',
        'messages leave this workspace for real',
        'try it in a dry one: workspace add',
      );
    const held = await engine.parts.holdFile?.(SAMPLE_FILE, samplePeople());
    if (!held) throw new Refusal('only-on-the-machine', 'no file can be held here', 'run it where rekindle serve runs');
    try {
      const common = { workspaceId, path: held.path, map: {}, country: null, rejects: null } as const;
      const wish = { ...common, basis: 'consent', source: SAMPLE_SOURCE, mode: 'fill' } as const;
      // Whoever asks from elsewhere may name no file of this machine; this one is our own.
      const reader = { ...engine, sources: engine.parts.sources };
      const { importId, read, created, again } = await importFile(reader, wish, { progress, note, signal });
      return { importId: importId ?? '', people: read, created, again };
    } finally {
      await held.release();
    }
  },
});

/** `sample remove`: the undo of that import. */
export const sampleRemove = operation({
  noun: 'sample',
  verb: 'remove',
  command: 'sample remove',
  summary: 'Take the sample data back: its people go, except those who were written to in a trial',
  kind: 'command',
  input: z.strictObject({}),
  output: z.object({ removed: z.number(), kept: z.number() }),
  positional: [],
  errors: [],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'sample remove', says: 'the undo of its import; run twice, it changes nothing' }],
  async run(context) {
    const { engine, workspaceId } = context;
    const total = { removed: 0, kept: 0 };
    for (const id of await samplesOf(context)) {
      const { removed, kept } = await engine.store.imports.undo(workspaceId, id, engine.clock.now());
      total.removed += removed;
      total.kept += kept;
    }
    return total;
  },
});

/** Imports of sample data that are not taken back. */
async function samplesOf({ engine, workspaceId }: OperationContext): Promise<string[]> {
  const records = await engine.store.imports.list(workspaceId, LIMITS.importsListed);
  return records.filter(({ source, state }) => source === SAMPLE_SOURCE && state !== 'undone').map(({ id }) => id);
}
