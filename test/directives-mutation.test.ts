/**
 * A table that cannot fail proves nothing. Every number, comparison and branch of each directive's rule is changed, one
 * at a time, and some row must fail each time (`npm run check` tries half of them, before a release all). A change that truly makes no difference is explained in the directive:
 *
 *     ## Equivalent mutants
 *     - `if (rank > best)`: `>` becomes `>=`. Two titles of the same rank have the same points.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { directiveMutants, hunt, reportHunt } from './directives/hunt.ts';
import { endHunters } from './directives/hunter.ts';
import { directivePaths, readDirective } from './directives/load.ts';
import { RELEASE, THOROUGH } from './thorough.ts';

const LIMIT_MS = 120_000;
/** Mutants of one directive where not all are tried. */
const ABOUT = 3;

afterAll(endHunters);

describe.concurrent('every change of a rule is noticed by its table', () => {
  for (const path of directivePaths()) {
    test(path, { timeout: LIMIT_MS }, async () => {
      const directive = readDirective(path);
      const step = RELEASE ? 1 : THOROUGH ? 3 : Math.ceil(directiveMutants(directive).length / ABOUT);
      expect(reportHunt(directive, await hunt(directive, step))).toEqual([]);
    });
  }
});
