/** What a run of a routine did, in words: each built-in one counts something else. What it kept for itself is read with care: it may be anything. */
import type { RekindleClient } from '../../api/client.ts';
import type { Blanks } from '../../words/blanks.ts';
import type { Word } from '../../words/en.ts';
import type { RoutineWord } from '../../words/routines.ts';

/** A routine as the list has it. */
export type Routine = Awaited<ReturnType<RekindleClient['routines']['list']>>['routines'][number];
/** A run of one. */
export type Run = NonNullable<Routine['last']>;

/** Who says it. */
export interface Speaker {
  readonly language: string;
  t(word: RoutineWord | Word, blanks?: Blanks): string;
}

type Counted = Pick<Run, 'processed' | 'succeeded' | 'failed' | 'details'>;
type Say = (run: Counted, speaker: Speaker) => readonly string[];

/** What it did, as a part of a sentence. */
export function didSays(routine: string, run: Counted, speaker: Speaker): string {
  const say = Object.hasOwn(DID, routine) ? DID[routine] : undefined;
  if (say === undefined) return speaker.t('did.done');
  // Of what was too long to be kept only the counts are there.
  if ('tooLong' in run.details) return speaker.t('did.rows', { n: run.processed });
  return say(run, speaker).join(', ');
}

const DID: Readonly<Record<string, Say>> = {
  harvest: ({ succeeded, failed, details }, { t }) =>
    some(t, 'did.fetchedNone', [
      ['did.fetched', succeeded],
      ['did.created', numberIn(details, 'created')],
      ['did.rejected', failed],
    ]),
  score: ({ processed, details }, { t, language }) => [
    ...judged(t, processed),
    ...TIERS.flatMap((tier) => {
      const n = sumOf(details, (campaign) => numberIn(recordIn(campaign.tiers), tier));
      return n > 0 ? [t('did.tier', { tier: t(`tier.${tier}`).toLocaleLowerCase(language), n })] : [];
    }),
  ],
  qualify: ({ processed, details }, { t }) => [
    ...judged(t, processed),
    ...counted(t, [
      ['did.qualified', sumOf(details, (one) => numberIn(one, 'qualified'))],
      ['did.notQualified', sumOf(details, (one) => numberIn(one, 'rejected'))],
      ['did.review', sumOf(details, (one) => numberIn(one, 'review'))],
    ]),
  ],
  route: ({ processed, details }, { t }) => [
    ...judged(t, processed),
    ...counted(t, [
      ['did.routed', sumOf(details, (one) => numberIn(one, 'routed'))],
      ['did.enrolled', sumOf(details, (one) => numberIn(one, 'enrolled'))],
      ['did.held', sumOf(details, (one) => numberIn(one, 'held'))],
    ]),
  ],
  nurture: ({ processed, succeeded, failed, details }, { t }) =>
    some(t, 'did.nothingDue', [
      ['did.steps', processed],
      ['did.sent', succeeded],
      ['did.refused', failed],
      ['did.inDoubt', numberIn(details, 'unconfirmed')],
    ]),
  purge: ({ processed }, { t }) => some(t, 'did.forgottenNone', [['did.forgotten', processed]]),
  decay: ({ processed }, { t }) => some(t, 'did.fadedNone', [['did.faded', processed]]),
  recover: ({ details }, { t }) =>
    some(t, 'did.nothingToPick', [
      ['did.requeued', numberIn(details, 'requeued') + numberIn(details, 'neverArrived')],
      ['did.inDoubt', numberIn(details, 'unconfirmed')],
      ['did.cleared', numberIn(details, 'confirmed')],
    ]),
  watch: ({ details }, { t, language }) => {
    const late = numberIn(details, 'ageSeconds');
    const found = counted(t, [
      ['did.inDoubt', numberIn(details, 'unconfirmed')],
      ['did.stopped', listIn(details, 'stopped').length],
      ['did.told', numberIn(details, 'told')],
    ]);
    const all = late > 0 ? [t('did.oldest', { time: lastingSays(late * SECOND_MS, language) }), ...found] : found;
    return all.length > 0 ? all : [t('did.allWell')];
  },
  reconcile: ({ processed, failed }, { t }) =>
    some(t, 'did.comparedNone', [
      ['did.compared', processed],
      ['did.later', failed],
    ]),
};

const TIERS = ['hot', 'warm', 'cool', 'cold'] as const;
type Counts = readonly (readonly [word: RoutineWord, n: number])[];

/** Those that are not none. */
function counted(t: Speaker['t'], counts: Counts): string[] {
  return counts.flatMap(([word, n]) => (n > 0 ? [t(word, { n })] : []));
}

/** The same; where all are none, that. */
function some(t: Speaker['t'], none: RoutineWord, counts: Counts): readonly string[] {
  const found = counted(t, counts);
  return found.length > 0 ? found : [t(none)];
}

function judged(t: Speaker['t'], n: number): readonly string[] {
  return some(t, 'did.judgedNone', [['did.judged', n]]);
}

type Told = Readonly<Record<string, unknown>>;

function recordIn(value: unknown): Told {
  return typeof value === 'object' && value !== null ? (value as Told) : {};
}

function numberIn(told: Told, name: string): number {
  const value = told[name];
  return typeof value === 'number' ? value : 0;
}

function listIn(told: Told, name: string): readonly unknown[] {
  const value = told[name];
  return Array.isArray(value) ? value : [];
}

/** The same count of each campaign, together. */
function sumOf(details: Told, count: (campaign: Told) => number): number {
  return Object.values(details).reduce<number>((all, one) => all + count(recordIn(one)), 0);
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** How long something lasted, in its largest unit: `4 sec`, `12 min`, `1.5 hr`. */
export function lastingSays(ms: number, language: string): string {
  const in_ = (unit: 'second' | 'minute' | 'hour', value: number, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  if (ms < MINUTE_MS) return in_('second', Math.max(0, ms) / SECOND_MS, ms < 10 * SECOND_MS ? 1 : 0);
  return ms < HOUR_MS ? in_('minute', ms / MINUTE_MS) : in_('hour', ms / HOUR_MS, 1);
}

/** How long a run took; null = it is not over. */
export function lasted({ started, finished }: Run): number | null {
  return started && finished ? Date.parse(finished) - Date.parse(started) : null;
}
