/** Runs a row of class-quiz.md. Tries are written `section/question points`, in order. */
import { type Attempt, questionStanding, quizStanding } from '../src/domain/course/quiz.ts';

export function run({ tries, of }: { readonly tries: readonly string[]; readonly of?: string }): unknown {
  const attempts = tries.map(tryOf);
  if (of === undefined) return quizStanding(attempts);
  const [section = '', question] = of.split('/');
  return questionStanding(attempts, section, Number(question));
}

function tryOf(text: string, i: number): Attempt {
  const [where = '', points] = text.split(' ');
  const [section = '', question] = where.split('/');
  return { section, question: Number(question), attempt: i + 1, points: Number(points) };
}
