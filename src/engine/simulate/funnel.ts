/** The way through each sequence of a simulated campaign: who began it, what became of each step, when and why it ended. Counts only. */
import { type Playbook, type Step, sends } from '../../domain/playbook/playbook.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import { dayOf, type StepCount, type Tally } from './counts.ts';

/** One step of a sequence, as far as something leaves or is given by it. */
export interface StepFunnel {
  readonly step: string;
  readonly kind: string;
  /** Days after enrollment; null = of no step that the playbook has now. */
  readonly day: number | null;
  readonly made: number;
  readonly sent: number;
  readonly refused: number;
  readonly answers: Tally;
}

/** One sequence. */
export interface SequenceFunnel {
  /** Null = what was under way when the run began, and what is of accounts. */
  readonly sequence: string | null;
  readonly title: string;
  readonly enrolled: number;
  readonly ended: number;
  readonly steps: readonly StepFunnel[];
}

interface Went {
  enrolled: number;
  ended: number;
}

/** Passages, counted as they are read. */
export class Passages {
  readonly bySequence = new Map<string, Went>();
  open = 0;
  readonly #since: number;
  /** Why those ended that did so since. */
  readonly ends: Record<string, number> = {};
  readonly #ends: Record<string, number> = {};

  /** `since`: what ended before is counted, without its day and its reason. */
  constructor(since: number) {
    this.#since = since;
  }

  /** In the order of the days. */
  get endsByDay(): Tally {
    return Object.fromEntries(Object.entries(this.#ends).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  add(page: readonly Enrollment[]): void {
    for (const { sequence, state, endedAt, reason } of page) {
      const went = this.bySequence.get(sequence) ?? { enrolled: 0, ended: 0 };
      went.enrolled += 1;
      this.bySequence.set(sequence, went);
      if (state !== 'ended' || endedAt === null) {
        this.open += 1;
        continue;
      }
      went.ended += 1;
      if (endedAt < this.#since) continue;
      const day = dayOf(endedAt);
      const code = reason?.code ?? 'completed';
      this.#ends[day] = (this.#ends[day] ?? 0) + 1;
      this.ends[code] = (this.ends[code] ?? 0) + 1;
    }
  }
}

/** In the order of the playbook; sequences that nobody began are left out. */
export function funnelOf({ sequences }: Playbook, passages: Passages, counts: readonly StepCount[]): SequenceFunnel[] {
  const names = new Set([...Object.keys(sequences), ...passages.bySequence.keys()]);
  const known = [...names].flatMap((name): SequenceFunnel[] => {
    const went = passages.bySequence.get(name);
    if (!went) return [];
    const steps = stepsOf(sequences[name]?.steps ?? [], counts, name);
    return [{ sequence: name, title: sequences[name]?.title || name, ...went, steps }];
  });
  const others = stepsOf([], counts, null);
  if (others.length === 0) return known;
  return [...known, { sequence: null, title: '', enrolled: 0, ended: 0, steps: others }];
}

/** Those of the playbook in their order, then those that it has no longer. */
function stepsOf(steps: readonly Step[], counts: readonly StepCount[], name: string | null): StepFunnel[] {
  const ours = counts.filter(({ sequence }) => sequence === name);
  const planned = steps.filter((step) => sends(step) || step.kind === 'task' || step.kind === 'hand-off');
  const gone = ours.filter(({ step }) => planned.every(({ id }) => id !== step));
  return [
    ...planned.map(({ id, kind, day }) => ({ ...(ours.find(({ step }) => step === id) ?? none(id, kind)), day })),
    ...gone.map((one) => ({ ...one, day: null })),
  ].map(({ step, kind, day, made, sent, refused, answers }) => ({ step, kind, day, made, sent, refused, answers }));
}

function none(step: string, kind: string): StepCount {
  return { sequence: null, step, kind, made: 0, sent: 0, refused: 0, answers: {} };
}
