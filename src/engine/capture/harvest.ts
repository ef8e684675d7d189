/**
 * Harvest: the sources of an instance are asked in order, each for what is missing to the limit, and what they give is
 * captured like any other record. Each page is committed with the source's cursor in one transaction: a kill loses nothing
 * and doubles nothing. Owns the order and the counts; reading is the source's, who a lead is is `capture`'s.
 */
import { LIMITS } from '../../domain/limits.ts';
import { reasonText } from '../../domain/reason.ts';
import type { SourceReason } from '../../domain/source/reasons.ts';
import type { Engine } from '../engine.ts';
import { type Progress, Refusal } from '../operations/operation.ts';
import type { HarvestPage, LeadSource } from '../source-port.ts';
import type { ImportRecord } from '../store-port.ts';
import { captureBatch } from './capture.ts';
import { takeLater } from './later.ts';
import { type OpenPurse, openPurse } from './purse.ts';
import { knownOf, sourcesOf } from './sources.ts';

/** What is asked for. */
export interface HarvestWish {
  readonly workspaceId: string;
  /** Leads that all sources together give at most. */
  readonly limit: number;
  /** Leads that one transaction takes at most; absent = `LIMITS.importBatchRows`. */
  readonly pageRows?: number;
  /** Names of sources, in the order in which they are asked; empty = all, in the order of the configuration. */
  readonly sources: readonly string[];
  /** Absent or true = the sources of the configuration are asked too. */
  readonly home?: boolean;
  /** Credits that each source may cost at most, beside its own limits; absent = these alone. */
  readonly credits?: number | undefined;
}

/** What went wrong, and where. */
export interface HarvestError {
  readonly source: string;
  readonly code: string;
  readonly message: string;
}

/** What a harvest did. `discovered` = `created` + `merged` + `unchanged`. */
export interface HarvestReport {
  /** Sources that were asked; those after the limit were not. */
  readonly tried: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly discovered: number;
  readonly created: number;
  readonly merged: number;
  readonly unchanged: number;
  /** Records that could not be taken; the first of them are named in `errors`. */
  readonly rejected: number;
  readonly errors: HarvestError[];
  readonly sources: HarvestedSource[];
}

/** One source of a harvest. */
export interface HarvestedSource {
  readonly source: string;
  readonly state: 'done' | 'failed' | 'not-asked';
  /** Spent, or set aside for what is still to come; absent = it costs none. */
  readonly credits?: number;
  /** Why it was asked for no more though it has more; absent = nothing stopped it. */
  readonly stopped?: SourceReason;
}

interface Hooks {
  progress(progress: Progress): void;
  readonly signal: AbortSignal;
}

const LEASE_MS = 60_000;

/** Asks the sources. Errors: refusals `no-source-configured`, `no-such-source`. */
export async function harvest(engine: Engine, wish: HarvestWish, hooks: Hooks): Promise<HarvestReport> {
  return new Harvest(engine, wish, hooks).run(await chosenSources(engine, wish));
}

/** The sources that are asked, in order. Errors: refusals `no-source-configured`, `no-such-source`. */
export async function chosenSources(
  engine: Engine,
  { workspaceId, sources: names, home }: Pick<HarvestWish, 'workspaceId' | 'sources' | 'home'>,
): Promise<readonly LeadSource[]> {
  const all = await sourcesOf(engine, workspaceId, home);
  if (all.length === 0) {
    throw new Refusal(
      'no-source-configured',
      'no source of leads is configured',
      'name a folder in rekindle.yaml, such as  harvest: { sources: [{ folder: ./inbox }] }, or set harvest=yes of a connection',
    );
  }
  if (names.length === 0) return all;
  return names.map((name) => {
    const found = all.find((source) => source.name === name);
    if (found) return found;
    const there = all.map((source) => source.name).join(', ');
    throw new Refusal('no-such-source', `there is no source “${name}”`, `there are: ${there}`);
  });
}

