/**
 * Importing a file: read, mapped, captured batch by batch, each batch with the reader's position in one transaction. A
 * kill loses the batch at hand and nothing else; the same command goes on. Owns the order; reading is the source's,
 * meaning is `domain/lead`, writing is `capture`.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import { permissionFor } from '../domain/consent/permission.ts';
import { type Mapping, mapColumns } from '../domain/lead/columns.ts';
import { compileDraft, type DraftReader } from '../domain/lead/draft.ts';
import type { Basis, LeadDraft } from '../domain/lead/lead.ts';
import type { MergeMode } from '../domain/lead/merge.ts';
import { LIMITS } from '../domain/limits.ts';
import { captureBatch, type NumberedDraft } from './capture.ts';
import type { Engine } from './engine.ts';
import { type Progress, Refusal } from './operations/operation.ts';
import type { RejectsWriter, Table, TableRow } from './ports.ts';
import type { ImportRecord } from './store-port.ts';

export interface ImportWish {
  readonly workspaceId: string;
  readonly path: string;
  /** Column → field, over what is found by itself. */
  readonly map: Readonly<Record<string, string>>;
  /** Null = not stated: the leads are then held wherever a basis is needed. */
  readonly basis: Basis | null;
  /** Null = the vendor whose export it is, or `csv`. */
  readonly source: string | null;
  /** Country of numbers and places that name none, ISO alpha-2. */
  readonly country: string | null;
  readonly mode: MergeMode;
  /** Where rejected rows go; null = beside the file. */
  readonly rejects: string | null;
}

export interface ImportReport {
  readonly importId: string | null;
  readonly read: number;
  readonly created: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly rejectsFile: string | null;
  readonly source: string;
  readonly columns: readonly MappedColumn[];
  readonly dialect: Readonly<Record<string, unknown>>;
  /** Rejected rows by reason. */
  readonly rejections: Readonly<Record<string, number>>;
  /** Leads that each answer to “on which basis?” would let be e-mailed; with --dry-run only. */
  readonly releasedBy: Readonly<Record<string, number>> | null;
  /** True when the same file with the same options was imported before: nothing changed. */
  readonly again: boolean;
}

export interface MappedColumn {
  readonly column: string;
  readonly to: string;
  readonly confidence: string;
  readonly why: string;
}

interface Hooks {
  progress(progress: Progress): void;
  note(sentence: string): void;
  readonly signal: AbortSignal;
}

const LEASE_MS = 60_000;

/** Imports a file, or goes on with an import of it that was cut off. */
export async function importFile(engine: Engine, wish: ImportWish, hooks: Hooks): Promise<ImportReport> {
  const { hash, bytes } = await engine.sources.fingerprint(wish.path);
  const opened = await openMapped(engine, wish, null);
  const source = wish.source ?? opened.mapping.vendor ?? 'csv';
  const now = engine.clock.now();
  const start = await engine.store.imports.begin(
    {
      workspaceId: wish.workspaceId,
      id: engine.ids.next('imp'),
      source,
      fileName: wish.path.slice(Math.max(wish.path.lastIndexOf('/'), wish.path.lastIndexOf('\\')) + 1),
      fileHash: hash,
      optionsHash: optionsHash(wish, source),
      options: { map: wish.map, basis: wish.basis, country: wish.country, mode: wish.mode },
      startedAt: now,
    },
    { owner: engine.instance, until: now + LEASE_MS, now },
  );
  if (start.kind === 'busy') {
    throw new Refusal(
      'import-busy',
      'another process is importing this file',
      'wait for it, or run this again in a minute',
    );
  }
  if (start.kind === 'done') return againReport(start.record, opened, wish);
  if (start.kind === 'resumed' && start.record.position !== null) {
    hooks.note(`Going on with the import that stopped after ${start.record.counts.read} rows.`);
  }
  return new FileImport(engine, wish, hooks, start.record, bytes).run(opened);
}

interface Opened {
  readonly table: Table;
  readonly mapping: Mapping;
}

/** Rows looked at before guessing what an unknown column holds. */
const SAMPLE_ROWS = 200;

