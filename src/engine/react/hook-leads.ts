/**
 * Leads that calls hand over, stored before they are answered: with what proves their permission, in one transaction; and how many a
 * network may send to a form that everybody may fill in.
 */
import { networkOf } from '../../domain/access/login-pace.ts';
import { LIMITS } from '../../domain/limits.ts';
import { FORM_CALLS, formWait } from '../../domain/source/form-pace.ts';
import { captureBatch } from '../capture/capture.ts';
import { takeTold } from '../capture/later.ts';
import type { Engine } from '../engine.ts';
import type { HookConnection, HookReading, ToldLead } from '../hook-port.ts';

const DAY_MS = 86_400_000;

/** Stores what a call hands over; the count of leads that it made or changed. */
export async function takeLeads(
  engine: Engine,
  { workspaceId }: HookConnection,
  { lead, later }: HookReading,
): Promise<number> {
  const spend = later ? await engine.store.sources.spend(workspaceId, later.question) : null;
  const told = later && spend ? await takeTold(engine, spend, later) : 0;
  return told + (lead ? await takeLead(engine, workspaceId, lead) : 0);
}

/** The same twice on one day is one. */
async function takeLead(engine: Engine, workspaceId: string, { draft, source, id, proof }: ToldLead): Promise<number> {
  const at = engine.clock.now();
  const told = { id: `${source} ${Math.floor(at / DAY_MS)} ${id}`, at, source, basis: draft.basis, told: proof };
  const drafts = [{ line: 1, draft, proof: told }];
  const { created, changed } = await captureBatch(engine, {
    ...{ workspaceId, source, importId: null, mode: 'fill', drafts, progress: null },
  });
  return created.length + changed.length;
}

/** Remembers when networks called forms; the oldest are forgotten. */
export class FormPace {
  readonly #calls = new Map<string, readonly number[]>();

  /** Milliseconds until a call from this address may be taken; 0 = it is taken, and counts. */
  wait(address: string, now: number): number {
    const network = networkOf(address);
    const calls = this.#calls.get(network) ?? [];
    const wait = formWait(calls, now);
    if (wait > 0) return wait;
    this.#calls.delete(network);
    this.#calls.set(network, [...calls, now].slice(-FORM_CALLS));
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > LIMITS.formNetworks && oldest !== undefined) this.#calls.delete(oldest);
    return 0;
  }
}
