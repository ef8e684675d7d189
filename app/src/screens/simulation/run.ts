/** One run of a simulation as the address has it, so that a link leads to the same one: how long, from when, which seed, what is assumed. */
import { useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { Progress, RekindleClient } from '../../api/client.ts';
import { livedOn, NOTHING_LIVED } from './lived.ts';
import { type SetValues, setOf, setWord } from './set-words.ts';

/** What a run is told. */
export interface Run {
  readonly days: number;
  readonly seed: number;
  /** First day, `2026-03-04`: it begins at its midnight, UTC. */
  readonly from: string;
  /** Only what differs from the standard. */
  readonly assume: Readonly<Record<string, number>>;
  /** Values that are tried in place of the campaign's own. */
  readonly set: SetValues;
}

/** What came of one. */
export type Found = Awaited<ReturnType<RekindleClient['campaigns']['simulate']>>;

/** Words of the address of this screen. */
export interface RunWords {
  // Numbers stand in the address without quotes.
  readonly days?: string | number | undefined;
  readonly seed?: string | number | undefined;
  readonly from?: string | undefined;
  readonly assume?: string | undefined;
  readonly set?: string | undefined;
  /** Another run, to compare with. */
  readonly against?: string | undefined;
}

/** The most days that are lived through at once. */
export const MOST_DAYS = 365;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PAIR = /^(\w+)=(\d+(?:\.\d+)?)$/;

/** As the address names it; null = it names none that can be run. */
export function runOf({ days, seed = '1', from = '', assume = '', set = '' }: RunWords): Run | null {
  const length = Number(days);
  if (!Number.isInteger(length) || length < 1 || length > MOST_DAYS) return null;
  if (!DAY.test(from) || Number.isNaN(Date.parse(from)) || !/^\d{1,9}$/.test(String(seed))) return null;
  return { days: length, seed: Number(seed), from, assume: pairsOf(assume), set: setOf(set) };
}

function pairsOf(text: string): Record<string, number> {
  const pairs = text.split(',').flatMap((one) => {
    const found = PAIR.exec(one);
    return found ? [[String(found[1]), Number(found[2])] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** The words of the address for a run. */
export function wordsOf({ days, seed, from, assume, set }: Run): RunWords {
  const pairs = Object.entries(assume).map(([name, value]) => `${name}=${String(value)}`);
  return { days, seed, from, assume: pairs.length > 0 ? pairs.join(',') : undefined, set: setWord(set) };
}

/** A run in one word. */
export function packed(run: Run): string {
  const { days, seed, from, assume, set } = wordsOf(run);
  return [days, seed, from, assume ?? '', ...(set === undefined ? [] : [set])].join('~');
}

/** The run of such a word; null = it is none. */
export function unpacked(word: string | undefined): Run | null {
  const [days, seed, from, assume, set] = (word ?? '').split('~');
  return runOf({ days, seed, from, assume, set });
}

/** The call of it. */
export function callOf(campaign: string, { days, seed, from, assume, set }: Run) {
  const asked = { campaign, for: `${String(days)}d`, seed, start: `${from}T00:00:00Z`, assume, set: { ...set } };
  return (client: RekindleClient, how: CallHow = {}) => client.campaigns.simulate(asked, how);
}

interface CallHow {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** Lives through it once, telling how far it is; the answer is kept, since the same run is the same to the byte while nothing changes. */
export function useRun(campaign: string, run: Run | null) {
  const [lived, setLived] = useState(NOTHING_LIVED);
  const call = callOf(campaign, run ?? { days: 0, seed: 0, from: '', assume: {}, set: {} });
  const telling = (client: RekindleClient, how: CallHow) => {
    setLived(NOTHING_LIVED);
    return call(client, { ...how, progress: (told) => setLived((before) => livedOn(before, told)) });
  };
  const asked = useAsk('simulation', { campaign, run }, telling, { enabled: run !== null, kept: true });
  return { asked, lived };
}
