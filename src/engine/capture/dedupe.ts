/**
 * Finds which rows of a file are the same person or company: reads the rows once, compares those that share a block, links what is
 * certain, and hands out the pairs. Owns the order of these steps and their bounds; what counts as the same is `domain/match`.
 * Must never write a lead, nor take a step that grows with the square of the rows.
 */
import { LIMITS } from '../../domain/limits.ts';
import { BLOCKINGS, type Blocking, WITHIN_BLOCK } from '../../domain/match/blocks.ts';
import { type SubjectColumns, type SubjectKind, subjectColumns } from '../../domain/match/columns.ts';
import { weighCompanies } from '../../domain/match/company-evidence.ts';
import { type Evidence, weighPeople } from '../../domain/match/evidence.ts';
import {
  bitsNeeded,
  expectedMatches,
  groupLinks,
  isHousehold,
  isMoreThanName,
  type Link,
  oddsAgainst,
  personalBitsNeeded,
} from '../../domain/match/link.ts';
import { agreedParts, dateOrderOf, type Subject, subjectReader, Vocabulary } from '../../domain/match/subject.ts';

/** One row as a file gives it: value by header. */
export type FileRow = Readonly<Record<string, string>>;

/** Two rows that are the same subject. */
export interface DuplicatePair {
  readonly idA: string;
  readonly idB: string;
  /** The parts that agree, `email+surname+birth`; `chain` where only rows between them connect the two. */
  readonly rule: string;
}

/** How a file is searched. */
export interface DedupeOptions {
  /** The header whose value names a row in the pairs; never compared. */
  readonly idColumn: string;
  /** What the rows are; found out from the headers where absent. */
  readonly kind?: SubjectKind;
  /** Called with each pair, in the order of the file. A promise is awaited, so that a slow writer sets the pace. */
  readonly onPair?: (pair: DuplicatePair) => void | Promise<void>;
  /** Called now and then with the share of the work that is done, 0–1. */
  readonly onProgress?: (share: number) => void;
}

/** What was found. `clusters` = subjects with more than one row. */
export interface DedupeResult {
  readonly rows: number;
  readonly pairs: number;
  readonly clusters: number;
  readonly kind: SubjectKind;
  readonly columns: SubjectColumns['headers'];
}

interface Subjects {
  readonly columns: SubjectColumns;
  readonly all: readonly Subject[];
}

/** Headers and date order are settled on the first rows; only those are held as they came. */
async function readSubjects(
  rows: AsyncIterable<FileRow> | Iterable<FileRow>,
  options: DedupeOptions,
): Promise<Subjects> {
  const sample: FileRow[] = [];
  const all: Subject[] = [];
  let columns: SubjectColumns | undefined;
  let read: ((id: string, row: FileRow) => Subject) | undefined;
  const recognise = () => {
    const headers = [...new Set(sample.flatMap((row) => Object.keys(row)))].filter(
      (header) => header !== options.idColumn,
    );
    columns = subjectColumns(headers, sample, options.kind);
    const dates = sample.map((row) => row[columns?.headers.birthDate ?? ''] ?? '');
    read = subjectReader(columns, dateOrderOf(dates), new Vocabulary());
    for (const row of sample) add(row);
  };
  const add = (row: FileRow) => all.push(read!(row[options.idColumn] ?? String(all.length + 1), row));
  for await (const row of rows) {
    if (read !== undefined) add(row);
    else if (sample.push(row) >= LIMITS.dedupeSampleRows) recognise();
  }
  if (read === undefined) recognise();
  return { columns: columns!, all };
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a over UTF-16 units; a collision only costs a comparison. */
function hash(text: string): number {
  let value = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), FNV_PRIME);
  return value >>> 0;
}

/** Keys of all rows for one blocking, key and row in one number each, ascending: rows of a block lie side by side. */
function sortedKeys(subjects: readonly Subject[], blocking: Blocking): Float64Array {
  const packed: number[] = [];
  for (let row = 0; row < subjects.length; row++) {
    for (const key of blocking(subjects[row]!)) packed.push(hash(key) * LIMITS.dedupeRows + row);
  }
  return Float64Array.from(packed).sort();
}

/** Calls `visit` with each pair of a block: all pairs of a small one, neighbours in two orders of a large one. */
function visitBlock(
  subjects: readonly Subject[],
  block: readonly number[],
  visit: (a: number, b: number) => void,
): void {
  const size = block.length;
  if (size <= LIMITS.dedupeBlockRows) {
    for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) visit(block[i]!, block[j]!);
    return;
  }
  for (const orderBy of WITHIN_BLOCK) {
    const keyed = block.map((row) => ({ row, by: orderBy(subjects[row]!) }));
    keyed.sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : a.row - b.row));
    for (let i = 0; i < size; i++) {
      const end = Math.min(size, i + 1 + LIMITS.dedupeBlockNeighbours);
      for (let j = i + 1; j < end; j++) visit(keyed[i]!.row, keyed[j]!.row);
    }
  }
}

