/** What can be done with steps, and what is wrong with them, for list and canvas alike. */

/** A mistake, as far as steps show it. */
export interface FaultSeen {
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** Kinds in the order in which they are offered. */
export const KINDS = ['email', 'sms', 'voice', 'task', 'wait', 'branch', 'goal', 'hand-off'] as const;

/** What can be done with the steps. */
export interface StepActs {
  readonly chosen: string | undefined;
  /** Of the campaign that was chosen, by template; none = no campaign is. */
  readonly figures: readonly Figures[];
  choose(id: string | undefined): void;
  insert(at: number, kind: string): void;
  move(from: number, to: number): void;
}

/** Mistakes of one step. */
export function faultsOf(findings: readonly FaultSeen[], sequence: string, at: number): readonly FaultSeen[] {
  const place = `sequences.${sequence}.steps[${String(at)}]`;
  return findings.filter(({ path }) => path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`));
}

/** What became of the messages of one template. */
export interface Figures {
  readonly template: string;
  readonly attempted: number;
  readonly queued: number;
  readonly sent: number;
  readonly delivered: number;
  readonly replied: number;
  readonly error: number;
  readonly skipped: number;
}
