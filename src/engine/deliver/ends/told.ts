/** What a provider tells that is asked how something ended. Owns that nobody waits for it for ever, or falls over what it fails with. */
import type { Engine } from '../../engine.ts';
import { inTime } from '../../instance/asked.ts';

/** What it tells; `nothing` where it does not in time, or fails though it should never. */
export function told<T>(engine: Engine, ask: () => Promise<T>, nothing: T): Promise<T> {
  return inTime(async () => ask(), nothing).catch((error: unknown) => {
    engine.log.error('a provider threw instead of telling how something ended', { error: String(error) });
    return nothing;
  });
}
