/**
 * When somebody is told: once for each change of what is watched, and not again while it stays as it is. Owns what is
 * watched, the thresholds and the words; sends nothing.
 */
import type { Health } from './health.ts';

/**
 * What is watched: a routine's health, what comes back of a sender's mails, what DNS says of its domain, the age of due work, messages whose
 * outcome nobody knows, a plan of an agent that waits for a yes.
 */
export type AlertSubject =
  | `routine:${string}`
  | `sender:${string}`
  | `dns:${string}`
  | `plan:${string}`
  | 'due-work'
  | 'unconfirmed';
/** How it stands; `late` and `waiting` are of due work and of unconfirmed messages, `doubted` of a domain, `proposed` and `changed` of a plan. */
export type AlertStatus = Health | 'late' | 'waiting' | 'stopped' | 'doubted' | 'proposed' | 'changed';

/** A change that somebody is told of. */
export interface AlertChange {
  readonly status: AlertStatus;
  readonly was: AlertStatus;
}

/** The change to tell; null = all is as it was last told. What was never told of is taken for healthy. */
export function changeOf(last: AlertStatus | null, status: AlertStatus): AlertChange | null {
  const was = last ?? 'healthy';
  return was === status ? null : { status, was };
}

/** Work that is due for longer is late, milliseconds. */
export const LATE_AFTER_MS = 15 * 60_000;
/** A message may be unconfirmed for so long before somebody is told, milliseconds: a look-up often settles it. */
export const UNCONFIRMED_AFTER_MS = 60 * 60_000;

/** How due work and unconfirmed messages stand. */
export function backlogStatus(backlog: { readonly oldestDueAt: number | null; readonly unconfirmed: number }): {
  readonly 'due-work': AlertStatus;
  readonly unconfirmed: AlertStatus;
} {
  return {
    'due-work': backlog.oldestDueAt === null ? 'healthy' : 'late',
    unconfirmed: backlog.unconfirmed > 0 ? 'waiting' : 'healthy',
  };
}

const BETTER = 'is well again';
const SENTENCES: Readonly<Record<AlertStatus, string>> = {
  healthy: BETTER,
  doubted: 'has records in DNS that cost mails: rekindle doctor names them, and what mends them',
  degraded: 'fails more often than it succeeds',
  failed: 'failed three times in a row or more',
  late: 'is late: something has been due for more than 15 minutes',
  proposed: 'waits for a yes',
  changed: 'has changed since it was approved, and waits for another yes',
  stopped: 'is stopped: too much of what it sent came back',
  waiting: 'wait for somebody to look: nobody knows whether they arrived',
};

/** What an alert says, in a sentence: `Routine “harvest” failed three times in a row or more.` */
export function alertSentence(subject: AlertSubject, status: AlertStatus): string {
  return `${nameOf(subject)} ${SENTENCES[status]}.`;
}

function nameOf(subject: AlertSubject): string {
  if (subject === 'due-work') return 'Due work';
  if (subject === 'unconfirmed') return 'Unconfirmed messages';
  const [kind = '', ...name] = subject.split(':');
  return `${KINDS[kind] ?? 'Routine'} “${name.join(':')}”`;
}

const KINDS: Readonly<Record<string, string>> = { sender: 'Sender', dns: 'Domain', plan: 'Plan' };
