/** `suppress check`: what stands against one address, domain or number, and where it stands. */
import { z } from 'zod';
import { refusedBy } from '../../../domain/consent/refused-row.ts';
import { EVERY_WORKSPACE, type SuppressionKey, suppressionKeys } from '../../../domain/consent/suppression.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { Engine } from '../../engine.ts';
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
    const keys = keysFor(target.kind, target.value, lead ?? '');
    const own = await standingOn(engine, workspaceId, keys);
    const all = await standingOn(engine, EVERY_WORKSPACE, keys);
    const refusals = [...own.map((one) => shown(one, false)), ...all.map((one) => shown(one, true))];
    return { value: target.value, lead, refusals };
  },
});

/** Every key under which a refusal that concerns it may stand. */
function keysFor(kind: SuppressionKey['kind'], value: string, leadId: string): readonly SuppressionKey[] {
  const domain = kind === 'domain' ? value : value.slice(value.lastIndexOf('@') + 1);
  const isPhone = kind === 'phone';
  const emails = isPhone ? [] : [kind === 'domain' ? `@${value}` : value];
  const reachable = { leadId, emails, phones: isPhone ? [value] : [], account: isPhone ? null : domain };
  return suppressionKeys(reachable).filter((key) => key.value !== '' && !key.value.startsWith('@'));
}

/** The list is in the order of its hashes: a page that begins at one has its refusals first. */
async function standingOn(engine: Engine, workspaceId: string, keys: readonly SuppressionKey[]) {
  const found: Suppression[] = [];
  for (const { kind, value } of keys) {
    const keyHash = engine.keyring.hash(kind, value);
    const after = { keyHash, channel: '' };
    const page = await engine.store.leads.suppressions({ workspaceId, after, limit: LIMITS.refusalsOfOne });
    found.push(...page.filter((one) => one.keyHash === keyHash));
  }
  return found;
}

function shown({ kind, value, channel, reason, origin, at }: Suppression, everywhere: boolean) {
  return { kind, value, channel, reason, told: origin, since: new Date(at).toISOString(), everywhere };
}
