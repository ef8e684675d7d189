/** The mutation test is itself tested: it finds the holes of a weak table, and none in a strong one. */
import { afterAll, describe, expect, test } from 'vitest';
import { hunt, reportHunt } from './hunt.ts';
import { endHunters } from './hunter.ts';
import { readDirective } from './load.ts';
import { mutantsOf } from './mutants.ts';

const FIXTURES = 'test/directives/fixtures';
const changes = (text: string) => mutantsOf('x.ts', text).map(({ from, to }) => `${from} → ${to}`);

afterAll(endHunters);

describe('mutantsOf', () => {
  test.each([
    ['const a = 3;', ['3 → 4', '3 → 2']],
    ['const a = 0;', ['0 → 1', '0 → (-1)']],
    ['const a = 0.85;', ['0.85 → 0.86', '0.85 → 0.84']],
    ['const a = 86_400_000;', ['86_400_000 → 86500000', '86_400_000 → 86300000']],
    ['const a = 7n;', ['7n → 8n', '7n → 6n']],
    ['b[0] + b[1];', []],
    ['b[2];', ['2 → 3', '2 → 1']],
    ['a ? -1 : -2;', ['a → !(a)', '2 → 3', '2 → 1']],
    ["const a = { 1: 'x' };", []],
    ['const a: boolean = (b as number) < c;', ['< → <=']],
    ['a === b; a != b; a >= b;', ['=== → !==', '!= → ==', '>= → >']],
    ['(a) && (b);', ['&& → ||']],
    ['if (a) b();', ['a → !(a)']],
    ['if (a === b) c();', ['=== → !==']],
    ['a ? b : c; while (a) b();', ['a → !(a)', 'a → !(a)']],
    ["const verdict = 'hot';", []],
  ])('%s', (text, expected) => {
    expect(changes(text)).toEqual(expected);
  });

  test('a mutant is the module with just that change, types gone', () => {
    const [mutant] = mutantsOf('x.ts', 'let a: number;\nif (a < b) c();\n');
    expect(mutant).toMatchObject({ line: 2, code: 'if (a < b) c();', from: 'a < b', to: '!(a < b)' });
    expect(mutant?.source).toBe('let a        ;\nif (!(a < b)) c();\n');
  });
});

describe('hunt', () => {
  test('finds nothing where the table is strong, and outlives a loop without end', async () => {
    const directive = readDirective(`${FIXTURES}/strong.md`);
    const found = await hunt(directive);
    expect(reportHunt(directive, found)).toEqual([]);
    expect(found.mutants).toBeGreaterThan(15);
  });

  test('names each hole of a weak table, honours an explained one and refuses a stale explanation', async () => {
    const directive = readDirective(`${FIXTURES}/weak.md`);
    const module = `${FIXTURES}/discount.ts`;
    const line = 'const discount: number = member && price >= 100 ? 0.1 : 0;';
    expect([...reportHunt(directive, await hunt(directive))].sort()).toEqual(
      [
        `no row of ${directive.path} notices that ${module}:7 \`&&\` becomes \`||\` in: ${line}`,
        `no row of ${directive.path} notices that ${module}:7 \`>=\` becomes \`>\` in: ${line}`,
        `no row of ${directive.path} notices that ${module}:7 \`100\` becomes \`101\` in: ${line}`,
        `no row of ${directive.path} notices that ${module}:7 \`100\` becomes \`99\` in: ${line}`,
        `no row of ${directive.path} notices that ${module}:13 \`1\` becomes \`2\` in: let power = 1;`,
        `no row of ${directive.path} notices that ${module}:14 \`2\` becomes \`3\` in: while (power * 2 <= limit) power *= 2;`,
        `${directive.path}:13: "price >= 100" is noticed by now: delete this line`,
      ].sort(),
    );
  });

  test('refuses a directive whose rows fail as they stand', async () => {
    const directive = readDirective(`${FIXTURES}/wrong.md`);
    await expect(hunt(directive)).rejects.toThrow('some row fails as it stands');
  });
});
