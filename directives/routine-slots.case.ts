/** Runs a row of routine-slots.md. */
import { readCron } from '../src/domain/routine/cron.ts';
import { lastSlot, nextSlot, slotsBetween } from '../src/domain/routine/slots.ts';
import { instantOf, wallText } from './wall-clock.ts';

interface Row {
  readonly cron: string;
  readonly zone: string;
  readonly now?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The slots around an instant, or how many there are between two. */
export function run({ cron: text, zone, now, from, to }: Row): Record<string, unknown> {
  const cron = readCron(text);
  if (!cron) throw new Error(`“${text}” is no schedule`);
  if (from !== undefined && to !== undefined) {
    return { missed: slotsBetween(cron, zone, instantOf(from, zone), instantOf(to, zone)) };
  }
  const at = instantOf(now ?? '', zone);
  const shown = (slot: number | null) => (slot === null ? 'never' : wallText(slot, zone));
  return { next: shown(nextSlot(cron, zone, at)), last: shown(lastSlot(cron, zone, at)) };
}
