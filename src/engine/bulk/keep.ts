/** Going on with acts on many leads that were cut off: whoever runs takes over what nobody has in hand. The strand beside the loop. */
import type { Engine } from '../engine.ts';
import { passes } from '../instance/patience.ts';
import { keepAtIt } from '../instance/strand.ts';
import { stackOf } from '../routines/work.ts';
import { goOnWithCutOff } from './run.ts';

/** How often it is looked for acts that were cut off, ms. */
const LOOK_MS = 1_000;

/** Keeps them until told to stop; one that is under way then ends its batch, and is left to whoever runs next. */
export function keepBulk(engine: Engine, signal: AbortSignal): Promise<void> {
  return keepAtIt(engine, signal, { restMs: LOOK_MS, work: async () => ((await tried(engine, signal)) ? 1 : 0) });
}

/** One that breaks stops nothing else, and is tried again once its lease is over: not before. */
async function tried(engine: Engine, signal: AbortSignal): Promise<boolean> {
  try {
    return await goOnWithCutOff(engine, signal);
  } catch (error) {
    if (passes(error)) throw error;
    engine.log.error('an act on many leads broke off', { error: stackOf(error) });
    return false;
  }
}
