/**
 * Routines: what runs on a schedule. Owns the built-in ones and what may be set of each; a routine's work is the engine's.
 * The daily pipeline is five stages. Harvest fetches; score, qualify and route are one and the same pass of judging, since a
 * lead is scored, qualified and routed in one decision: three turns a night at whatever is new or could not be judged before.
 */
import { LIMITS } from '../limits.ts';

/** What of a routine may be set. */
export interface RoutineSettings {
  /** Five fields, see `cron.ts`. */
  readonly cron: string;
  /** IANA name; null = the zone of the instance. */
  readonly zone: string | null;
  /** Its place in the pipeline, from 1; null = it is no part of it. */
  readonly order: number | null;
  /** Rows of one transaction. */
  readonly batchSize: number;
  /** Rows of one run; null = until nothing is left. */
  readonly mostRows: number | null;
  readonly timeoutMs: number;
  /** Attempts after the first. */
  readonly retries: number;
}

/** Stages of the pipeline and upkeep that come with every workspace. */
export type BuiltInName =
  | 'harvest'
  | 'score'
  | 'qualify'
  | 'route'
  | 'nurture'
  | 'purge'
  | 'decay'
  | 'recover'
  | 'watch'
  | 'reconcile';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const STAGE = { zone: null, mostRows: null, timeoutMs: HOUR_MS, retries: 3 } as const;
const UPKEEP = { ...STAGE, order: null, retries: 0 } as const;

/** The built-in routines as they are unless a workspace says otherwise. */
export const BUILT_IN: Readonly<Record<BuiltInName, RoutineSettings & { readonly says: string }>> = {
  harvest: {
    ...STAGE,
    cron: '0 2 * * *',
    order: 1,
    batchSize: 500,
    mostRows: 1_000,
    says: 'fetch new leads from the sources of the configuration',
  },
  score: { ...STAGE, cron: '0 3 * * *', order: 2, batchSize: 1_000, says: 'judge what is new or changed: points' },
  qualify: {
    ...STAGE,
    cron: '0 4 * * *',
    order: 3,
    batchSize: 1_000,
    says: 'judge what came since, or could not be judged before: who qualifies',
  },
  route: {
    ...STAGE,
    cron: '0 5 * * *',
    order: 4,
    batchSize: 1_000,
    says: 'judge what came since: who goes into which sequence',
  },
  nurture: {
    ...STAGE,
    cron: '0 6 * * *',
    order: 5,
    batchSize: 200,
    says: 'take the steps that are due, and send what is queued',
  },
  purge: { ...UPKEEP, cron: '0 1 * * *', batchSize: 2_000, says: 'forget what retention no longer keeps' },
  decay: {
    ...UPKEEP,
    cron: '0 * * * *',
    batchSize: LIMITS.decayBatchSignals,
    says: 'write down the fall of signals that faded',
  },
  recover: {
    ...UPKEEP,
    cron: '*/5 * * * *',
    batchSize: 2_000,
    timeoutMs: 4 * MINUTE_MS,
    says: 'give back what a dead worker had in hand, and ask about the unconfirmed',
  },
  watch: {
    ...UPKEEP,
    cron: '*/5 * * * *',
    batchSize: 1_000,
    timeoutMs: 4 * MINUTE_MS,
    says: 'look at the age of due work and at unconfirmed messages',
  },
  reconcile: {
    ...UPKEEP,
    cron: '30 1 * * *',
    batchSize: 100,
    timeoutMs: 6 * HOUR_MS,
    retries: 3,
    says: 'compare what CRMs say of leads with what we know, in both directions',
  },
};

/** What a routine of one's own is set to where nothing else is said; it has no place in the pipeline. */
const OWN_ROUTINE: Omit<RoutineSettings, 'cron'> = { ...STAGE, order: null, batchSize: 1_000, retries: 0 };

/** Whether a name is one of the built-in routines. */
export function isBuiltIn(name: string): name is BuiltInName {
  return Object.hasOwn(BUILT_IN, name);
}

/** The settings of a routine: what its workspace said, else what comes with it. An own routine has always said its cron. */
export function settingsOf(name: string, said: Partial<RoutineSettings>): RoutineSettings {
  if (!isBuiltIn(name)) return { cron: '', ...OWN_ROUTINE, ...said };
  const { says: _says, ...standard } = BUILT_IN[name];
  return { ...standard, ...said };
}
