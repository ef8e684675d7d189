/** What a simulation tried, taken over into a draft, is the playbook that was lived through: the same by its hash. */
import { hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { MAIN } from '../../app/src/editor/places.ts';
import { taken } from '../../app/src/editor/take.ts';
import { withOwnHash } from '../../src/domain/playbook/assemble.ts';
import { trialOf } from '../../src/domain/playbook/trial/trial.ts';
import { type TrialKind, trialValues } from '../../src/domain/playbook/trial/values.ts';
import { playbookReader } from '../../src/playbooks/folder.ts';
import { templateInspector } from '../../src/render/inspect.ts';
import { RELEASE } from '../thorough.ts';
import { ROOT } from '../tidy/tree.ts';

const sources = playbookReader(templateInspector, (name) => join(ROOT, 'playbooks', name));
const NAMES = readdirSync(join(ROOT, 'playbooks'), { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? [one.name] : [],
);
const OTHER: Readonly<Record<TrialKind, readonly string[]>> = {
  wait: ['0d', '4d', '11d'],
  gap: ['0h', '30h', '2d'],
  time: ['09:30', '10:15'],
  days: ['mon-thu', 'tue,wed', 'sat'],
  holidays: ['skip', 'send'],
  cap: ['none', '2', '40'],
};

test.each(NAMES)('%s: any values that can be tried are written in their places, to the same playbook', (name) => {
  const files = sources.playbookFiles(name);
  const { playbook } = sources.checkFiles(files, {}, name);
  if (!playbook) throw new Error(`${name} has mistakes`);
  const values = trialValues(playbook).filter(({ name: one }) => !one.endsWith('.to'));
  const picked = fc.uniqueArray(fc.constantFrom(...values), { maxLength: 6, selector: (one) => one.name });
  fc.assert(
    fc.property(picked, fc.nat(), (chosen, seed) => {
      const set = Object.fromEntries(chosen.map((one, at) => [one.name, textFor(one, seed + at)]));
      const tried = trialOf(playbook, set);
      if ('problems' in tried) throw new Error(JSON.stringify(tried.problems));
      const { text, left } = taken(files, set);
      expect(left).toEqual([]);
      const read = sources.checkFiles({ ...files, [MAIN]: text }, {}, name);
      expect(read.findings).toEqual([]);
      const lived = withOwnHash(tried.playbook, (words) => hash('sha256', words));
      expect(read.playbook?.hash).toBe(lived.hash);
      // Comments stay.
      expect(comments(text)).toEqual(comments(files[MAIN] ?? ''));
    }),
    { numRuns: RELEASE ? 40 : 4 },
  );
});

function textFor({ kind, value }: { readonly kind: TrialKind; readonly value: string }, seed: number): string {
  if (kind === 'wait' && value.endsWith('h')) return '30h';
  const others = OTHER[kind];
  return others[seed % others.length] ?? value;
}

const comments = (text: string) => text.split('\n').flatMap((line) => /^ *#.*$/.exec(line) ?? []);

test('what is not of the file is left, and told; a day that keeps a name others lead to keeps it', () => {
  const main = `name: x
sequences:
  hot: # ours
    steps:
      - { kind: email, day: 0, template: a }
      - { kind: branch, day: 1, when: "true", then: email-3, otherwise: email-0 }
      - { kind: email, day: 3, template: b }
`;
  const { text, left } = taken(
    { [MAIN]: main },
    {
      'steps.hot.branch-1.wait': '2d',
      'steps.hot.gone.wait': '2d',
      'workspace.email.campaignDay': '4',
      'sequences.cold.minGap': '2d',
    },
  );
  expect(left).toEqual(['workspace.email.campaignDay', 'sequences.cold.minGap', 'steps.hot.gone.wait']);
  expect(text).toContain('{ kind: branch, day: 2, when: "true", then: email-3, otherwise: email-0, id: branch-1 }');
  expect(parse(text).sequences.hot.steps[2]).toEqual({ kind: 'email', day: 4, template: 'b', id: 'email-3' });
  expect(text).toContain('hot: # ours');
});
