/**
 * What becomes of a step whose time was missed (directives/lateness.md). Pure. Owns that policy, whoever asks: the step when it is
 * decided, or its message when a pause of days is over.
 */
import { stepDue } from '../calendar/step-due.ts';
import type { Lateness, MessageStep, Sequence, Step } from '../playbook/playbook.ts';

const HOUR_MS = 3_600_000;

/** send: as if nothing had been · skip: never · wait: not before `at`, null = never. */
export type LateAnswer =
  | { readonly kind: 'send' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'wait'; readonly at: number | null };

/** What is asked. Times in epoch milliseconds. */
export interface LateAsk {
  /** When it should have been. */
  readonly dueAt: number;
  readonly now: number;
  readonly zone: string;
  readonly country: string | null;
  readonly region: string | null;
}

const SEND: LateAnswer = { kind: 'send' };

/** The policy of a step: its own, else that of its sequence. */
export function latenessOf({ late }: Sequence, step: Step | undefined): Lateness {
  return (step as Partial<MessageStep> | undefined)?.late ?? late;
}

/** What becomes of what was due at `dueAt`. In time is: no later than the policy's hours. */
export function whenLate(policy: Lateness, { window }: Pick<Sequence, 'window'>, ask: LateAsk): LateAnswer {
  const { dueAt, now, zone, country, region } = ask;
  if (now - dueAt <= policy.afterHours * HOUR_MS || policy.then === 'send') return SEND;
  if (policy.then === 'skip') return { kind: 'skip' };
  const tomorrow = stepDue({
    startedAt: now,
    day: 1,
    atMinute: window.fromMinute,
    zone,
    window,
    notBefore: null,
    country,
    region,
  });
  return { kind: 'wait', at: tomorrow.at };
}
