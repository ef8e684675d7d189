/** Keeping hand-offs: those that nobody claims in time go to somebody else, and all go their way. The strand beside the loop. */
import { setTimeout as pause } from 'node:timers/promises';
import { providerNamed } from '../../domain/connection/providers.ts';
import { escalated } from '../../domain/handoff/clock.ts';
import { BY_EMAIL } from '../../domain/handoff/team.ts';
import { LIMITS } from '../../domain/limits.ts';
import { MeetingDesk } from '../booking/desk.ts';
import type { Engine } from '../engine.ts';
import { waitOutUntil } from '../instance/patience.ts';
import { HandOffDesk } from './deliver.ts';
import { freshSend } from './open.ts';
import { tellRefusals } from './tell-refusals.ts';

/** How often an idle worker looks whether something is due, ms. */
const POLL_MS = 1_000;

/** Keeps them until told to stop; what is under way then is waited for. */
export async function keepHandOffs(engine: Engine, signal: AbortSignal): Promise<void> {
  const desk = new HandOffDesk(engine);
  const meetings = new MeetingDesk(engine);
  try {
    while (!signal.aborted) {
      await waitOutUntil(engine, signal, async () => {
        const late = await escalateHandOffs(engine);
        const told = await tellRefusals(engine);
        const met = await meetings.work();
        if ((await desk.begin()) + late + told + met === 0) await rest(signal);
      });
    }
  } finally {
    await meetings.close();
    await desk.close();
  }
}

/** Gives hand-offs whose time to be claimed is over to whom their team names for that; the count looked at. */
export async function escalateHandOffs(engine: Engine): Promise<number> {
  const now = engine.clock.now();
  return engine.store.handOffs.escalate({
    now,
    limit: LIMITS.handOffsEscalated,
    tells: (provider) => providerNamed(provider)?.uses.includes('notice') ?? false,
    decide(handOff, team, tellers) {
      const after = escalated(handOff, team?.settings ?? null);
      const told = after.escalations === handOff.escalations ? [] : (team?.settings.targets ?? []);
      const targets = told.filter((target) => target === BY_EMAIL || tellers.has(target));
      return { handOff: after, sends: targets.map((target) => freshSend(after, target, now)) };
    },
  });
}

async function rest(signal: AbortSignal): Promise<void> {
  await pause(POLL_MS, undefined, { signal }).catch((error: unknown) => {
    if ((error as Error).name !== 'AbortError') throw error;
  });
}
