/**
 * How long rows are kept, in days, unless a workspace says otherwise.
 *
 * Kept for ever, since something stands on them: leads and what they are known by; suppressions, which must outlive the
 * lead (a later import must not revive who said no); aliases, members, enrollments, tasks and messages, which are the
 * proof of every touch (a message keeps its subject and the hash of its body, never the body itself); the decision under
 * each of these; campaigns, playbook versions and workspaces; imports and their row traces, without which none could be
 * taken back; what left since a backup that was brought back, for which each a message stands; what was done, answered and written in a class, until it is reset; alerts, of which there is one for each change; events of an opt-in, which are its proof.
 * Erasing a person takes all of this away but what proves a touch (`person/erasure`), whatever its time.
 */

/** Days by kind. Nothing referenced is removed, however old. */
export const RETENTION_DAYS = {
  /** Opens, clicks, replies and the like: longer than any campaign looks back. */
  event: 730,
  /** Rises and falls of signals: as long as the events they came of. */
  signalChange: 730,
  /** Decisions that no member, enrollment or message stands on any more. */
  decision: 365,
  /** The log of acts. */
  audit: 1_095,
  /**
   * Counters of messages by the day, as long as a warm-up looks back; touches of accounts, expired answers of the DNS, counts of
   * imports that nobody went on with, runs of routines; what was told to webhooks and streams.
   */
  other: 30,
} as const;

const DAY_MS = 86_400_000;

/**
 * Rows of before this instant (epoch ms) are no longer kept on their own account: the beginning of the month, in UTC, in which the last
 * of the days lies. So all of a month goes in one night, which a database that keeps months apart does at one stroke; nothing
 * is kept for less than its days, or for more than a month longer.
 */
export function keptFrom(now: number, days: number): number {
  return monthStart(now - days * DAY_MS);
}

/** For each kind, before which instant (epoch ms) its rows are no longer kept. What is counted by the day goes to the day. */
export function forgetBefore(now: number): Readonly<Record<keyof typeof RETENTION_DAYS, number>> {
  const { event, signalChange, decision, audit, other } = RETENTION_DAYS;
  return {
    event: keptFrom(now, event),
    signalChange: keptFrom(now, signalChange),
    decision: keptFrom(now, decision),
    audit: keptFrom(now, audit),
    other: now - other * DAY_MS,
  };
}

/** The first instant (epoch ms) of the month in which `at` lies, in UTC; of one `later` months on. */
export function monthStart(at: number, later = 0): number {
  const { year, month } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC');
  return Temporal.PlainDate.from({ year, month, day: 1 }).add({ months: later }).toZonedDateTime('UTC')
    .epochMilliseconds;
}
