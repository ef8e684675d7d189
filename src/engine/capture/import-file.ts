/**
 * Importing a file: read, mapped, captured batch by batch, each batch with the reader's position in one transaction. A
 * kill loses the batch at hand and nothing else; the same command goes on. Owns the order; reading is the source's,
 * meaning is `domain/lead`, writing is `capture`.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { permissionFor } from '../../domain/consent/permission.ts';
import { TARGET_WORDS, targetWord } from '../../domain/lead/column/column-target.ts';
import type { Mapping } from '../../domain/lead/columns.ts';
import type { Basis, LeadDraft } from '../../domain/lead/lead.ts';
import type { MergeMode } from '../../domain/lead/merge.ts';
import { LIMITS } from '../../domain/limits.ts';
import { reasonText } from '../../domain/reason.ts';
import type { Engine } from '../engine.ts';
import { type Progress, Refusal } from '../operations/operation.ts';
import type { LeadBatch, LeadFile, LeadRow, RejectsWriter, RowMends } from '../ports.ts';
import type { ImportRecord } from '../store-port.ts';
import { captureBatch, type NumberedDraft } from './capture.ts';
import { type DoubtfulRow, doubtfulRow, linesOf, mendsIn, refuseUnknownMends, unmetNote } from './doubtful.ts';

/** Which file is imported, and how. */
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
  /** What a person mended in it. */
  readonly mends?: RowMends;
  /** Where rejected rows go; null = beside the file. */
  readonly rejects: string | null;
}

/** What an import did, or of a dry run, would do. */
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
  /** Rows that were taken as a person mended them. */
  readonly mended: number;
  /** Rows taken whose columns or tags say that somebody is to be left alone, by some way or all. */
  readonly refusing: number;
  /** The first rows that could not be taken, or of which a cell was set aside: to be mended. */
  readonly doubtful: readonly DoubtfulRow[];
  /** True when the same file with the same options was imported before: nothing changed. */
  readonly again: boolean;
}

/** Where one column goes, how sure that is, and why. */
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
  const { hash } = await engine.sources.fingerprint(wish.path);
  const file = await openFile(engine, wish, null);
  const source = wish.source ?? sourceOf(file.mapping);
  const leaseNow = await engine.store.now();
  const start = await engine.store.imports.begin(
    {
      workspaceId: wish.workspaceId,
      id: engine.ids.next('imp'),
      source,
      fileName: fileNameOf(wish),
      fileHash: hash,
      optionsHash: optionsHash(wish, source),
      options: { map: wish.map, basis: wish.basis, country: wish.country, mode: wish.mode, rejects: rejectsPath(wish) },
      startedAt: engine.clock.now(),
    },
    {
      owner: engine.peers.self,
      until: leaseNow + LEASE_MS,
      now: leaseNow,
      isGone: engine.peers.isGone,
      atOnce: engine.atOnce.imports,
    },
  );
  if (start.kind === 'crowded') throw crowded(start.running);
  if (start.kind === 'busy') {
    throw new Refusal(
      'import-busy',
      'another process is importing this file',
      'wait for it, or run this again in a minute',
    );
  }
  if (start.kind === 'done') {
    hooks.note(againNote(start.record, wish));
    return againReport(start.record, file);
  }
  if (start.kind === 'resumed' && start.record.position !== null) {
    hooks.note(`Going on with the import that stopped after ${start.record.counts.read} rows.`);
  }
  return new FileImport(engine, wish, hooks, start.record).run(file);
}

/** Opens the file at a position (null = its beginning), its columns mapped. Errors: refusals `unknown-column`, `unknown-field`. */
export async function openFile(
  engine: Pick<Engine, 'sources'>,
  wish: Pick<ImportWish, 'path' | 'map' | 'country' | 'basis' | 'mends'>,
  resumeAt: unknown,
): Promise<LeadFile> {
  const { path, map, country, basis, mends } = wish;
  const file = await engine.sources.openLeads(path, {
    overrides: map,
    defaultCountry: country,
    basis,
    batchRows: LIMITS.importBatchRows,
    ...(mends === undefined ? {} : { mends }),
    ...(resumeAt === null ? {} : { resumeAt }),
  });
  const [problem] = file.mapping.problems;
  if (problem) throw mappingRefusal(problem, file.table.headers);
  refuseUnknownMends(mends, file.table.headers);
  return file;
}

