/** Runs a row of class-state.md. Reports are written `section@hour`. */
import { courseState, milestones, type Progress } from '../src/domain/course/state.ts';

interface Row {
  readonly reports: readonly string[];
  readonly before?: readonly string[];
  readonly sections?: readonly string[];
  readonly started?: number;
}

const HOUR_MS = 3_600_000;
const SECTIONS = ['a', 'b', 'c', 'd'];

export function run({ reports, before, sections = SECTIONS, started }: Row): Readonly<Record<string, unknown>> {
  const state = courseState(reports.map(progressOf), sections, started === undefined ? null : started * HOUR_MS);
  if (before !== undefined) return { told: milestones(courseState(before.map(progressOf), sections), state) };
  if (state === null) return { state: 'none' };
  return {
    state: 'some',
    done: state.done.map(({ section, firstAt }) => `${section}@${firstAt / HOUR_MS}`).join(' '),
    percent: state.completion,
    current: state.currentSection,
    from: state.startedAt / HOUR_MS,
    until: state.lastActivityAt / HOUR_MS,
    total: state.total,
  };
}

function progressOf(text: string): Progress {
  const [section = '', hour] = text.split('@');
  return { section, at: Number(hour) * HOUR_MS };
}
