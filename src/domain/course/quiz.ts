/**
 * Answers to the questions of a class: how often a question may be tried, and what the quizzes come to. Pure; the rule is
 * directives/class-quiz.md.
 */

/** Tries of one question; after the last one the answer is shown. */
const QUIZ_TRIES = 3;

/** One try of one question. */
export interface Attempt {
  readonly section: string;
  /** Place of the question in its section, from 0; a whole quiz that was taken elsewhere is question 0. */
  readonly question: number;
  /** From 1. */
  readonly attempt: number;
  /** 0–100: all or nothing in the class of the house. */
  readonly points: number;
}

/** How one question stands. */
export interface QuestionStanding {
  readonly tries: number;
  readonly triesLeft: number;
  readonly isRight: boolean;
  /** Right, or no try is left. */
  readonly isOver: boolean;
}

/** What all quizzes together come to; null = none was tried. */
export interface QuizStanding {
  readonly average: number | null;
  readonly attemptsAverage: number | null;
}

/** How a question stands by its tries. */
export function questionStanding(attempts: readonly Attempt[], section: string, question: number): QuestionStanding {
  const own = attempts.filter((one) => one.section === section && one.question === question);
  const isRight = own.some(({ points }) => points >= 100);
  const triesLeft = isRight ? 0 : Math.max(0, QUIZ_TRIES - own.length);
  return { tries: own.length, triesLeft, isRight, isOver: triesLeft === 0 };
}

/** Each question counts by its best try, and by how many tries it had. */
export function quizStanding(attempts: readonly Attempt[]): QuizStanding {
  const all = [...Map.groupBy(attempts, ({ section, question }) => `${section} ${question}`).values()];
  const best = all.map((tries) => Math.max(...tries.map(({ points }) => points)));
  return { average: mean(best), attemptsAverage: mean(all.map((tries) => tries.length)) };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
