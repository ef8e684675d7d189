/**
 * Lists of refusals in and out: read row by row and added by hundreds, written page by page. Owns the order of work; what a row says is
 * `domain/consent/refused-row`.
 */
import { LIST_COLUMNS, listedCells, listReading, type RefusedRow } from '../../domain/consent/refused-row.ts';
import { csvLine } from '../../domain/lead/cell/csv.ts';
import { bareText } from '../../domain/lead/cell/text.ts';
import type { Engine } from '../engine.ts';
import type { ListedSuppression, Suppression } from '../store-port.ts';

/** Refusals that are added in one transaction. */
const AT_ONCE = 500;
/** Refusals that are written at once. */
const PAGE = 1_000;
/** Rows that could not be read and are named; the rest is counted. */
const ROWS_NAMED = 20;

/** What a list came to: every row is in one of the three. */
export interface ListTaken {
  readonly read: number;
  readonly added: number;
  /** They stood before, or twice in the list. */
  readonly standing: number;
  readonly unread: number;
  /** The first of those, by their number in the file, the header not counted. */
  readonly unreadRows: readonly number[];
}

/** How a list is taken. */
export interface ListWish {
  readonly workspaceId: string;
  readonly path: string;
  readonly country: string | null;
  readonly channel: Suppression['channel'];
  readonly reason: string;
}

/** By what hashes of this instance's secret are known in a list. */
function secretMark({ keyring }: Engine): string {
  return keyring.proof.slice(0, 8);
}

/** Takes a list in: what it says is added to what stands, and takes nothing away. */
export async function takeList(engine: Engine, wish: ListWish, progress: (rows: number) => void): Promise<ListTaken> {
  const table = await engine.sources.openTable(wish.path);
  const { country, channel, workspaceId } = wish;
  const { headed, read } = listReading(table.headers, { secret: secretMark(engine), country, channel });
  const taken = { read: 0, added: 0, standing: 0, unread: 0, unreadRows: [] as number[] };
  const takeRows = async (rows: readonly (readonly string[])[]) => {
    const list: ListedSuppression[] = [];
    for (const cells of rows) {
      taken.read += 1;
      const row = read(cells.map(bareText));
      if (row !== null) list.push(refusalOf(engine, row, wish));
      else if (++taken.unread <= ROWS_NAMED) taken.unreadRows.push(taken.read);
    }
    const added = await engine.store.leads.suppressListed(workspaceId, list);
    taken.added += added;
    taken.standing += list.length - added;
    progress(taken.read);
  };
  // A file of bare rows may have lost its first one to its header.
  if (!headed && read(table.headers) !== null) await takeRows([table.headers]);
  for await (const { rows } of table.rows) {
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      await takeRows(rows.slice(at, at + AT_ONCE).map(({ cells }) => cells));
    }
  }
  return taken;
}

function refusalOf({ keyring, clock }: Engine, row: RefusedRow, wish: ListWish): ListedSuppression {
  const { target, channel } = row;
  const said = { channel, reason: row.reason ?? wish.reason, origin: 'list', at: row.at ?? clock.now() };
  if ('hash' in target) {
    return { leadKey: null, suppression: { ...said, keyHash: target.hash, kind: target.kind, value: null } };
  }
  const { kind, value, leadKey } = target;
  return { leadKey, suppression: { ...said, keyHash: keyring.hash(kind, value), kind, value } };
}

/** Where a list goes on: the last refusal that was written. */
export interface ListPlace {
  readonly keyHash: string;
  readonly channel: string;
}

/** A part of a list as the text of a file, the head before the first; `next`: null = it is the last. */
export async function listPart(
  engine: Engine,
  wish: { readonly workspaceId: string; readonly after: ListPlace | null; readonly hashed: boolean },
): Promise<{ readonly text: string; readonly count: number; readonly next: ListPlace | null }> {
  const { workspaceId, after, hashed } = wish;
  const page = await engine.store.leads.suppressions({ workspaceId, after, limit: PAGE });
  const head = after === null ? csvLine(LIST_COLUMNS) : '';
  const lines = page.map((one) => csvLine(listedCells(one, secretMark(engine), hashed)));
  return {
    text: head + lines.join(''),
    count: page.length,
    next: page.length === PAGE ? (page.at(-1) ?? null) : null,
  };
}

/** Gives a list out; how many refusals it has. */
export async function giveList(
  engine: Engine,
  { workspaceId, path, hashed }: { readonly workspaceId: string; readonly path: string; readonly hashed: boolean },
): Promise<number> {
  const out = await engine.sources.openText(path);
  try {
    let count = 0;
    let after: ListPlace | null = null;
    do {
      const part = await listPart(engine, { workspaceId, after, hashed });
      await out.write(part.text);
      count += part.count;
      after = part.next;
    } while (after !== null);
    return count;
  } finally {
    await out.close();
  }
}
