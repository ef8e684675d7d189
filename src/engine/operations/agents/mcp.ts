/** The operation by which an agent of this machine speaks to an instance. What it may do stands in its role and in plans. */
import { z } from 'zod';
import { apiDesk } from '../../serve/api-desk.ts';
import { operation, Refusal } from '../operation.ts';

const ROLES = ['viewer', 'operator', 'manager', 'admin'] as const;
const KEY_VARIABLE = 'REKINDLE_AGENT_KEY';

/** `mcp`: the Model Context Protocol on standard input and output. */
export const mcp = operation({
  noun: 'engine',
  verb: 'mcp',
  command: 'mcp',
  summary:
    'Let an agent work with this instance, or one elsewhere, over standard input and output (Model Context Protocol)',
  kind: 'local',
  input: z.strictObject({
    role: z
      .enum(ROLES)
      .default('operator')
      .describe(`what the agent may do here: ${ROLES.join(', ')}`),
    server: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('an instance elsewhere, such as https://mail.acme.com'),
    key: z.string().optional().describe(`key for it; ${KEY_VARIABLE} in the environment is not seen by others`),
  }),
  output: z.object({ stopped: z.literal(true) }),
  positional: [],
  errors: ['no-host', 'no-key'],
  role: 'admin',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: 'mcp', says: 'as an agent’s program starts it; see docs/agents.md' },
    { command: 'mcp --server https://mail.acme.example', says: `with a key of that instance in ${KEY_VARIABLE}` },
  ],
  needsNoInstance: ({ server }) => server !== undefined,
  async run({ engine, workspaceId, signal }, { role, server, key }) {
    const { host, environment } = engine.parts;
    if (!host?.agents) throw new Refusal('no-host', 'this engine is embedded and speaks to nobody', 'run rekindle mcp');
    if (server !== undefined) {
      const given = key ?? environment?.(KEY_VARIABLE);
      if (!given)
        throw new Refusal(
          'no-key',
          'no key is given for that instance',
          `set ${KEY_VARIABLE}, from key create --agent`,
        );
      await host.agents.bridge(`${server.replace(/\/+$/, '')}/mcp`, given, signal);
    } else {
      const caller = { actor: 'agent:stdio', accesses: [{ role, workspaceId, kind: 'agent' as const }], session: null };
      await engine.store.workspaces.ensure(workspaceId, engine.clock.now());
      await host.agents.serve(apiDesk(engine), caller, signal);
    }
    return { stopped: true as const };
  },
  // Standard output is the agent’s, to the end.
  print: () => '',
});
