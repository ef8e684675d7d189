/** Refusals that stand against one address, domain or number, each under whatever key it stands. Reads; keeps nothing. */
import { EVERY_WORKSPACE, type SuppressionKey, suppressionKeys } from '../../domain/consent/suppression.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { Suppression } from '../store-port.ts';

/** Whom they would stand against. */
export interface RefusedTarget {
  readonly kind: SuppressionKey['kind'];
  /** Normalised. */
  readonly value: string;
  /** Id of the lead that it is of; null = of none. */
  readonly lead: string | null;
}

/** Those of the workspace, then those of everybody. */
export async function refusalsOn(engine: Engine, workspaceId: string, target: RefusedTarget) {
  const keys = keysFor(target.kind, target.value, target.lead ?? '');
  return {
    own: await standingOn(engine, workspaceId, keys),
    everywhere: await standingOn(engine, EVERY_WORKSPACE, keys),
  };
}

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
