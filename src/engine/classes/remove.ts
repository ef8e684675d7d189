/** Taking back what was done in a class: all of it, or from one section on. Owns what goes with it. */
import type { Course } from '../../domain/course/course.ts';
import type { Engine } from '../engine.ts';
import type { Learner, LearnerKey } from '../store-port.ts';
import { sectionIds } from './courses.ts';
import { stateOf, updateOf } from './standing.ts';

const NO_FINAL = { finalLabel: null, finalScore: null, finalizedAt: null };

/**
 * A reset: progress, tries, answers, the final word and what was told are gone, and reports of before now count for nothing, should one
 * come again. False = there is no such learner.
 */
export async function resetLearner(
  engine: Engine,
  course: Course,
  key: LearnerKey,
  withInvites: boolean,
): Promise<boolean> {
  const reset = { now: engine.clock.now(), withInvites };
  return engine.store.classes.remove({ ...key, sections: null, reset, update: () => updateOf(null, course, NO_FINAL) });
}

/** Going back to a section: what was done from it on is gone; the start and a final word stay. */
export async function goBack(engine: Engine, course: Course, key: LearnerKey, section: string): Promise<boolean> {
  const all = sectionIds(course);
  const from = all.indexOf(section);
  const update = (rest: Learner) => {
    const { startedAt, finalLabel, finalScore, finalizedAt } = rest.enrollment;
    return { ...updateOf(stateOf(rest, course), course, { finalLabel, finalScore, finalizedAt }), startedAt };
  };
  return engine.store.classes.remove({ ...key, sections: all.slice(from), reset: null, update });
}
