/**
 * A process of its own that lives through a short quarter under one fault, or none, and prints a line of JSON: the digest and the rules that
 * were broken. Started by the test. Argument: the name of the fault; none = none.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mutated } from '../faults/mutation.ts';
import { ROOT } from '../tidy/tree.ts';
import { BREAKING, REORDERING } from './faults.ts';

const SHORT = { leads: 200, seed: 7, stepMinutes: 180, upkeep: '0 7 * * *' };
const DAYS = 40;
const [name] = process.argv.slice(2);
const fault = [...BREAKING.map(([, one]) => one), REORDERING].find((one) => one.name === name);
if (name !== undefined && !fault) throw new Error(`there is no fault “${name}”`);

registerHooks({
  load(url, context, next) {
    const edits = fault?.edits.filter(({ file }) => pathToFileURL(join(ROOT, file)).href === url) ?? [];
    if (edits.length === 0) return next(url, context);
    const source = edits.reduce(mutated, readFileSync(new URL(url), 'utf8'));
    return { format: 'module-typescript', source, shortCircuit: true };
  },
});

const { liveQuarter } = await import('./quarter.ts');
const { digest, broken } = await liveQuarter(SHORT, DAYS);
process.stdout.write(`${JSON.stringify({ digest, rules: [...new Set(broken.map(({ rule }) => rule))] })}\n`);
