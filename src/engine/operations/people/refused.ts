/** `suppress check`: what stands against one address, domain or number, and where it stands. */
import { z } from 'zod';
import { refusedBy } from '../../../domain/consent/refused-row.ts';
import { refusalsOn } from '../../people/refusals-on.ts';
import type { Suppression } from '../../store-port.ts';
import { operation, Refusal } from '../operation.ts';

const Standing = z.object({
  kind: z.string(),
  value: z.string().nullable(),
  channel: z.string(),
  reason: z.string(),
  told: z.string(),
  since: z.string(),
  everywhere: z.boolean().describe('it stands in every workspace of this instance'),
});

/** `suppress check`. */
export const suppressCheck = operation({
  noun: 'suppression',
  verb: 'check',
  command: 'suppress check',
  summary: 'What stands against one address, domain or phone number here: its own refusals, its domain’s, everybody’s',
  kind: 'query',
  input: z.strictObject({
    value: z.string().trim().min(1).max(320).describe('e-mail address, domain or phone number'),
  }),
  output: z.object({ value: z.string(), lead: z.string().nullable(), refusals: z.array(Standing) }),
  positional: ['value'],
  errors: ['not-an-address'],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'suppress check jane@acme.com', says: 'an empty list: no refusal stands against her' }],
  async run({ engine, workspaceId }, { value }) {
    const target = refusedBy(value, null);
    if (!target) {
      const remedy = 'numbers begin with + and the country code';
      throw new Refusal('not-an-address', `“${value}” is no e-mail address, domain or phone number`, remedy);
    }
    const leadKeys = target.leadKey === null ? [] : [target.leadKey];
    const [lead = null] = leadKeys.length === 0 ? [] : await engine.store.leads.find(workspaceId, '', leadKeys);
    const { own, everywhere } = await refusalsOn(engine, workspaceId, { ...target, lead });
    const refusals = [...own.map((one) => shown(one, false)), ...everywhere.map((one) => shown(one, true))];
    return { value: target.value, lead, refusals };
  },
});

function shown({ kind, value, channel, reason, origin, at }: Suppression, everywhere: boolean) {
  return { kind, value, channel, reason, told: origin, since: new Date(at).toISOString(), everywhere };
}
