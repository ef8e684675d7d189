/** All that was edited, so that each step can be taken back and done again: in the canvas, in the list and in the panel alike. */
import { type Files, inverseOf, type Splice, spliced } from './splice.ts';

/** One step of a person. */
export interface Edit {
  readonly splices: readonly Splice[];
  /** What is edited; steps of the same, one right after the other, are one: words as they are typed. */
  readonly of: string | null;
}

/** Files with how they came to be so. */
export interface History {
  readonly files: Files;
  readonly past: readonly Edit[];
  readonly future: readonly Edit[];
}

/** Steps that can be taken back. */
const STEPS_MOST = 2_000;

/** The beginning. */
export function begin(files: Files): History {
  return { files, past: [], future: [] };
}

/** One more step; what had been taken back is forgotten. */
export function done(history: History, edit: Edit): History {
  if (edit.splices.length === 0) return history;
  const { past } = history;
  const files = edit.splices.reduce(spliced, history.files);
  const last = past.at(-1);
  const joins = edit.of !== null && last?.of === edit.of && history.future.length === 0;
  const next = joins
    ? [...past.slice(0, -1), { of: edit.of, splices: [...last.splices, ...edit.splices] }]
    : [...past, edit];
  return { files, past: next.slice(-STEPS_MOST), future: [] };
}

/** The last step taken back. */
export function undone(history: History): History {
  const last = history.past.at(-1);
  if (!last) return history;
  const files = last.splices.toReversed().map(inverseOf).reduce(spliced, history.files);
  return { files, past: history.past.slice(0, -1), future: [...history.future, last] };
}

/** What was taken back last, done again. */
export function redone(history: History): History {
  const next = history.future.at(-1);
  if (!next) return history;
  const files = next.splices.reduce(spliced, history.files);
  return { files, past: [...history.past, next], future: history.future.slice(0, -1) };
}
