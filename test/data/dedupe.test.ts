/**
 * `dedupe` on data that nobody here wrote: two FEBRL sets, Splink's fake_1000 and RLdata500. Identity numbers and all columns that
 * hold the truth are taken out first. The bars are floors; the figures of each set are printed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { dedupeRows } from '../../src/engine/capture/dedupe.ts';

type Row = Record<string, string>;

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(process.env.REKINDLE_DATA ?? join(root, '../shared/data'), 'dedupe');
const present = existsSync(folder);

function read(name: string, delimiter = ','): Row[] {
  const bytes = readFileSync(join(folder, name));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const options = {
    header: true,
    skipEmptyLines: true,
    delimiter,
    transformHeader: (header: string) => header.trim(),
  } as const;
  return Papa.parse<Row>(text, options).data;
}

const without = ({ ...row }: Row, ...columns: readonly string[]): Row => {
  for (const column of columns) delete row[column];
  return row;
};

/** Precision and recall over all pairs, with ids that say nothing and in an order that says nothing. */
async function measure(rows: readonly Row[], truth: readonly string[]) {
  const order = rows.map((_, at) => at).sort((a, b) => ((a * 7_919) % 10_007) - ((b * 7_919) % 10_007));
  const shuffled = order.map((at, place) => ({ ...rows[at]!, id: `r${place}` }));
  const subjectOf = new Map(order.map((at, place) => [`r${place}`, truth[at]!]));
  const sizes = Map.groupBy(truth, (subject) => subject);
  const all = [...sizes.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
  let right = 0;
  const { pairs } = await dedupeRows(shuffled, {
    idColumn: 'id',
    onPair: ({ idA, idB }) => {
      if (subjectOf.get(idA) === subjectOf.get(idB)) right++;
    },
  });
  return { precision: right / pairs, recall: right / all, f1: (2 * right) / (pairs + all) };
}

const show = (name: string, figures: Awaited<ReturnType<typeof measure>>) => {
  const round = Object.entries(figures).map(([key, value]) => `${key} ${value.toFixed(4)}`);
  console.info(`${name}: ${round.join(', ')}`);
  return figures;
};

// Skipped where the development data folder is absent: nobody may ship it.
describe.skipIf(!present)('dedupe on real sets', () => {
  test.each(['febrl1', 'febrl2'])('%s: F1 at least .97 at precision .995', async (name) => {
    const rows = read(`${name}.csv.gz`);
    const truth = rows.map((row) => row.rec_id!.split('-')[1]!);
    const figures = show(
      name,
      await measure(
        rows.map((row) => without(row, 'rec_id', 'soc_sec_id')),
        truth,
      ),
    );
    expect(figures.precision).toBeGreaterThanOrEqual(0.995);
    expect(figures.f1).toBeGreaterThanOrEqual(0.97);
  });

  test('fake_1000: recall at least .55 at precision .995', async () => {
    const rows = read('splink_fake_1000.csv');
    const truth = rows.map((row) => row.cluster!);
    const figures = show(
      'fake_1000',
      await measure(
        rows.map((row) => without(row, 'unique_id', 'cluster')),
        truth,
      ),
    );
    expect(figures.precision).toBeGreaterThanOrEqual(0.995);
    expect(figures.recall).toBeGreaterThanOrEqual(0.55);
  });

  test('RLdata500: F1 at least .85 at precision .995', async () => {
    const rows = read('RLdata500.tsv.gz', '\t');
    const truth = read('identity.RLdata500.tsv.gz', '\t').map((row) => Object.values(row)[0]!);
    const figures = show('RLdata500', await measure(rows, truth));
    expect(figures.precision).toBeGreaterThanOrEqual(0.995);
    expect(figures.f1).toBeGreaterThanOrEqual(0.85);
  });

  test.each([
    'date_of_birth',
    'given_name',
    'surname',
    'postcode',
  ])('febrl2 without %s: still right', async (column) => {
    const rows = read('febrl2.csv.gz');
    const truth = rows.map((row) => row.rec_id!.split('-')[1]!);
    const figures = show(
      `febrl2 without ${column}`,
      await measure(
        rows.map((row) => without(row, 'rec_id', 'soc_sec_id', column)),
        truth,
      ),
    );
    expect(figures.precision).toBeGreaterThanOrEqual(0.995);
    expect(figures.recall).toBeGreaterThanOrEqual(0.75);
  });
});
