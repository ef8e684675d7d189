/**
 * The purse that a source is handed: credits are set aside on disk before a question, and what the answer says takes their place. Owns
 * the sums of a run; how many people they suffice for is `domain/source/budget`.
 */
import { affordable, type CreditBudget, monthOf } from '../../domain/source/budget.ts';
import type { Engine } from '../engine.ts';
import type { LeadSource, Purse, SetAside } from '../source-port.ts';

/** Whose purse it is. */
export interface PurseOf {
  readonly workspaceId: string;
  readonly source: Pick<LeadSource, 'name' | 'vendor' | 'budget'>;
  /** Credits that a person gives this run at most, beside the limits of the source; absent = no less than these. */
  readonly credits?: number | undefined;
  /** Whether nobody else has the source in hand: asked before the first credit leaves; absent = it does not matter. */
  mayBuy?(): Promise<boolean>;
}

/** A purse, and what was taken out of it. */
export interface OpenPurse extends Purse {
  /** Spent or still set aside by this run. */
  readonly spent: number;
}

/** The limits of a source for one run. */
export function budgetOf({ source, credits }: PurseOf): CreditBudget {
  const { perRun = null, perMonth = null, each = 1 } = source.budget ?? {};
  return { perMonth, each, perRun: perRun === null || credits === undefined ? perRun : Math.min(perRun, credits) };
}

/** Opens the purse of a run. */
export function openPurse(engine: Engine, of: PurseOf): OpenPurse {
  return new RunPurse(engine, of);
}

class RunPurse implements OpenPurse {
  readonly #engine: Engine;
  readonly #of: PurseOf;
  readonly #budget: CreditBudget;
  spent = 0;

  constructor(engine: Engine, of: PurseOf) {
    this.#engine = engine;
    this.#of = of;
    this.#budget = budgetOf(of);
  }

  async setAside(people: number): Promise<SetAside> {
    const { store, clock, ids } = this.#engine;
    const { workspaceId, source } = this.#of;
    const { name, vendor = name } = source;
    const { each } = this.#budget;
    const at = clock.now();
    const id = ids.next('spend');
    const { people: granted, why } = await store.sources.setAside({
      ...{ workspaceId, id, source: name, vendor, month: monthOf(at), at, each },
      decide: (month) => affordable(this.#budget, { run: this.spent, month }, people),
    });
    const most = granted * each;
    this.spent += most;
    const settle: SetAside['settle'] = (credits, later) => this.#settle(id, most, credits, later);
    if (granted === 0 || (await this.#of.mayBuy?.()) !== false) return { id, people: granted, why, settle };
    await settle(0);
    return { id, people: 0, why: 'source-busy', settle };
  }

  async #settle(id: string, most: number, credits: number, later: Parameters<SetAside['settle']>[1]): Promise<void> {
    const { workspaceId } = this.#of;
    const open = later ? credits + later.most : 0;
    await this.#engine.store.sources.settle({
      ...{ workspaceId, id, from: 'asked', to: later ? 'waiting' : 'settled', credits },
      ...{ most: later ? open : most, request: later?.request ?? null },
    });
    this.spent += Math.max(credits, open) - most;
  }
}
