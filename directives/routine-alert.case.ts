/** Runs a row of routine-alert.md: a change, a backlog, a threshold, or a sentence. */
import {
  type AlertStatus,
  type AlertSubject,
  alertSentence,
  backlogStatus,
  changeOf,
  LATE_AFTER_MS,
  UNCONFIRMED_AFTER_MS,
} from '../src/domain/routine/alert.ts';

interface Row {
  readonly last?: AlertStatus;
  readonly now?: AlertStatus;
  readonly 'oldest late'?: number;
  readonly unconfirmed?: number;
  readonly threshold?: 'late' | 'unconfirmed';
  readonly subject?: AlertSubject;
  readonly status?: AlertStatus;
}

/** What the row's kind asks for. */
export function run(row: Row): Record<string, unknown> {
  const { last, now, unconfirmed, threshold, subject, status } = row;
  if (subject && status) return { says: alertSentence(subject, status) };
  if (threshold) return { minutes: (threshold === 'late' ? LATE_AFTER_MS : UNCONFIRMED_AFTER_MS) / 60_000 };
  if (unconfirmed !== undefined) {
    const stands = backlogStatus({ oldestDueAt: row['oldest late'] ?? null, unconfirmed });
    return { 'due-work': stands['due-work'], messages: stands.unconfirmed };
  }
  const change = now && changeOf(last ?? null, now);
  return change ? { told: true, was: change.was, status: change.status } : { told: false };
}