function visitCandidates(
  subjects: readonly Subject[],
  blocking: Blocking,
  visit: (a: number, b: number) => void,
): void {
  const keys = sortedKeys(subjects, blocking);
  let block: number[] = [];
  let current = -1;
  for (const packed of keys) {
    const row = packed % LIMITS.dedupeRows;
    const key = (packed - row) / LIMITS.dedupeRows;
    if (key !== current) {
      if (block.length > 1) visitBlock(subjects, block, visit);
      block = [];
      current = key;
    }
    if (block[block.length - 1] !== row) block.push(row);
  }
  if (block.length > 1) visitBlock(subjects, block, visit);
}

/** All pairs worth keeping, each once: those whose odds would be even if every row had a double. */
function candidateLinks(
  subjects: readonly Subject[],
  kind: SubjectKind,
  weigh: Weigh,
  onProgress: DedupeOptions['onProgress'],
): Link[] {
  const rows = subjects.length;
  const even = oddsAgainst(rows, rows);
  const found = new Map<number, Link>();
  const visit = (a: number, b: number) => {
    const evidence = weigh(a, b);
    if (evidence.bits < even || !isMoreThanName(evidence)) return;
    const [first, second] = a < b ? [a, b] : [b, a];
    found.set(first * rows + second, {
      first,
      second,
      bits: evidence.bits,
      personal: evidence.personal,
      own: evidence.own,
    });
  };
  const blockings = BLOCKINGS[kind];
  for (const [done, blocking] of blockings.entries()) {
    visitCandidates(subjects, blocking, visit);
    onProgress?.((done + 1) / blockings.length);
  }
  return [...found.values()];
}

type Weigh = (first: number, second: number) => Evidence;

/** How many bits a pair of this file needs, and the groups of rows that then are one subject. */
function settle(candidates: readonly Link[], rows: number, weigh: Weigh): readonly (readonly number[])[] {
  const doubles = candidates.filter((link) => !isHousehold(link));
  const matches = expectedMatches(
    Float64Array.from(doubles, (link) => link.bits),
    rows,
  );
  const needed = bitsNeeded(rows, matches);
  const personal = personalBitsNeeded(candidates.length - doubles.length, matches);
  const links = candidates.filter((link) => link.bits >= needed && link.personal >= personal && link.own > 0);
  const against = oddsAgainst(rows, matches);
  return groupLinks(
    links,
    (first, second) => {
      const evidence = weigh(first, second);
      return evidence.personal >= personal ? evidence.bits : Math.min(evidence.bits, 0);
    },
    against,
  );
}

async function handOut(
  groups: readonly (readonly number[])[],
  subjects: readonly Subject[],
  options: DedupeOptions,
): Promise<number> {
  let pairs = 0;
  const hand = async (a: Subject, b: Subject) => {
    pairs++;
    await options.onPair?.({ idA: a.id, idB: b.id, rule: agreedParts(a, b).join('+') || 'chain' });
  };
  for (const group of groups) {
    // A very large group is handed out as a star: every row with the first.
    const starts = group.length > LIMITS.dedupeClusterRows ? 1 : group.length;
    for (let i = 0; i < starts; i++) {
      for (let j = i + 1; j < group.length; j++) await hand(subjects[group[i]!]!, subjects[group[j]!]!);
    }
  }
  return pairs;
}

/**
 * Finds the rows that are the same subject and hands out every pair of them.
 *
 * Input: rows by header, in any number up to `LIMITS.dedupeRows`; headers are recognised by their words (`domain/match/columns.ts`).
 * Output: counts; the pairs go to `options.onPair`. Same rows, same pairs.
 * Limits: memory grows with the rows (they are compared, so they are held); time with rows × blocks, never with pairs of rows.
 * Errors: a `RangeError` beyond the row limit.
 */
export async function dedupeRows(
  rows: AsyncIterable<FileRow> | Iterable<FileRow>,
  options: DedupeOptions,
): Promise<DedupeResult> {
  const { columns, all } = await readSubjects(rows, options);
  if (all.length > LIMITS.dedupeRows) throw new RangeError(`dedupe compares at most ${LIMITS.dedupeRows} rows`);
  const weighTwo = columns.kind === 'person' ? weighPeople : weighCompanies;
  const weigh: Weigh = (first, second) => weighTwo(all[first]!, all[second]!, all.length);
  const candidates = candidateLinks(all, columns.kind, weigh, options.onProgress);
  const groups = settle(candidates, all.length, weigh);
  const pairs = await handOut(groups, all, options);
  return { rows: all.length, pairs, clusters: groups.length, kind: columns.kind, columns: columns.headers };
}
