/** Runs a row of bot-transfer.md. */
import type { FlowName } from '../src/domain/qualification/questions.ts';
import { learnedFrom, transferFrom } from '../src/domain/qualification/transfer.ts';

interface Row {
  readonly flow?: FlowName;
  readonly text?: string;
  readonly before?: readonly string[];
  /** `from to minute`. */
  readonly done?: readonly string[];
  readonly minute?: number;
  readonly learned?: number;
  readonly succeeded?: number;
  readonly all?: number;
}

const MINUTE_MS = 60_000;

export function run({ flow, text = '', before = [], done = [], minute = 0, learned, succeeded = 0, all }: Row) {
  if (flow === undefined) return { learned: learnedFrom(succeeded, all ?? 0) };
  const transfers = done.map((one) => {
    const [from, to, at] = one.split(' ');
    return { from: from as FlowName, to: to as FlowName, at: Number(at) * MINUTE_MS };
  });
  return { to: transferFrom(flow, text, before, transfers, minute * MINUTE_MS, learned)?.to ?? null };
}
