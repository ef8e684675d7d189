import { describe, expect, test } from 'vitest';
import { describeMismatch, parseDirective, runRow } from './directive.ts';

const FRONT = '---\nrule: src/domain/score/tier.ts#tierOf\n---\n# Tiers\n\n';
const read = (body: string) => parseDirective('directives/tier.md', `${FRONT}${body}`);

describe('parseDirective', () => {
  test('reads cells as JSON where they are JSON, else as text, and leaves empty ones out', () => {
    const { rows, title, rules } = read(
      '| case | score | lead.title | lead.tags | note | → tier |\n|---|--:|---|---|---|---|\n| a | 0.85 | VP, Sales | ["x"] | | hot |\n',
    );
    expect(title).toBe('Tiers');
    expect(rules).toEqual([{ module: 'src/domain/score/tier.ts', name: 'tierOf' }]);
    expect(rows).toEqual([
      {
        id: 'a',
        line: 8,
        input: { score: 0.85, lead: { title: 'VP, Sales', tags: ['x'] } },
        expected: [['tier', 'hot']],
        short: '0.85, VP, Sales, ["x"] → hot',
      },
    ]);
  });

  test('takes several tables, a bar inside a cell, and leaves prose tables and fenced code alone', () => {
    const { rows } = read(
      '| word | meaning |\n|---|---|\n| hot | soon |\n\n| case | a | → b |\n|---|---|---|\n| one | x \\| y | 1 |\n\n' +
        '```\n| case | a | → b |\n|---|---|---|\n| no | 1 | 1 |\n```\n\n| case | c | → d |\n|---|---|---|\n| two | | 2 |\n',
    );
    expect(rows.map(({ id, input }) => [id, input])).toEqual([
      ['one', { a: 'x | y' }],
      ['two', {}],
    ]);
  });

  test('takes several rules', () => {
    const text = '---\nrules:\n  - a.ts#one\n  - b.ts#two\n---\n# T\n| case | → b |\n|---|---|\n| x | 1 |\n';
    expect(parseDirective('d.md', text).rules.map(({ module }) => module)).toEqual(['a.ts', 'b.ts']);
  });

  test.each([
    ['no front matter', '# T\n', /^d\.md:1: must open with front matter/],
    ['no rule', '---\na: 1\n---\n# T\n', /^d\.md:2: names no rule/],
    ['a rule without function', '---\nrule: a.ts\n---\n# T\n', /^d\.md:2: "a\.ts" is not of the form/],
    ['no title', '---\nrule: a.ts#b\n---\ntext\n', /^d\.md:4: has no title/],
    ['no case', '---\nrule: a.ts#b\n---\n# T\n', /has no case/],
  ])('%s is an error with its line', (_name, text, message) => {
    expect(() => parseDirective('d.md', text)).toThrow(message);
  });

  test.each([
    [
      'a row that expects nothing',
      '| case | a | → b |\n|---|---|---|\n| x | 1 | |\n',
      /tier\.md:8: case "x" expects nothing/,
    ],
    [
      'a missing cell',
      '| case | a | → b |\n|---|---|---|\n| x | 1 |\n',
      /tier\.md:8: has 2 cells, its table 3 columns/,
    ],
    ['a missing id', '| case | a | → b |\n|---|---|---|\n| | 1 | 2 |\n', /tier\.md:8: the row has no case id/],
    [
      'an id used twice',
      '| case | → b |\n|---|---|\n| x | 1 |\n| x | 2 |\n',
      /tier\.md:9: case "x" is already on line 8/,
    ],
    ['a table without →', '| case | a |\n|---|---|\n| x | 1 |\n', /tier\.md:6: the table expects nothing/],
    ['a table without case', '| Case | → a |\n|---|---|\n| x | 1 |\n', /tier\.md:6: the first column/],
    ['a column twice', '| case | a | a | → b |\n|---|---|---|---|\n| x | 1 | 1 | 2 |\n', /column "a" is there twice/],
  ])('%s is an error with its line', (_name, body, message) => {
    expect(() => read(body)).toThrow(message);
  });

  test('reads equivalent mutants, and refuses one without a reason', () => {
    const table = '| case | → b |\n|---|---|\n| x | 1 |\n\n## Equivalent mutants\n';
    expect(read(`${table}- \`if (a < b)\`: \`<\` becomes \`<=\`. Equal ones are merged before.\n`).equivalents).toEqual(
      [{ line: 11, fragment: 'if (a < b)', from: '<', to: '<=', reason: 'Equal ones are merged before.' }],
    );
    expect(() => read(`${table}- \`if (a < b)\`: \`<\` becomes \`<=\`.\n`)).toThrow(/tier\.md:11: write/);
  });
});

describe('runRow', () => {
  const row = (cells: string) =>
    read(`| case | in | → out.deep | → gone |\n|---|---|---|---|\n| x |${cells}\n`).rows[0]!;

  test('holds where the output has the expected fields and lacks the empty ones', async () => {
    expect(await runRow(row(' 1 | {"a":1} | |'), () => ({ out: { deep: { a: 1, b: undefined } }, more: 2 }))).toEqual(
      [],
    );
  });

  test('names the column that came out otherwise, and a field that should be absent', async () => {
    const mismatches = await runRow(row(' 1 | 2 | |'), async () => ({ out: { deep: '2' }, gone: null }));
    expect(mismatches.map(describeMismatch)).toEqual([
      '→ out.deep: expected 2, got "2"',
      '→ gone: expected nothing, got null',
    ]);
  });

  test('hands the input over as a copy and refuses an output that is no object', async () => {
    const one = row(' [1] | 1 | |');
    await expect(runRow(one, () => 'hot')).rejects.toThrow('run() gave hot');
    await runRow(one, ((input: { in: number[] }) => ({ out: input.in.push(2) })) as never);
    expect(one.input).toEqual({ in: [1] });
  });
});
