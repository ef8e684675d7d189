/**
 * What an event is worth to a signal. Pure; the rule is directives/signal-evidence.md. Only what a person did counts, and a
 * refusal wipes out all that was before it.
 */
import type { EventKind, LeadEvent } from '../event.ts';
import { LIMITS } from '../limits.ts';
import type { SignalRule } from './rule.ts';

/** An event as a signal remembers it. */
export interface Evidence {
  /** Id of the event. */
  readonly event: string;
  readonly kind: EventKind;
  readonly at: number;
  /** Points that it brought on its day; 0 = it wiped out what was before. */
  readonly points: number;
}

/** After these nobody is engaged or hot, whatever came before. */
const WIPES: ReadonlySet<EventKind> = new Set(['opted-out', 'complained']);

/** Whether any signal could hear this event: a person did it, or it is a refusal. Nobody can tell whose an open is. */
export function isEvidence({ kind, verdict }: Pick<LeadEvent, 'kind' | 'verdict'>): boolean {
  return WIPES.has(kind) || (verdict === 'human' && kind !== 'opened');
}

/** Whether it wipes out what was before it. */
export function wipesOut({ kind }: Pick<Evidence, 'kind'>): boolean {
  return WIPES.has(kind);
}

/** What the event is to a signal; null = nothing. One that says it happens in the future counts from its recording on. */
export function evidenceOf(event: LeadEvent, { points }: SignalRule): Evidence | null {
  const { id, kind, outcome, at, recordedAt } = event;
  if (!isEvidence(event)) return null;
  const when = Math.min(at, recordedAt);
  if (wipesOut(event)) return { event: id, kind, at: when, points: 0 };
  const earned = points[`${kind}:${outcome}`] ?? points[kind] ?? 0;
  return earned === 0 ? null : { event: id, kind, at: when, points: earned };
}

/** Evidence with one more piece, the oldest first; the latest `LIMITS.signalEvidence` are kept, in whatever order they came. */
export function withEvidence(known: readonly Evidence[], more: Evidence): readonly Evidence[] {
  if (known.some(({ event }) => event === more.event)) return known;
  const later = known.findIndex((one) => isBefore(more, one));
  const at = later === -1 ? known.length : later;
  return [...known.slice(0, at), more, ...known.slice(at)].slice(-LIMITS.signalEvidence);
}

/** By time; of the same instant a refusal comes last, since it must not depend on who is heard first; then by id. */
function isBefore(one: Evidence, other: Evidence): boolean {
  if (one.at !== other.at) return one.at < other.at;
  if (wipesOut(one) !== wipesOut(other)) return wipesOut(other);
  return one.event < other.event;
}