/** Where its leads come from, if nobody says: the vendor whose export it is, or `csv`. */
export function sourceOf({ vendor }: Pick<Mapping, 'vendor'>): string {
  return vendor ?? 'csv';
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
        `fields are: ${TARGET_WORDS.join(', ')}`,
      );
}

function optionsHash(wish: ImportWish, source: string): string {
  const { map, basis, country, mode, mends } = wish;
  // What was mended is told by its hash alone: it names people.
  const mended = mends && mendsIn(mends) > 0 ? { mends } : {};
  return createHash('sha256')
    .update(canonicalJson({ map, basis, country, mode, source, ...mended }))
    .digest('hex')
    .slice(0, 32);
}

/** The same bytes may come under another name: then the first one is said. */
function againNote({ fileName, finishedAt, startedAt }: ImportRecord, wish: ImportWish): string {
  const name = fileName === fileNameOf(wish) ? '' : ` as “${fileName}”`;
  const day = new Date(finishedAt ?? startedAt).toISOString().slice(0, 10);
  return `This file was imported before${name}, on ${day}, with the same options; nothing changed.`;
}

function fileNameOf({ path }: ImportWish): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function againReport(record: ImportRecord, { mapping, table }: LeadFile): ImportReport {
  const { read, rejected } = record.counts;
  return {
    importId: record.id,
    read,
    created: 0,
    merged: 0,
    unchanged: read - rejected,
    rejected,
    rejectsFile: rejected > 0 ? String(record.options.rejects) : null,
    source: record.source,
    columns: columnsOf(mapping),
    dialect: table.dialect,
    rejections: {},
    releasedBy: null,
    mended: 0,
    refusing: 0,
    doubtful: [],
    again: true,
  };
}

function columnsOf(mapping: Mapping): MappedColumn[] {
  return mapping.columns.map(({ header, target, confidence, why }) => ({
    column: header,
    to: targetWord(target),
    confidence,
    why,
  }));
}

function rejectsPath(wish: ImportWish): string {
  return wish.rejects ?? `${wish.path.replace(/\.[A-Za-z0-9]{1,5}$/, '')}.rejects.csv`;
}

function crowded(running: number): Refusal {
  return new Refusal(
    'too-many-imports',
    `${running} imports are under way, as many as may be at once`,
    'wait for one of them, or raise atOnce.imports in rekindle.yaml',
  );
}

/** One run over a file, from wherever its import stands. */
class FileImport {
  readonly #engine: Engine;
  readonly #wish: ImportWish;
  readonly #hooks: Hooks;
  readonly #record: ImportRecord;
  readonly #rejections: Record<string, number> = {};
  readonly #doubtful: DoubtfulRow[] = [];
  #mended = 0;
  #refusing = 0;
  #basesKept = 0;
  /** Lines that somebody mended or left out, until their rows were met. */
  readonly #unmet: Set<number>;
  #rejects: RejectsWriter | null = null;
  #rejectsBytes: number;
  #read: number;

  constructor(engine: Engine, wish: ImportWish, hooks: Hooks, record: ImportRecord) {
    this.#engine = engine;
    this.#wish = wish;
    this.#hooks = hooks;
    this.#record = record;
    this.#unmet = linesOf(wish.mends);
    this.#read = record.counts.read;
    this.#rejectsBytes = record.rejectsBytes;
  }