async function openMapped(engine: Engine, wish: ImportWish, resumeAt: unknown): Promise<Opened> {
  const sampled = await engine.sources.openTable(wish.path);
  const sample: (readonly string[])[] = [];
  for await (const { rows } of sampled.rows) {
    sample.push(...rows.slice(0, SAMPLE_ROWS).map((row) => row.cells));
    break;
  }
  const mapping = mapColumns(sampled.headers, { overrides: wish.map, sample });
  const [problem] = mapping.problems;
  if (problem) throw mappingRefusal(problem, sampled.headers);
  const table = await engine.sources.openTable(wish.path, resumeAt === null ? {} : { resumeAt });
  return { table, mapping };
}

function mappingRefusal(problem: Mapping['problems'][number], headers: readonly string[]): Refusal {
  return problem.code === 'unknown-column'
    ? new Refusal(
        'unknown-column',
        `--map: the file has no column “${problem.column}”`,
        `its columns: ${headers.slice(0, 40).join(', ')}`,
      )
    : new Refusal(
        'unknown-field',
        `--map: “${problem.field}” is no field of a lead`,
        'see rekindle import --help for the fields',
      );
}

function optionsHash(wish: ImportWish, source: string): string {
  const { map, basis, country, mode } = wish;
  return createHash('sha256').update(canonicalJson({ map, basis, country, mode, source })).digest('hex').slice(0, 32);
}

function againReport(record: ImportRecord, opened: Opened, wish: ImportWish): ImportReport {
  const { read, rejected } = record.counts;
  return {
    importId: record.id,
    read,
    created: 0,
    merged: 0,
    unchanged: read - rejected,
    rejected,
    rejectsFile: rejected > 0 ? rejectsPath(wish) : null,
    source: record.source,
    columns: columnsOf(opened.mapping),
    dialect: opened.table.dialect,
    rejections: {},
    releasedBy: null,
    again: true,
  };
}

function columnsOf(mapping: Mapping): MappedColumn[] {
  return mapping.columns.map(({ header, target, attribute, confidence, why }) => ({
    column: header,
    to: targetWord(target, attribute),
    confidence,
    why,
  }));
}

function targetWord(target: Mapping['columns'][number]['target'], attribute: string): string {
  if (target.kind === 'field') return target.field;
  return target.kind === 'attribute' ? `attributes.${attribute}` : target.kind;
}

function rejectsPath(wish: ImportWish): string {
  return wish.rejects ?? `${wish.path.replace(/\.[A-Za-z0-9]{1,5}$/, '')}.rejects.csv`;
}

/** One run over a file, from wherever its import stands. */
class FileImport {
  readonly #engine: Engine;
  readonly #wish: ImportWish;
  readonly #hooks: Hooks;
  readonly #record: ImportRecord;
  readonly #bytes: number;
  readonly #rejections: Record<string, number> = {};
  #rejects: RejectsWriter | null = null;
  #read: number;

  constructor(engine: Engine, wish: ImportWish, hooks: Hooks, record: ImportRecord, bytes: number) {
    this.#engine = engine;
    this.#wish = wish;
    this.#hooks = hooks;
    this.#record = record;
    this.#bytes = bytes;
    this.#read = record.counts.read;
  }

