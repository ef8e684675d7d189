/**
 * The bundled example is made from the real file by its script, byte for byte. Data: the Bank Marketing set in the development
 * data folder, found by REKINDLE_DATA or beside the repository; skipped where it is absent.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = process.env.REKINDLE_DATA ?? join(ROOT, '..', 'shared', 'data');
const SOURCE = join(FOLDER, 'scoring/bank-full.csv.gz');

// Skipped where the data folder is absent.
test.skipIf(!existsSync(SOURCE))(
  'examples/bank/customers.csv is what scripts/make-example.ts makes of the real file',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'rekindle-example-'));
    const out = join(folder, 'customers.csv');
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'make-example.ts'), SOURCE, out]);
    const made = readFileSync(out, 'utf8');
    rmSync(folder, { recursive: true });
    expect(made === readFileSync(join(ROOT, 'examples', 'bank', 'customers.csv'), 'utf8')).toBe(true);
  },
);
