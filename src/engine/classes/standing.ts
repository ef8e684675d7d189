/** How a lead of a class stands, all verdicts together: each is asked of the one rule that owns it. */
import type { Course } from '../../domain/course/course.ts';
import { canFinalise, type FinalLabel, finalLabel, rollingScore } from '../../domain/course/label.ts';
import {
  type ActionFacts,
  type ClassStage,
  nextAction,
  type Recommendation,
  stageOf,
} from '../../domain/course/next-action.ts';
import { quizStanding } from '../../domain/course/quiz.ts';
import { confidenceOf } from '../../domain/course/reflection.ts';
import { type CourseState, courseState } from '../../domain/course/state.ts';
import { type Temperature, temperatureOf } from '../../domain/course/temperature.ts';
import type { ClassUpdate, Learner } from '../store-port.ts';
import { sectionIds } from './courses.ts';

/** Everything that is said of a lead in a class. */
export interface ClassStanding {
  readonly isInvited: boolean;
  readonly invitedAt: number | null;
  /** Null = nothing was done. */
  readonly state: CourseState | null;
  readonly temperature: Temperature;
  readonly recommendation: Recommendation;
  readonly stage: ClassStage;
  /** The final word, said already or due; null = it is not time. */
  readonly final: FinalLabel | null;
  readonly rolling: FinalLabel | null;
  readonly canFinalise: boolean;
}

/** How a lead stands at `now`. */
export function standingOf(learner: Learner, course: Course, now: number): ClassStanding {
  const { enrollment, attempts, reflections } = learner;
  const invitedAt = invitedAtOf(learner, now);
  const isInvited = invitedAt !== null;
  const state = stateOf(learner, course);
  const quiz = quizStanding(attempts);
  const confidence = confidenceOf(reflections, sectionIds(course));
  const facts: ActionFacts = {
    isInvited,
    invitedAt,
    completion: state?.completion ?? null,
    lastActivityAt: state?.lastActivityAt ?? null,
    isChosen: enrollment.chosenAt !== null,
  };
  const temperature = temperatureOf(
    {
      isInvited,
      completion: facts.completion,
      startedAt: state?.startedAt ?? null,
      lastActivityAt: facts.lastActivityAt,
      quizAverage: quiz.average,
      attemptsAverage: quiz.attemptsAverage,
      confidence,
    },
    now,
  );
  const recommendation = nextAction(facts, course.rules, now);
  const { score } = temperature;
  const { finalLabel: label, finalScore } = enrollment;
  const due = finalLabel(score, recommendation.hot.isHot, recommendation.finalises);
  return {
    isInvited,
    invitedAt,
    state,
    temperature,
    recommendation,
    stage: stageOf(facts, course.rules, now),
    final: label === null ? due : { label, score: finalScore },
    rolling: state === null ? null : rollingScore(state, isInvited, now),
    canFinalise: canFinalise(facts.completion, {
      invitation: isInvited,
      quiz: quiz.average !== null,
      reflection: confidence !== null,
    }),
  };
}

/** When the first invitation left, as far as it has by `now`; null = none has. */
function invitedAtOf({ invites }: Learner, now: number): number | null {
  const times = invites.flatMap(({ sentAt }) => (sentAt !== null && sentAt <= now ? [sentAt] : []));
  return times.length === 0 ? null : Math.min(...times);
}

/** How far a lead is; the start that was noted stays. */
export function stateOf({ progress, enrollment }: Learner, course: Course): CourseState | null {
  return courseState(progress, sectionIds(course), enrollment.startedAt);
}

/** What is written of a state; the final word as it is given. */
export function updateOf(
  state: CourseState | null,
  course: Course,
  final: Pick<ClassUpdate, 'finalLabel' | 'finalScore' | 'finalizedAt'>,
): ClassUpdate {
  return {
    startedAt: state?.startedAt ?? null,
    lastActivityAt: state?.lastActivityAt ?? null,
    currentSection: state?.currentSection ?? null,
    doneCount: state?.done.length ?? 0,
    sectionCount: course.sections.length,
    ...final,
  };
}
