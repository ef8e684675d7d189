/** Operations on keys: create, list, revoke. A key is told once, when it is made. */
import { z } from 'zod';
import { EVERY_PLACE, ROLES } from '../../../domain/access/role.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { refuseUnlessMayGive } from '../../access/caller.ts';
import { makeKey } from '../../access/keys.ts';
import type { ApiKey } from '../../store-port.ts';
import { workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

const DAY_MS = 86_400_000;
const Shown = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('how it begins'),
  role: z.enum(ROLES),
  kind: z.enum(['program', 'agent']).describe('an agent sends only by plans that a person approved'),
  workspace: z.string().nullable().describe('null = the whole instance'),
  state: z.enum(['good', 'expired', 'revoked']),
  createdAt: z.string(),
  createdBy: z.string(),
  expiresAt: z.string().nullable(),
  usedAt: z.string().nullable().describe('to the hour'),
});

const everywhere = z.boolean().default(false).describe('for the whole instance, not for this workspace alone');
const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function shown(key: ApiKey, now: number): z.output<typeof Shown> {
  const { id, name, prefix, role, kind, workspaceId, createdBy, expiresAt, revokedAt, usedAt } = key;
  const over = expiresAt !== null && expiresAt <= now ? 'expired' : 'good';
  return {
    ...{ id, name, prefix, role, kind, workspace: workspaceId || null },
    state: revokedAt === null ? over : 'revoked',
    ...{ createdAt: new Date(key.createdAt).toISOString(), createdBy },
    ...{ expiresAt: iso(expiresAt), usedAt: iso(usedAt) },
  };
}

async function placeOf(context: OperationContext, isEverywhere: boolean): Promise<string> {
  return isEverywhere ? EVERY_PLACE : (await workspaceOf(context)).id;
}

/** `key create`. */
export const keyCreate = operation({
  noun: 'key',
  verb: 'create',
  command: 'key create',
  summary: 'Make a key for a program that speaks to the REST interface; it is shown once and kept as a hash',
  kind: 'command',
  input: z.strictObject({
    name: z.string().trim().min(1).max(100).describe('what it is for'),
    role: z.enum(ROLES).describe(ROLES.join(', ')),
    days: z.int().min(1).max(LIMITS.keyDays).default(365).describe('for how many days it is good'),
    agent: z.boolean().default(false).describe('for an agent: it reads and proposes, and sends only by approved plans'),
    everywhere,
  }),
  output: Shown.extend({ key: z.string().nullable().describe('the key itself; null in an answer that is told again') }),
  positional: ['name'],
  errors: ['role-too-low', 'whole-instance-only'],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  toldOnce: ['key'],
  undo: 'key revoke',
  examples: [
    { command: 'key create "our site" --role operator', says: 'for this workspace alone' },
    { command: 'key create "my assistant" --role operator --agent', says: 'for an agent: see docs/agents.md' },
    { command: 'key create deploy --role admin --everywhere --days 30', says: 'for all workspaces' },
  ],
  async run(context, { name, role, days, agent, everywhere: all }) {
    const { engine, actor } = context;
    const workspaceId = await placeOf(context, all);
    refuseUnlessMayGive(context, { role, workspaceId });
    const { key, prefix, hash } = makeKey();
    const now = engine.clock.now();
    const made: ApiKey = {
      ...{ workspaceId, id: engine.ids.next('key'), name, prefix, hash, role, createdAt: now },
      ...{ kind: agent ? 'agent' : 'program', createdBy: actor },
      ...{ expiresAt: now + days * DAY_MS, revokedAt: null, usedAt: null },
    };
    await engine.store.access.addKey(made);
    return { ...shown(made, now), key };
  },
  print: ({ key, role, workspace, expiresAt }) =>
    `${key}\n\n  ${role} of ${workspace ?? 'the whole instance'}, until ${expiresAt}. It is not shown again.\n`,
});

/** `key list`. */
export const keyList = operation({
  noun: 'key',
  verb: 'list',
  command: 'key list',
  summary: 'Keys: how each begins, what it may, until when, when it was last used',
  kind: 'query',
  input: z.strictObject({ everywhere }),
  output: z.object({ keys: z.array(Shown) }),
  positional: [],
  errors: ['whole-instance-only'],
  role: 'admin',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'key list', says: 'of this workspace; --everywhere: those of the whole instance' }],
  async run(context, { everywhere: all }) {
    const { engine } = context;
    const workspaceId = await placeOf(context, all);
    refuseUnlessMayGive(context, { role: 'client', workspaceId });
    const keys = await engine.store.access.keys(workspaceId, LIMITS.keysListed);
    return { keys: keys.map((key) => shown(key, engine.clock.now())) };
  },
});

/** `key revoke`. */
export const keyRevoke = operation({
  noun: 'key',
  verb: 'revoke',
  command: 'key revoke',
  summary: 'End a key at once; other processes know of it within a second',
  kind: 'command',
  input: z.strictObject({ key: z.string().min(1).describe('its id, or how it begins'), everywhere }),
  output: Shown,
  positional: ['key'],
  errors: ['no-such-key', 'whole-instance-only', 'role-too-low'],
  role: 'admin',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: true,
  examples: [{ command: 'key revoke rk_0f3a9c2d51', says: 'a program that still uses it is answered 401' }],
  async run(context, { key: ref, everywhere: all }) {
    const { engine } = context;
    const workspaceId = await placeOf(context, all);
    refuseUnlessMayGive(context, { role: 'client', workspaceId });
    const now = engine.clock.now();
    const was = await engine.store.access.revokeKey(workspaceId, ref, now);
    if (!was) throw new Refusal('no-such-key', `no key “${ref}” is here`, 'rekindle key list names them');
    return shown({ ...was, revokedAt: was.revokedAt ?? now }, now);
  },
});
