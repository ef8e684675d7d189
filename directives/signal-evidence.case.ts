/** Runs a row of signal-evidence.md. */
import type { EventKind, EventVerdict, LeadEvent } from '../src/domain/event.ts';
import { type Evidence, evidenceOf, withEvidence } from '../src/domain/signal/evidence.ts';

interface Row {
  readonly kind: EventKind;
  readonly outcome?: string;
  readonly verdict?: EventVerdict;
  readonly at?: number;
  /** Events that are known; a number = so many, x0@0, x1@1, … */
  readonly known?: readonly string[] | number;
  readonly more?: string;
}

const RULE = {
  name: 'hot',
  points: { clicked: 15, replied: 40, 'replied:interested': 60, 'replied:not-interested': 0, opened: 5 },
  halfLifeDays: 7,
  rise: 60,
  fall: 30,
};

export function run({
  kind,
  outcome,
  verdict = 'human',
  at = 100,
  known,
  more,
}: Row): Readonly<Record<string, unknown>> {
  if (known !== undefined) return { remembered: remembered(known, more ?? '') };
  const event: LeadEvent = {
    workspaceId: 'w1',
    id: 'evt1',
    leadId: 'l1',
    campaignId: null,
    messageId: null,
    kind,
    at,
    recordedAt: 200,
    origin: 'manual',
    originId: 'o1',
    verdict,
    direction: null,
    channel: null,
    outcome: outcome ?? null,
    text: null,
  };
  const evidence = evidenceOf(event, RULE);
  return evidence === null ? { points: 'nothing' } : { points: evidence.points, counts: evidence.at };
}

function remembered(known: readonly string[] | number, more: string): string {
  const told = typeof known === 'number' ? Array.from({ length: known }, (_, i) => `x${i}@${i}`) : known;
  const kept = withEvidence(told.map(pieceOf), pieceOf(more));
  const all = kept.map(({ event, at }) => `${event}@${at}`);
  return typeof known === 'number' ? `${all.length} from ${all[0]}` : all.join(' ');
}

function pieceOf(text: string): Evidence {
  const [event = '', rest = ''] = text.split('@');
  const [at, kind = 'clicked'] = rest.split(' ');
  return { event, kind: kind as EventKind, at: Number(at), points: 1 };
}
