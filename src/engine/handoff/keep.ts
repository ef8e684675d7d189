/**
 * Keeping hand-offs, and what else goes to a CRM, on strands beside the loop: those that nobody claims in time go to somebody else, and
 * all go their way. A calendar that is slow, or a CRM to be told of refusals, keeps no hand-off waiting.
 */
import { providerNamed } from '../../domain/connection/providers.ts';
import { escalated } from '../../domain/handoff/clock.ts';
import { BY_EMAIL } from '../../domain/handoff/team.ts';
import { LIMITS } from '../../domain/limits.ts';
import { MeetingDesk } from '../booking/desk.ts';
import type { Engine } from '../engine.ts';
import { keepAtIt } from '../instance/strand.ts';
import { HandOffDesk } from './deliver.ts';
import { freshSend } from './open.ts';
import { tellRefusals } from './tell-refusals.ts';

/** How often an idle worker looks whether something is due, ms. */
const LOOK_MS = 1_000;
/** The same for what a CRM is told beside: nobody waits for it. */
const LATER_MS = 5_000;

/** Keeps hand-offs until told to stop; what is under way then is waited for. */
export async function keepHandOffs(engine: Engine, signal: AbortSignal): Promise<void> {
  const desk = new HandOffDesk(engine);
  try {
    await keepAtIt(engine, signal, {
      restMs: LOOK_MS,
      work: async () => (await escalateHandOffs(engine)) + (await desk.begin()),
    });
  } finally {
    await desk.close();
  }
}

/** Tells CRMs what leads refuse until told to stop. */
export function keepRefusalsTold(engine: Engine, signal: AbortSignal): Promise<void> {
  return keepAtIt(engine, signal, { restMs: LATER_MS, work: () => tellRefusals(engine, signal) });
}

/** Offers, books and looks after meetings until told to stop. */
export async function keepMeetings(engine: Engine, signal: AbortSignal): Promise<void> {
  const desk = new MeetingDesk(engine);
  try {
    await keepAtIt(engine, signal, { restMs: LOOK_MS, work: () => desk.work() });
  } finally {
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
