/** Operations that keep drafts of playbooks: list, show, save, drop. What runs is not touched by any of them. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { type DraftFiles, refuseTooLarge, writtenPlaybook } from '../../drafts/draft.ts';
import { workspaceOf } from '../find.ts';
import { operation, Refusal } from '../operation.ts';
import { draftFiles, draftRef } from './shape.ts';

const common = { noun: 'draft', scope: 'workspace' } as const;

/** `draft list`. */
export const draftList = operation({
  ...common,
  verb: 'list',
  command: 'draft list',
  summary: 'Playbooks that are being written',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({
    drafts: z.array(
      z.object({ playbook: z.string(), revision: z.number(), changedAt: z.string(), changedBy: z.string() }),
    ),
  }),
  positional: [],
  errors: [],
  role: 'viewer',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'draft list', says: 'who changed which last' }],
  async run({ engine, workspaceId }) {
    const drafts = await engine.store.drafts.list(workspaceId, LIMITS.draftsListed);
    return {
      drafts: drafts.map(({ name, revision, changedAt, changedBy }) => {
        return { playbook: name, revision, changedAt: new Date(changedAt).toISOString(), changedBy };
      }),
    };
  },
});

/** `draft show`: files as they are written. */
export const draftShow = operation({
  ...common,
  verb: 'show',
  command: 'draft show',
  summary: 'The files of a playbook as they are written: of its draft, or of what comes with Rekindle',
  kind: 'query',
  input: z.strictObject({ playbook: draftRef }),
  output: z.object({
    playbook: z.string(),
    from: z.enum(['draft', 'built-in', 'folder']),
    revision: z.number(),
    changedAt: z.string().nullable(),
    changedBy: z.string().nullable(),
    files: z.record(z.string(), z.string()),
  }),
  positional: ['playbook'],
  errors: ['no-such-playbook'],
  role: 'viewer',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'draft show acquisition', says: 'what an editor begins with' }],
  async run({ engine, workspaceId }, { playbook }) {
    const { changedAt, files, ...written } = await writtenPlaybook(engine, workspaceId, playbook);
    return {
      ...written,
      changedAt: changedAt === null ? null : new Date(changedAt).toISOString(),
      files: { ...files },
    };
  },
});

/** `draft save`: whatever is wrong with it; only what is published must be without mistake. */
export const draftSave = operation({
  ...common,
  verb: 'save',
  command: 'draft save',
  summary: 'Keep a playbook that is being written; nothing that runs changes',
  kind: 'command',
  input: z.strictObject({
    playbook: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'small letters, digits and hyphens')
      .describe('name of the draft, as its playbook.yaml says it'),
    from: z.string().optional().describe('begin with the files of this built-in playbook, or of this folder'),
    files: draftFiles.default({}),
    revision: z.int().min(0).default(0).describe('the one that was read; 0 = there is none yet'),
  }),
  output: z.object({ playbook: z.string(), revision: z.number() }),
  positional: ['playbook'],
  errors: ['no-such-playbook', 'draft-too-large', 'changed-meanwhile', 'only-on-the-machine'],
  role: 'manager',
  effect: 'write',
  idempotent: false,
  unwritten: ['files'],
  undo: 'draft drop',
  examples: [
    { command: 'draft save mine --from acquisition', says: 'a copy under its own name, to be edited in the app' },
  ],
  async run(context, { playbook: name, from, files: given, revision: read }) {
    const { engine, workspaceId, actor } = context;
    await workspaceOf(context);
    const begun = from === undefined ? {} : named(name, (await writtenPlaybook(engine, workspaceId, from)).files);
    const files = { ...begun, ...given };
    refuseTooLarge(files);
    const revision = read + 1;
    const draft = { workspaceId, name, revision, files, changedAt: engine.clock.now(), changedBy: actor };
    if (await engine.store.drafts.put(draft)) return { playbook: name, revision };
    const now = await engine.store.drafts.get(workspaceId, name);
    const last = now ? `by ${now.changedBy}, revision ${now.revision}` : 'and dropped';
    throw new Refusal('changed-meanwhile', `the draft “${name}” was changed ${last}`, 'read it anew, and save over it');
  },
});

/** A copy says its own name. */
function named(name: string, files: DraftFiles): DraftFiles {
  const { 'playbook.yaml': main, ...others } = files;
  return main === undefined ? files : { 'playbook.yaml': main.replace(/^name:.*$/m, `name: ${name}`), ...others };
}

/** `draft drop`. */
export const draftDrop = operation({
  ...common,
  verb: 'drop',
  command: 'draft drop',
  summary: 'Throw a draft away; what runs stays as it is',
  kind: 'command',
  input: z.strictObject({ playbook: draftRef }),
  output: z.object({ playbook: z.string(), dropped: z.boolean() }),
  positional: ['playbook'],
  errors: [],
  role: 'manager',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'draft drop mine', says: 'the same twice is once' }],
  async run({ engine, workspaceId }, { playbook }) {
    return { playbook, dropped: await engine.store.drafts.remove(workspaceId, playbook) };
  },
});
