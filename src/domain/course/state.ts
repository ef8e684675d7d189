/**
 * How far a lead is in a class, from what it did, told in any order. Pure; the rule is directives/class-state.md. The count of
 * sections comes from the class itself, so that whoever has done all of them is through.
 */
import { percentOf } from './completion.ts';

/** A section that was done: when it was reported. */
export interface Progress {
  readonly section: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A section with the first time it was done. */
export interface Done {
  readonly section: string;
  readonly firstAt: number;
}

/** How far a lead is. */
export interface CourseState {
  /** Sections of the class that were done, in its order. */
  readonly done: readonly Done[];
  readonly total: number;
  /** Per cent; never over 100. */
  readonly completion: number;
  /** The section of the latest report. */
  readonly currentSection: string;
  readonly startedAt: number;
  readonly lastActivityAt: number;
}

/**
 * The state; null = nothing was done. `sections`: ids in the order of the class; what is none of them counts for nothing. Of reports of
 * the same instant the later section is current. `startedAt` given = it was noted, and stays unless an earlier report comes.
 */
export function courseState(
  progress: readonly Progress[],
  sections: readonly string[],
  startedAt: number | null = null,
): CourseState | null {
  const known = progress.filter(({ section }) => sections.includes(section));
  const latest = known.reduce<Progress | null>((best, one) => (isLater(one, best, sections) ? one : best), null);
  if (latest === null) return null;
  const first = known.reduce((least, { at }) => Math.min(least, at), latest.at);
  const done = sections.flatMap((section) => doneOf(known, section));
  return {
    done,
    total: sections.length,
    completion: percentOf(done.length, sections.length),
    currentSection: latest.section,
    startedAt: Math.min(first, startedAt ?? first),
    lastActivityAt: latest.at,
  };
}

function isLater(one: Progress, other: Progress | null, sections: readonly string[]): boolean {
  if (other === null) return true;
  const ahead = one.at - other.at || sections.indexOf(one.section) - sections.indexOf(other.section);
  return ahead > 0;
}

function doneOf(progress: readonly Progress[], section: string): readonly Done[] {
  const times = progress.filter((one) => one.section === section).map(({ at }) => at);
  return times.length === 0 ? [] : [{ section, firstAt: Math.min(...times) }];
}

/** What a report brought about, beside the section itself. */
export type Milestone = 'started' | 'section' | 'completed';

/** In the order in which they are told. A section that was done before brings nothing; a class of one section brings all. */
export function milestones(before: CourseState | null, after: CourseState | null): readonly Milestone[] {
  const known = before === null ? [] : before.done;
  if (after === null || after.done.length <= known.length) return [];
  const all: Milestone[] = before === null ? ['started', 'section'] : ['section'];
  return after.done.length === after.total ? [...all, 'completed'] : all;
}
