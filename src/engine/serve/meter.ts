/**
 * What the loop of a process has done since it began, in numbers. They lie in memory that threads share: the one that works writes, the one
 * that answers `/metrics` reads. Counts only; nothing is decided by them, and nothing of a person is among them.
 */
import type { DeliverReport } from '../deliver/delivery.ts';
import type { Measure } from './api-port.ts';

const OUTCOMES = [
  'sent',
  'refused',
  'held',
  'retried',
  'unconfirmed',
] as const satisfies readonly (keyof DeliverReport)[];
/** Upper bounds of the time from due to sent, in seconds. */
const LAG_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 1_800, 7_200] as const;
const SECOND_MS = 1_000;
const DELAYS = ['0.5', '0.99', '1'] as const;

/** Where each number lies. */
const PLACES = [
  'steps',
  ...OUTCOMES,
  'lagSeconds',
  'lagCount',
  ...LAG_SECONDS.map(lagPlace),
  ...DELAYS.map(delayPlace),
];
const AT: ReadonlyMap<string, number> = new Map(PLACES.map((name, at) => [name, at]));
const BYTES = PLACES.length * Float64Array.BYTES_PER_ELEMENT;

/** Counts of one process. */
export interface Meter {
  /** To be handed to another thread, whose meter then shows the same. */
  readonly shared: SharedArrayBuffer;
  /** Steps of sequences that were decided. */
  stepped(count: number): void;
  /** What became of messages that were taken up. */
  delivered(report: DeliverReport): void;
  /** One left, this many ms after it was due and its sender free. */
  left(afterMs: number): void;
  /** How long the loop's thread was kept from its work: median, 99th of a hundred, longest; seconds. */
  delayed(seconds: readonly [number, number, number]): void;
  /** As `/metrics` tells it. */
  measures(): Measure[];
}

/** A meter, on the numbers of another one where they are handed in. */
export function makeMeter(shared = new SharedArrayBuffer(BYTES)): Meter {
  const numbers = new Float64Array(shared);
  const add = (name: string, count: number) => {
    const at = AT.get(name) as number;
    numbers[at] = (numbers[at] ?? 0) + count;
  };
  const read = (name: string) => numbers[AT.get(name) as number] ?? 0;
  return {
    shared,
    stepped: (count) => add('steps', count),
    delivered(report) {
      for (const outcome of OUTCOMES) add(outcome, report[outcome]);
    },
    left(afterMs) {
      const seconds = Math.max(0, afterMs) / SECOND_MS;
      add('lagSeconds', seconds);
      add('lagCount', 1);
      for (const bound of LAG_SECONDS) if (seconds <= bound) add(lagPlace(bound), 1);
    },
    delayed(seconds) {
      for (const [i, quantile] of DELAYS.entries()) numbers[AT.get(delayPlace(quantile)) as number] = seconds[i] ?? 0;
    },
    measures: () => told(read),
  };
}

function lagPlace(bound: number): string {
  return `lag ${bound}`;
}

function delayPlace(quantile: string): string {
  return `delay ${quantile}`;
}

function told(read: (name: string) => number): Measure[] {
  const lag = 'rekindle_delivery_lag_seconds';
  const bounds = LAG_SECONDS.map((bound) => ({ labels: { le: String(bound) }, value: read(lagPlace(bound)) }));
  const all = read('lagCount');
  return [
    {
      name: 'rekindle_messages_total',
      says: 'Messages that the loop of this process took up, by what became of them',
      kind: 'counter',
      values: OUTCOMES.map((outcome) => ({ labels: { outcome }, value: read(outcome) })),
    },
    {
      name: 'rekindle_steps_total',
      says: 'Steps of sequences that the loop of this process decided',
      kind: 'counter',
      values: [{ labels: {}, value: read('steps') }],
    },
    {
      name: lag,
      says: 'From due, and its sender free, to sent',
      kind: 'histogram',
      values: [
        ...[...bounds, { labels: { le: '+Inf' }, value: all }].map((one) => ({ ...one, part: '_bucket' as const })),
        { labels: {}, value: read('lagSeconds'), part: '_sum' as const },
        { labels: {}, value: all, part: '_count' as const },
      ],
    },
    {
      name: 'rekindle_loop_delay_seconds',
      says: 'How long the thread of the loop was kept from its work, over the last seconds',
      values: DELAYS.map((quantile) => ({ labels: { quantile }, value: read(delayPlace(quantile)) })),
    },
  ];
}