class Harvest {
  readonly #engine: Engine;
  readonly #wish: HarvestWish;
  readonly #hooks: Hooks;
  readonly #counts = { discovered: 0, created: 0, merged: 0, unchanged: 0, rejected: 0 };
  readonly #errors: HarvestError[] = [];
  readonly #sources: HarvestReport['sources'][number][] = [];

  constructor(engine: Engine, wish: HarvestWish, hooks: Hooks) {
    this.#engine = engine;
    this.#wish = wish;
    this.#hooks = hooks;
  }

  async run(sources: readonly LeadSource[]): Promise<HarvestReport> {
    for (const source of sources) {
      const isAsked = this.#missing > 0 && !this.#hooks.signal.aborted;
      this.#sources.push(isAsked ? await this.#ask(source) : { source: source.name, state: 'not-asked' });
    }
    const count = (state: string) => this.#sources.filter((one) => one.state === state).length;
    const [succeeded, failed] = [count('done'), count('failed')];
    const tried = succeeded + failed;
    return { tried, succeeded, failed, ...this.#counts, errors: this.#errors, sources: this.#sources };
  }

  get #missing(): number {
    return this.#wish.limit - this.#counts.discovered;
  }

  async #ask(source: LeadSource): Promise<HarvestedSource> {
    const { workspaceId, credits } = this.#wish;
    const run = new SourceRun(this.#engine, workspaceId, source.name);
    // What is bought must be ours to store: of two processes only one pays.
    const mayBuy = async () => (await run.record()) !== null;
    const purse = openPurse(this.#engine, { workspaceId, source, credits, mayBuy });
    if (source.later) await takeLater(this.#engine, workspaceId, source);
    const end = await this.#walk(source, run, purse);
    await run.finish();
    if (end && 'message' in end) this.#errors.push({ source: source.name, ...end });
    return {
      source: source.name,
      state: end && 'message' in end ? 'failed' : 'done',
      ...(source.budget && { credits: purse.spent }),
      ...(end && 'stopped' in end && { stopped: end.stopped }),
    };
  }

  /** Page after page until the limit, the end, a fault or the end of its credits; what stopped it. */
  async #walk(source: LeadSource, run: SourceRun, purse: OpenPurse): Promise<WalkEnd> {
    // Where it was, and what was new by then: there again with nothing new since, it would go round for ever.
    const places = new Map<string, number>();
    for (let cursor = await run.cursor(), more = true; more && this.#missing > 0 && !this.#hooks.signal.aborted; ) {
      const place = JSON.stringify(cursor);
      const news = this.#counts.created + this.#counts.merged;
      if (places.get(place) === news) return LOOPS;
      places.set(place, news);
      const page = await this.#fetch(source, cursor, purse);
      if (page.kind === 'failed') return { code: page.code, message: page.detail };
      // An end with nothing on it is a place too: from there the next run begins.
      const isEnd = !page.more && page.stopped === undefined && JSON.stringify(page.cursor) !== place;
      if (page.drafts.length + page.rejects.length > 0 || isEnd) {
        const record = await run.record();
        if (!record) return BUSY;
        await this.#capture(source, record, page);
      }
      if (page.stopped !== undefined) return { stopped: page.stopped };
      ({ cursor, more } = page);
    }
    return null;
  }

  /** A source that throws has a bug, which is told as one; the others are asked all the same. */
  async #fetch(source: LeadSource, cursor: unknown, purse: OpenPurse): Promise<HarvestPage> {
    try {
      const page = Math.min(this.#wish.pageRows ?? LIMITS.importBatchRows, LIMITS.importBatchRows);
      const known = knownOf(this.#engine, this.#wish.workspaceId, source);
      return await source.fetch({ limit: Math.min(this.#missing, page), cursor, purse, known });
    } catch (error) {
      this.#engine.log.error('a source of leads threw instead of answering', {
        source: source.name,
        error: (error as Error).stack ?? String(error),
      });
      return { kind: 'failed', code: 'bug', detail: String(error) };
    }
  }

  async #capture(source: LeadSource, run: RunningImport, page: HarvestPage & { kind: 'leads' }): Promise<void> {
    const { workspaceId } = this.#wish;
    const { peers, store } = this.#engine;
    const leaseNow = await store.now();
    const { created, traces } = await captureBatch(this.#engine, {
      workspaceId,
      source: page.vendor ?? source.name,
      importId: run.id,
      mode: 'fill',
      drafts: page.drafts.map((draft, i) => ({ line: run.read + i + 1, draft })),
      progress: {
        id: run.id,
        position: page.cursor,
        rejectsBytes: 0,
        rejected: page.rejects.length,
        owner: peers.self,
        leaseUntil: leaseNow + LEASE_MS,
      },
    });
    run.read += page.drafts.length + page.rejects.length;
    const merged = traces.filter(({ outcome }) => outcome === 'merged').length;
    this.#counts.discovered += page.drafts.length;
    this.#counts.created += created.length;
    this.#counts.merged += merged;
    this.#counts.unchanged += traces.length - merged;
    this.#reject(source, page.rejects);
    this.#hooks.progress({ stage: source.name, done: this.#counts.discovered, total: this.#wish.limit, unit: 'leads' });
  }

  #reject(source: LeadSource, rejects: (HarvestPage & { kind: 'leads' })['rejects']): void {
    this.#counts.rejected += rejects.length;
    for (const { place, reason } of rejects.slice(0, Math.max(0, LIMITS.harvestErrors - this.#errors.length))) {
      this.#errors.push({ source: source.name, code: reason, message: `${place}: ${reasonText(reason).says}` });
    }
  }
}

/** What stopped the reading of a source; null = the limit, or its end. */
type WalkEnd = Pick<HarvestError, 'code' | 'message'> | { readonly stopped: SourceReason } | null;

const LOOPS = {
  code: 'harvest-loops',
  message:
    'the source leads back to a place where it was read before; what was there is in, and nothing more is asked of it',
};
const BUSY = { code: 'harvest-busy', message: 'another process is harvesting this source; ask again when it is done' };

/** A run as it is filled: its id in the list of imports, and records taken so far. */
interface RunningImport {
  readonly id: string;
  read: number;
}

/**
 * One run of one source, kept in the list of imports, so that it can be undone like any. A run that a kill left open goes
 * on; else a new one begins, with the first page that has anything, from where the last one ended.
 */
class SourceRun {
  readonly #engine: Engine;
  readonly #workspaceId: string;
  readonly #name: string;
  #last: ImportRecord | null = null;
  #running: RunningImport | null = null;

  constructor(engine: Engine, workspaceId: string, name: string) {
    this.#engine = engine;
    this.#workspaceId = workspaceId;
    this.#name = name;
  }

  /** Where the source is to go on. */
  async cursor(): Promise<unknown> {
    const records = await this.#engine.store.imports.list(this.#workspaceId, LIMITS.importsListed);
    this.#last = records.find(({ source }) => source === this.#source) ?? null;
    return this.#last?.position ?? null;
  }

  get #source(): string {
    return `harvest ${this.#name}`;
  }

  /** The record to write into; null = another process has it in hand. */
  async record(): Promise<RunningImport | null> {
    if (this.#running) return this.#running;
    const { store, clock, ids, peers } = this.#engine;
    const leaseNow = await store.now();
    const id = ids.next('imp');
    const start = await store.imports.begin(
      {
        workspaceId: this.#workspaceId,
        id,
        source: this.#source,
        fileName: this.#name,
        fileHash: this.#last?.state === 'running' ? this.#last.fileHash : id,
        optionsHash: 'harvest',
        options: {},
        startedAt: clock.now(),
      },
      { owner: peers.self, until: leaseNow + LEASE_MS, now: leaseNow, isGone: peers.isGone },
    );
    if (start.kind === 'busy' || start.kind === 'crowded') return null;
    this.#running = { id: start.record.id, read: start.record.counts.read };
    return this.#running;
  }

  async finish(): Promise<void> {
    const { store, clock, peers } = this.#engine;
    if (this.#running) await store.imports.finish(this.#workspaceId, this.#running.id, peers.self, clock.now());
  }
}
