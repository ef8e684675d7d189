/**
 * Which refusals end because the person said yes again. Pure; the rule is directives/lift.md. A yes ends what that person refused
 * before it, by that way, and nothing that others decided.
 */
import type { Reason } from '../reason.ts';
import type { ConsentReason } from './reasons.ts';
import type { FoundSuppression } from './suppression.ts';

/** Origin of the event that holds the proof by which a refusal was lifted. */
export const CONSENT_PROOF = 'consent-proof';

/** A refusal with when it was told, epoch ms. */
export interface Standing extends FoundSuppression {
  readonly at: number;
}

/** What the person said yes to, and when, epoch ms. `phone`: texts and calls, which are refused together. */
export interface Yes {
  readonly way: 'email' | 'phone';
  readonly at: number;
}

/** What becomes of the refusals that concern this way. */
export interface Lift<Of extends Standing> {
  readonly gone: readonly Of[];
  /** In place of one of all ways: the ways that the yes did not speak of. */
  readonly instead: readonly Of[];
  readonly stays: readonly { readonly refusal: Of; readonly reason: Reason }[];
}

const OWN_KINDS: ReadonlySet<FoundSuppression['kind']> = new Set(['address', 'phone', 'lead']);

/** Looks at each refusal by itself. */
export function lift<Of extends Standing>(found: readonly Of[], { way, at }: Yes): Lift<Of> {
  const concerned = found.filter(({ channel }) => channel === 'all' || (channel === 'email') === (way === 'email'));
  const looked = concerned.map((refusal) => ({ refusal, code: standsBy(refusal, at) }));
  const gone = looked.flatMap(({ refusal, code }) => (code === null ? [refusal] : []));
  const rest = way === 'email' ? 'sms' : 'email';
  return {
    gone,
    instead: gone.filter(({ channel }) => channel === 'all').map((refusal) => ({ ...refusal, channel: rest })),
    stays: looked.flatMap(({ refusal, code }) => (code === null ? [] : [{ refusal, reason: { code } }])),
  };
}

/** Why it stands all the same; null = it does not. */
function standsBy({ list, kind, reason, at }: Standing, saidAt: number): ConsentReason | null {
  if (list === 'instance') return 'refusal-of-instance';
  if (!OWN_KINDS.has(kind)) return 'refusal-of-many';
  if (reason === 'bounced') return 'refusal-by-bounce';
  return saidAt > at ? null : 'refusal-after-consent';
}
