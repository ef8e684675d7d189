/** Secrets that webhooks are signed with: made here, told once, sealed at rest; after a change the one before is good for a day as well. */
import { randomBytes } from 'node:crypto';
import type { Webhook } from '../../domain/webhook/webhook.ts';
import { makeSeal, type Seal } from '../connections/seal.ts';
import type { Engine } from '../engine.ts';

/** How long the secret before is signed with as well, ms: whoever checks has so long to take the new one. */
export const OVERLAP_MS = 86_400_000;
/** Source: Standard Webhooks 1.0: 24 to 64 bytes. */
const SECRET_BYTES = 32;
const SEALS = new WeakMap<Engine, Seal>();

function sealOf(engine: Engine): Seal {
  const seal = SEALS.get(engine) ?? makeSeal([engine.parts.secret]);
  SEALS.set(engine, seal);
  return seal;
}

/** A new secret, in clear. */
export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Sealed for its webhook. */
export function sealedSecret(engine: Engine, of: Pick<Webhook, 'workspaceId' | 'id'>, secret: string): string {
  return sealOf(engine).close(of, { signing: secret });
}

/** Those that a telling is signed with now, the newest first; empty = none opens, since the instance has another secret by now. */
export function secretsOf(engine: Engine, webhook: Webhook, now: number): string[] {
  const { sealed, formerSealed, formerUntil } = webhook;
  const former = formerSealed !== null && (formerUntil ?? 0) > now ? [formerSealed] : [];
  return [sealed, ...former].flatMap((one) => sealOf(engine).open(webhook, one)?.signing ?? []);
}
