/** Answers that tell how far the work is, line by line, before they tell what came of it. */
import { RekindleError } from './error.ts';

/** How far long work is: `done` of `total` (null = not known) in `unit`. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}

/** A line of an answer that tells how far the work is. */
interface Line {
  readonly progress?: Progress;
  readonly output?: unknown;
  readonly problem?: Readonly<Record<string, unknown>>;
}

/** Tells each of its words; what came of it. Errors: `RekindleError`, also for an answer that breaks off. */
export async function readProgress(answer: Response, tell: (progress: Progress) => void): Promise<unknown> {
  for await (const { progress, output, problem } of linesOf(answer)) {
    if (problem) throw new RekindleError(Number(problem.status), problem);
    if (!progress) return output;
    tell(progress);
  }
  throw new RekindleError(answer.status, {
    detail: 'the answer broke off before its end',
    remedy: 'Look whether it was done, then ask again: with the same idempotency key nothing is done twice.',
  });
}

async function* linesOf({ body }: Response): AsyncGenerator<Line> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    const lines = (rest + piece.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Line;
  }
}
