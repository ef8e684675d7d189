/** Progress in a class that is held elsewhere, as a provider tells it. Owns which class is meant; what follows is the class's. */
import { courseOf } from '../classes/courses.ts';
import { recordProgress } from '../classes/progress.ts';
import type { Engine } from '../engine.ts';
import type { HookConnection, HookEvent } from '../hook-port.ts';

/**
 * Stores the progress of a lead; whether it was new. A class or section that there is not comes to nothing, and is said in the log: a
 * provider would only call again and again with the same.
 */
export async function takeProgress(
  engine: Engine,
  { adapter, name, workspaceId }: HookConnection,
  event: HookEvent & Required<Pick<HookEvent, 'progress'>>,
  leadId: string,
): Promise<boolean> {
  const { originId, at, progress } = event;
  const origin = `${adapter.provider}:${name}`;
  const course = await courseOf(engine, workspaceId, progress.course);
  const became =
    course === null
      ? 'no-such-class'
      : await recordProgress(engine, course, {
          workspaceId,
          leadId,
          section: progress.section,
          at: at ?? engine.clock.now(),
          origin,
          originId,
          quiz: progress.quiz,
        });
  const refused = typeof became === 'string' ? null : became.refused;
  if (refused !== null || became === 'no-such-class') {
    engine.log.info('progress that was told came to nothing', { origin, originId, why: refused ?? 'no-such-class' });
  }
  return became === 'recorded';
}
