/**
 * Counts what the calls of one connection came to, and tells it in the log: once a minute at most, however many call. Owns the
 * counting only.
 */
import type { HookReason } from '../../domain/hook/reasons.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { HookConnection, HookReading } from '../hook-port.ts';

const TELL_MS = 60_000;

/** The count of one connection. */
export interface HookTally {
  refused(code: HookReason): void;
  took(reading: HookReading, stored: { readonly recorded: number; readonly nobody: number }): void;
}

/** A count from zero. What is worth a line: refusals, people nobody knows, words that mean nothing; not what went well. */
export function tallyOf(engine: Engine, { adapter, name }: HookConnection): HookTally {
  let counts = new Map<string, number>();
  let toldAt = Number.NEGATIVE_INFINITY;
  const add = (what: string, by = 1) => {
    if (by > 0 && (counts.has(what) || counts.size < LIMITS.hookNames)) counts.set(what, (counts.get(what) ?? 0) + by);
  };
  const tell = () => {
    const now = engine.clock.now();
    if (counts.size === 0 || now - toldAt < TELL_MS) return;
    engine.log.info('calls of a provider that came to nothing', {
      connection: `${adapter.provider}/${name}`,
      ...Object.fromEntries(counts),
    });
    counts = new Map();
    toldAt = now;
  };
  return {
    refused(code) {
      add(code);
      tell();
    },
    took({ passedOver, wish }, { nobody }) {
      add('about nobody known', nobody);
      for (const word of passedOver) add(`passed over: ${word.slice(0, LONGEST_NAME)}`);
      if (wish !== null) engine.log.info('a topic waits until somebody confirms it', { ...wish });
      tell();
    },
  };
}

const LONGEST_NAME = 60;
