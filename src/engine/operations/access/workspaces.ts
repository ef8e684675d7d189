/** Operations on the list of workspaces: add, list. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { operation } from '../operation.ts';

const Shown = z.object({ id: z.string(), mode: z.enum(['dry', 'live']), createdAt: z.string() });

/** `workspace add`. */
export const workspaceAdd = operation({
  noun: 'workspace',
  verb: 'add',
  command: 'workspace add',
  summary: 'Make a workspace, one for each customer of an agency; it begins dry',
  kind: 'command',
  input: z.strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens')
      .describe('by which it is named from then on'),
  }),
  output: Shown,
  positional: ['name'],
  errors: [],
  role: 'admin',
  scope: 'instance',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'workspace add acme', says: 'then: key create "acme site" --role operator --workspace acme' }],
  async run({ engine }, { name }) {
    const { id, mode, createdAt } = await engine.store.workspaces.ensure(name, engine.clock.now());
    return { id, mode, createdAt: new Date(createdAt).toISOString() };
  },
});

/** `workspace list`. */
export const workspaceList = operation({
  noun: 'workspace',
  verb: 'list',
  command: 'workspace list',
  summary: 'All workspaces of this instance',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ workspaces: z.array(Shown) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'instance',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'workspace list', says: 'dry or live' }],
  async run({ engine }) {
    const all = await engine.store.workspaces.list(LIMITS.workspacesListed);
    return {
      workspaces: all.map(({ id, mode, createdAt }) => ({ id, mode, createdAt: new Date(createdAt).toISOString() })),
    };
  },
});
