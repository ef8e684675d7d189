/**
 * A watched folder as a source of leads: its files are read in the order in which they came or changed, each once. Owns that
 * order; what a file says is read by whoever opens it. Moves, changes and deletes nothing.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '../../domain/limits.ts';
import type { Clock, Sources } from '../../engine/ports.ts';
import type { HarvestPage, HarvestReject, LeadSource } from '../../engine/source-port.ts';
import { type FolderSettings, folderSourceName } from './settings.ts';

/** Where the reading stands: the file of this moment and name, and the position in it; null = it is read to its end. */
interface FolderCursor {
  readonly changedAt: number;
  readonly name: string;
  readonly position: unknown;
}

interface FolderFile {
  readonly name: string;
  /** When it came into the folder or changed, epoch ms. */
  readonly changedAt: number;
}

const IS_TABLE = /\.(csv|tsv|xlsx|xlsm|xls)(\.gz)?$/i;
/** Files that programs lay beside a table: rejects of an import, locks of Excel and LibreOffice, hidden ones. */
const IS_BESIDE = /\.rejects\.csv$|^~\$|^\./i;
const SECOND_MS = 1_000;

/**
 * A folder as a source. `openLeads` reads one file; its faults are told, and the next file is read.
 * Why the change time (ctime) orders and not the time of writing: a file that is moved into the folder may be older than
 * those already read.
 */
export function folderSource(
  settings: FolderSettings,
  parts: { readonly openLeads: Sources['openLeads']; readonly clock: Clock },
): LeadSource {
  const { folder } = settings;
  return {
    name: folderSourceName(settings),
    configured: () => true,
    async fetch({ limit, cursor }) {
      const files = await filesOf(folder, parts.clock.now() - settings.settleSeconds * SECOND_MS);
      if (!Array.isArray(files)) return files;
      const at = cursor as FolderCursor | null;
      const next = files.find((file) => isLeft(file, at));
      if (!next) return { kind: 'leads', vendor: null, drafts: [], rejects: [], cursor, more: false };
      const position = at !== null && isSame(next, at) ? at.position : null;
      return readPage(next, position, { ...settings, limit, openLeads: parts.openLeads });
    },
  };
}

async function filesOf(folder: string, before: number): Promise<FolderFile[] | (HarvestPage & { kind: 'failed' })> {
  try {
    const names = (await readdir(folder)).filter((name) => IS_TABLE.test(name) && !IS_BESIDE.test(name));
    if (names.length > LIMITS.folderFiles) {
      const detail = `${folder} holds ${names.length} files; move old ones away, at most ${LIMITS.folderFiles} are looked at`;
      return { kind: 'failed', code: 'folder-too-full', detail };
    }
    const found = await Promise.all(names.map((name) => fileOf(folder, name)));
    return found.flatMap((file) => (file && file.changedAt <= before ? [file] : [])).sort(inOrder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    const because = code === 'ENOENT' ? 'there is no such folder' : message;
    const detail = `${folder}: ${because}; make it, or mend harvest.sources in rekindle.yaml`;
    return { kind: 'failed', code: 'folder-unreadable', detail };
  }
}

/** Null = it is no file, or it went away meanwhile. */
async function fileOf(folder: string, name: string): Promise<FolderFile | null> {
  try {
    const found = await stat(join(folder, name));
    return found.isFile() ? { name, changedAt: Math.ceil(found.ctimeMs) } : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function inOrder(a: FolderFile, b: FolderFile): number {
  return a.changedAt - b.changedAt || (a.name < b.name ? -1 : 1);
}

function isSame(file: FolderFile, at: FolderCursor): boolean {
  return file.changedAt === at.changedAt && file.name === at.name;
}

function isLeft(file: FolderFile, at: FolderCursor | null): boolean {
  if (at === null) return true;
  return isSame(file, at) ? at.position !== null : inOrder(file, { ...at }) > 0;
}

type Reading = FolderSettings & { readonly limit: number; readonly openLeads: Sources['openLeads'] };

/** The next rows of one file; one that cannot be read is told and passed over until it changes. */
async function readPage({ name, changedAt }: FolderFile, position: unknown, reading: Reading): Promise<HarvestPage> {
  const over = { changedAt, name, position: null };
  try {
    const file = await reading.openLeads(join(reading.folder, name), {
      overrides: {},
      defaultCountry: reading.country,
      basis: reading.basis,
      batchRows: reading.limit,
      ...(position === null ? {} : { resumeAt: position }),
    });
    for await (const { rows, resumeAt } of file.batches) {
      const drafts = rows.flatMap(({ draft }) => draft ?? []);
      const rejects = rows.flatMap(({ line, problem }) =>
        problem === null ? [] : [{ place: `${name}, line ${line}`, reason: problem }],
      );
      return page(file.mapping.vendor, drafts, rejects, { changedAt, name, position: resumeAt });
    }
    return page(null, [], [], over);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string') throw error;
    return page(null, [], [{ place: name, reason: code }], over);
  }
}

function page(
  vendor: string | null,
  drafts: (HarvestPage & { kind: 'leads' })['drafts'],
  rejects: readonly HarvestReject[],
  cursor: FolderCursor,
): HarvestPage {
  return { kind: 'leads', vendor, drafts, rejects, cursor, more: true };
}
