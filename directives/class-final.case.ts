/** Runs a row of class-final.md. */
import { canFinalise, crosses, finalLabel, rollingScore } from '../src/domain/course/label.ts';
import { courseState } from '../src/domain/course/state.ts';

interface Row {
  readonly score?: number;
  readonly hot?: boolean;
  readonly due?: boolean;
  readonly completion?: number;
  readonly has?: string;
  readonly before?: number;
  readonly after?: number;
  readonly reports?: readonly string[];
  readonly invited?: boolean;
}

const DAY_MS = 86_400_000;
const NOW = 100 * DAY_MS;
const SECTIONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];

export function run(row: Row): Readonly<Record<string, unknown>> {
  if (row.reports !== undefined) return rolling(row.reports, row.invited ?? true);
  if (row.has !== undefined) {
    const has = (what: string) => row.has?.includes(what) ?? false;
    const known = { invitation: has('invitation'), quiz: has('quiz'), reflection: has('reflection') };
    return { enough: canFinalise(row.completion ?? null, known) };
  }
  if (row.due === undefined) return { crosses: crosses(row.before ?? null, row.after ?? null) };
  const final = finalLabel(row.score ?? null, row.hot ?? false, row.due);
  return final === null ? { label: 'none' } : { label: final.label, kept: final.score };
}

/** `a@3`: section a, three days before now. */
function rolling(reports: readonly string[], isInvited: boolean): Readonly<Record<string, unknown>> {
  const progress = reports.map((text) => {
    const [section = '', days] = text.split('@');
    return { section, at: NOW - Number(days) * DAY_MS };
  });
  const state = courseState(progress, SECTIONS);
  const label = state === null ? null : rollingScore(state, isInvited, NOW);
  return label === null ? { label: 'none' } : { label: label.label, kept: label.score };
}