  async run(opened: LeadFile): Promise<ImportReport> {
    const { position } = this.#record;
    const file = position === null ? opened : await openFile(this.#engine, this.#wish, position);
    try {
      for await (const batch of file.batches) {
        await this.#commit(batch, file.table.headers);
        if (this.#hooks.signal.aborted) throw stopped();
      }
    } finally {
      await this.#rejects?.close();
    }
    // Of a file that was gone on with, the rows before that place were met by somebody else.
    if (position === null && this.#unmet.size > 0) this.#hooks.note(unmetNote(this.#unmet));
    if (this.#basesKept > 0) this.#hooks.note(basesKeptNote(this.#basesKept));
    const { store, peers, clock } = this.#engine;
    const done = await store.imports.finish(this.#wish.workspaceId, this.#record.id, peers.self, clock.now());
    return this.#report(done, file);
  }

  async #commit({ rows, resumeAt, share }: LeadBatch, headers: readonly string[]): Promise<void> {
    const drafts: NumberedDraft[] = [];
    const rejects: { line: number; reason: string; cells: readonly string[] }[] = [];
    for (const row of rows) {
      const { line, cells, draft, problem } = row;
      if (row.mended && draft) this.#mended++;
      if (draft && draft.optOuts.length > 0) this.#refusing++;
      this.#unmet.delete(line);
      this.#doubt(row);
      if (draft) drafts.push({ line, draft });
      else rejects.push({ line, cells, reason: this.#reject(problem ?? 'unreadable') });
    }
    if (rejects.length > 0) await this.#writeRejects(rejects, headers);
    const leaseNow = await this.#engine.store.now();
    const { basesKept } = await captureBatch(this.#engine, {
      workspaceId: this.#wish.workspaceId,
      source: this.#record.source,
      importId: this.#record.id,
      mode: this.#wish.mode,
      drafts,
      progress: {
        id: this.#record.id,
        position: resumeAt,
        rejectsBytes: this.#rejectsBytes,
        rejected: rejects.length,
        owner: this.#engine.peers.self,
        leaseUntil: leaseNow + LEASE_MS,
      },
    });
    this.#basesKept += basesKept;
    this.#read += rows.length;
    const total = share === null || share === 0 ? null : Math.round(this.#read / share);
    this.#hooks.progress({ stage: 'import', done: this.#read, total, unit: 'rows' });
  }

  #doubt({ line, cells, problem, notes }: LeadRow): void {
    const wrong = notes.filter(({ column }) => column !== '');
    if ((problem === null && wrong.length === 0) || this.#doubtful.length >= LIMITS.importDoubtful) return;
    if (cells.length === 0 && problem === null) return;
    this.#doubtful.push(doubtfulRow({ line, problem, cells, wrong }));
  }

  #reject(code: string): string {
    this.#rejections[code] = (this.#rejections[code] ?? 0) + 1;
    return `${code}: ${reasonText(code).says}`;
  }

  async #writeRejects(
    rejects: readonly Parameters<RejectsWriter['add']>[0][],
    headers: readonly string[],
  ): Promise<void> {
    this.#rejects ??= await this.#engine.sources.openRejects(rejectsPath(this.#wish), headers, this.#rejectsBytes);
    for (const reject of rejects) this.#rejects.add(reject);
    this.#rejectsBytes = await this.#rejects.commit();
  }

  #report(done: ImportRecord, { mapping, table }: LeadFile): ImportReport {
    return {
      importId: done.id,
      ...done.counts,
      rejectsFile: done.counts.rejected > 0 ? rejectsPath(this.#wish) : null,
      source: done.source,
      columns: columnsOf(mapping),
      dialect: table.dialect,
      rejections: this.#rejections,
      releasedBy: null,
      mended: this.#mended,
      refusing: this.#refusing,
      doubtful: this.#doubtful,
      again: false,
    };
  }
}

function basesKeptNote(rows: number): string {
  return `The basis of ${rows.toLocaleString('en')} known leads stands as it was, though these rows state another: --overwrite lets the file win.`;
}

function stopped(): Error {
  return Object.assign(new Error('stopped'), { name: 'AbortError' });
}

const BASES = ['none', 'legitimate-interest', 'contract', 'consent'] as const;

/** How many of a file's leads each basis would let be e-mailed, by the table of permission. Writes nothing. */
export async function releasedByBasis(engine: Engine, wish: ImportWish): Promise<Record<string, number>> {
  const { batches } = await openFile(engine, { ...wish, basis: null }, null);
  const counts: Record<string, number> = Object.fromEntries(['not stated', ...BASES].map((basis) => [basis, 0]));
  const now = engine.clock.now();
  for await (const { rows } of batches) {
    for (const { draft } of rows) if (draft?.values.email) countReleases(draft, counts, now);
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
