/** What a demo finds: the shapes that `demo --json` prints, and what must hold of them. */
import type { AssessReport } from '../engine/assess/assess.ts';
import type { ImportReport } from '../engine/capture/import-file.ts';
import type { Simulation } from '../engine/simulate/simulate.ts';
import type { Comparison } from './arrivals.ts';
import type { Census } from './census.ts';
import type { JobFigures } from './job-figures.ts';
import type { Story } from './stories.ts';

/** Everything a run found. */
export interface DemoFigures {
  /** Whether all checks hold; the exit code follows it. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
  readonly file: string;
  readonly playbook: string;
  readonly folder: string;
  readonly database: string;
  readonly from: string;
  readonly days: number;
  readonly seed: number;
  readonly import: ImportReport;
  readonly assessed: AssessReport;
  /** Leads of the campaign by stage, before the launch. */
  readonly stages: Stages;
  readonly census: Census;
  readonly rehearsal: Simulation;
  readonly delivered: Delivered;
  readonly comparison: Comparison;
  readonly stories: readonly Story[];
  /** The other jobs, lived after it on the same instance; none on a file of one's own. */
  readonly jobs: readonly JobFigures[];
  /** Milliseconds of each step. */
  readonly ms: Readonly<Record<string, number>>;
}

/** Leads of a campaign by stage. */
export type Stages = Readonly<
  Record<'rejected' | 'review' | 'ready' | 'unrouted' | 'enrolled' | 'ended' | 'left', number>
>;

/** Something that must hold, and whether it does. */
export interface Check {
  readonly holds: boolean;
  readonly says: string;
}

/** What became of the messages: in the ledger, and at the far end. */
export interface Delivered {
  readonly way: 'smtp' | 'outbox';
  /** Messages of the ledger by state. */
  readonly states: Readonly<Record<string, number>>;
  /** Why sequences ended. */
  readonly ends: Readonly<Record<string, number>>;
  readonly enrolled: number;
  readonly handoffs: number;
  readonly arrived: number;
  /** Messages that came more than once. */
  readonly twice: number;
}

/** What must hold of a run, whatever the file. */
export function checksOf({
  import: taken,
  stages,
  delivered,
  comparison,
}: Pick<DemoFigures, 'import' | 'stages' | 'delivered' | 'comparison'>): Check[] {
  const { read, created, merged, unchanged, rejected } = taken;
  const inDoubt =
    (delivered.states.unconfirmed ?? 0) + (delivered.states.sending ?? 0) + (delivered.states.failed ?? 0);
  return [
    {
      holds: comparison.equal,
      says: comparison.equal
        ? `The two lists are equal: ${comparison.simulated.toLocaleString('en')} messages, each at its second, to its person, with its words.`
        : `The two lists differ: ${comparison.simulated} were foreseen, ${comparison.delivered} arrived.`,
    },
    {
      holds: read === created + merged + unchanged + rejected,
      says: 'Every row read was created, merged, unchanged or rejected.',
    },
    {
      holds: created === Object.values(stages).reduce((sum, leads) => sum + leads, 0),
      says: 'Every person is in one stage of the campaign.',
    },
    { holds: delivered.enrolled === stages.ready, says: 'Whoever was ready was enrolled, and nobody else.' },
    {
      holds: delivered.twice === 0 && inDoubt === 0 && delivered.arrived === (delivered.states.sent ?? 0),
      says: 'The ledger knows as many messages sent as arrived; none came twice, none is in doubt.',
    },
  ];
}

/** The job of the bank as one among others. Nobody answers in what is really sent. */
export function bankFigures(people: number, { states, handoffs }: Delivered): JobFigures {
  return {
    job: 'acquisition: the bank',
    people,
    sent: { email: states.sent ?? 0 },
    ...{ templates: {}, cameBack: {}, reasons: {}, unexplained: 0, afterRefusal: 0, misplaced: 0 },
    handOffs: Array.from({ length: handoffs }, () => ({ title: '', name: '', email: null })),
  };
}
