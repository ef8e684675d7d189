/** Progress that comes thousands of times a second, told as often as somebody can read it. */
import type { Progress } from '../engine/operations/operation.ts';

const EVERY_MS = 200;

/** The first of each stage is always told, others once in a while. */
export function seldom(tell: (progress: Progress) => void): (progress: Progress) => void {
  let stage: string | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (progress.stage === stage && now - lastAt < EVERY_MS) return;
    stage = progress.stage;
    lastAt = now;
    tell(progress);
  };
}