  async run(opened: Opened): Promise<ImportReport> {
    const { position } = this.#record;
    const { table, mapping } = position === null ? opened : await openMapped(this.#engine, this.#wish, position);
    const read = compileDraft(mapping, { defaultCountry: this.#wish.country, basis: this.#wish.basis });
    let rows: TableRow[] = [];
    let resumeAt: unknown = position;
    for await (const batch of table.rows) {
      rows = rows.length === 0 ? [...batch.rows] : rows.concat(batch.rows);
      resumeAt = batch.resumeAt;
      if (rows.length < LIMITS.importBatchRows) continue;
      await this.#commit(rows, resumeAt, read, table);
      rows = [];
      if (this.#hooks.signal.aborted) throw stopped();
    }
    await this.#commit(rows, resumeAt, read, table);
    await this.#rejects?.close();
    const { workspaceId } = this.#wish;
    const done = await this.#engine.store.imports.finish(
      workspaceId,
      this.#record.id,
      this.#engine.instance,
      this.#engine.clock.now(),
    );
    return this.#report(done, mapping, table);
  }

  async #commit(rows: readonly TableRow[], position: unknown, read: DraftReader, table: Table): Promise<void> {
    const drafts: NumberedDraft[] = [];
    let rejected = 0;
    for (const row of rows) {
      const reading = row.problem === undefined ? read(row.cells) : ({ ok: false, code: row.problem } as const);
      if (reading.ok) drafts.push({ line: row.line, draft: reading.draft });
      else {
        await this.#reject(row, reading.code, table);
        rejected += 1;
      }
    }
    const rejectsBytes = (await this.#rejects?.flush()) ?? this.#record.rejectsBytes;
    const now = this.#engine.clock.now();
    await captureBatch(this.#engine, {
      workspaceId: this.#wish.workspaceId,
      source: this.#record.source,
      importId: this.#record.id,
      mode: this.#wish.mode,
      drafts,
      progress: {
        id: this.#record.id,
        position,
        rejectsBytes,
        rejected,
        owner: this.#engine.instance,
        leaseUntil: now + LEASE_MS,
      },
    });
    this.#read += rows.length;
    this.#hooks.progress({ stage: 'import', done: this.#read, total: this.#expectedRows(rows), unit: 'rows' });
  }

  /** Rows to come, from the bytes of the last batch; null while nothing can be said. */
  #expectedRows(rows: readonly TableRow[]): number | null {
    const cells = rows.reduce((sum, row) => sum + row.cells.reduce((all, cell) => all + cell.length + 1, 0), 0);
    return cells === 0 ? null : Math.max(this.#read, Math.round(this.#bytes / (cells / rows.length)));
  }

  async #reject(row: TableRow, code: string, table: Table): Promise<void> {
    this.#rejections[code] = (this.#rejections[code] ?? 0) + 1;
    this.#rejects ??= await this.#engine.sources.openRejects(
      rejectsPath(this.#wish),
      table.headers,
      this.#record.rejectsBytes,
    );
    this.#rejects.add(row, code, code);
  }

  #report(done: ImportRecord, mapping: Mapping, table: Table): ImportReport {
    return {
      importId: done.id,
      ...done.counts,
      rejectsFile: done.counts.rejected > 0 ? rejectsPath(this.#wish) : null,
      source: done.source,
      columns: columnsOf(mapping),
      dialect: table.dialect,
      rejections: this.#rejections,
      releasedBy: null,
      again: false,
    };
  }
}

function stopped(): Error {
  return Object.assign(new Error('stopped'), { name: 'AbortError' });
}

const BASES = ['none', 'legitimate-interest', 'contract', 'consent'] as const;

/** How many of a file's leads each basis would let be e-mailed, by the table of permission. Writes nothing. */
export async function releasedByBasis(engine: Engine, wish: ImportWish): Promise<Record<string, number>> {
  const { table, mapping } = await openMapped(engine, wish, null);
  const read = compileDraft(mapping, { defaultCountry: wish.country, basis: null });
  const counts: Record<string, number> = Object.fromEntries(['not stated', ...BASES].map((basis) => [basis, 0]));
  const now = engine.clock.now();
  for await (const { rows } of table.rows) {
    for (const row of rows) {
      const reading = row.problem === undefined ? read(row.cells) : null;
      if (reading?.ok && reading.draft.values.email) countReleases(reading.draft, counts, now);
    }
  }
  return counts;
}

function countReleases(draft: LeadDraft, counts: Record<string, number>, now: number): void {
  if (draft.optOuts.some(({ channel }) => channel === 'email' || channel === 'all')) return;
  for (const basis of [null, ...BASES]) {
    const asked = {
      channel: 'email',
      country: draft.values.country ?? null,
      basis,
      basisAt: now,
      consents: [],
      now,
    } as const;
    if (permissionFor(asked).verdict !== 'allow') continue;
    const name = basis ?? 'not stated';
    counts[name] = (counts[name] ?? 0) + 1;
  }
}
