import { expect, test } from 'vitest';
import { z } from 'zod';
import { readShape } from '../playbook/format/shape.ts';
import { rubricSchema, STANDARD_WEIGHTS } from './rubric-schema.ts';

const section = (parts: object) => ({ parts });
const problems = (data: unknown) =>
  readShape(rubricSchema, data).problems.map(({ message, remedy }) => `${message} | ${remedy}`);

test('a section as a playbook writes it becomes a rubric, with the usual weights and bounds', () => {
  const rubric = rubricSchema.parse(
    section({
      size: { rule: 'companySize', target: 'small' },
      industry: { rule: 'industry', target: ['Software'], weight: 2 },
      outcome: { half: 'opportunity', weight: 0.3, points: 'attributes.poutcome == "success" ? 1.0 : 0.2' },
      ready: { rule: 'intent' },
    }),
  );
  expect(rubric).toEqual({
    parts: [
      { kind: 'standard', name: 'size', rule: 'companySize', target: ['small'], half: 'icp', weight: 0.25 },
      {
        kind: 'standard',
        name: 'industry',
        rule: 'industry',
        target: { wanted: ['Software'], related: [] },
        half: 'icp',
        weight: 2,
      },
      {
        kind: 'expression',
        name: 'outcome',
        half: 'opportunity',
        weight: 0.3,
        points: 'attributes.poutcome == "success" ? 1.0 : 0.2',
      },
      { kind: 'standard', name: 'ready', rule: 'intent', target: null, half: 'opportunity', weight: 0.3 },
    ],
    tiers: { hot: 0.85, warm: 0.65, cool: 0.4 },
    intentBoost: { enabled: true, from: 0.5, add: 0.15 },
    intent: { domains: {} },
  });
});

test('the usual weights of each half add up to 1', () => {
  for (const half of ['icp', 'opportunity']) {
    const weights = Object.values(STANDARD_WEIGHTS).filter((usual) => usual.half === half);
    expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 10);
  }
});

test.each([
  [section({ a: { rule: 'companySise', target: ['small'] } }), /parts\.a\.rule.*companySise.*companySize/s],
  [section({ a: { rule: 'companySize', target: ['tiny'] } }), /parts\.a\.target/],
  [section({ a: { half: 'icp', weight: 1 } }), /parts\.a\.points: this is missing/],
  [section({ a: { half: 'icp', weight: 0, points: '1.0' } }), /parts\.a\.weight: 0 is out of range/],
  [section({ a: { rule: 'revenue', target: {} } }), /no bound \| Give min, max or both/],
  [section({ a: { rule: 'location', target: ['Germany'] } }), /parts\.a\.target/],
  [section({}), /there is no part/],
  [{ ...section({ a: { rule: 'timeline' } }), tiers: { hot: 0.5 } }, /not in order \| hot must be above warm/],
])('%j is refused with what to do', (data, expected) => {
  expect(problems(data).join('\n')).toMatch(expected);
});

test('editors get a JSON schema of it', () => {
  const schema = z.toJSONSchema(rubricSchema, { io: 'input', unrepresentable: 'any' });
  expect(JSON.stringify(schema)).toContain('"companyStage"');
});
