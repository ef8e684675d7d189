/** Runs a row of class-next-action.md; times in hours or days before a fixed moment. */
import { type ActionFacts, idleCode, nextAction, noStartCode, stageOf } from '../src/domain/course/next-action.ts';
import { STANDARD_CLASS_RULES } from '../src/domain/course/rules.ts';

interface Row {
  readonly invited?: boolean;
  readonly invitedHours?: number;
  readonly completion?: number;
  readonly days?: number;
  readonly hours?: number;
  readonly chosen?: boolean;
  readonly bucket?: 'idle' | 'no-start';
}

const NOW = Date.UTC(2026, 2, 1, 8);
const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number | undefined) => (hours === undefined ? null : NOW - Math.round(hours * HOUR_MS));

export function run(row: Row): Readonly<Record<string, unknown>> {
  const hours = row.hours ?? (row.days === undefined ? undefined : row.days * 24);
  if (row.bucket === 'idle') return { code: idleCode(hoursAgo(hours), NOW) };
  if (row.bucket === 'no-start') return { code: noStartCode(hoursAgo(hours), NOW) };
  const facts: ActionFacts = {
    isInvited: row.invited ?? true,
    invitedAt: hoursAgo(row.invitedHours),
    completion: row.completion ?? null,
    lastActivityAt: hoursAgo(hours),
    isChosen: row.chosen ?? false,
  };
  const { action, priority, channel, reason, finalises } = nextAction(facts, STANDARD_CLASS_RULES, NOW);
  return {
    action: `${action} ${priority} ${channel ?? 'nobody'}`,
    why: reason.code,
    final: finalises,
    stage: stageOf(facts, STANDARD_CLASS_RULES, NOW),
  };
}
