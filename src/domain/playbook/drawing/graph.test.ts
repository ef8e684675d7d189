/** What is drawn is what runs: the stages of an account, the steps of a lead, each once, each way to a stage that is there. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../../test/tidy/tree.ts';
import { readPlaybook } from '../../../playbooks/folder.ts';
import { templateInspector } from '../../../render/inspect.ts';
import type { Playbook, Sequence } from '../playbook.ts';
import { graphOf } from './graph.ts';
import { mermaidOf } from './mermaid.ts';
import { svgOf } from './svg.ts';

const QUOTE = `#${'"'.charCodeAt(0)};`;
const BUILT_IN = ['account-based', 'acquisition', 'bank-term-deposit'];

function playbookOf(name: string, settings = {}): Playbook {
  const { playbook } = readPlaybook(join(ROOT, 'playbooks', name), { inspector: templateInspector, settings });
  if (!playbook) throw new Error(`${name} has mistakes`);
  return playbook;
}

const sequencesOf = (name: string) =>
  Object.values(playbookOf(name).sequences).map((one) => [name, one.name, one] as const);

describe.each(BUILT_IN.flatMap(sequencesOf))('%s, %s', (_, __, sequence) => {
  const graph = graphOf(sequence);
  const ids = graph.stages.map(({ id }) => id);

  test('every way leads from a stage to a stage, and each stage but the first is come to', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(graph.ways.filter(({ from, to }) => !ids.includes(from) || !ids.includes(to))).toEqual([]);
    expect(ids.slice(1).filter((id) => !graph.ways.some(({ to }) => to === id))).toEqual([]);
  });

  test('both pictures show every line', () => {
    const svg = svgOf(graph);
    for (const line of graph.stages.flatMap(({ lines }) => lines)) {
      expect(svg).toContain(`>${line.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</text>`);
      expect(mermaidOf(graph)).toContain(line.replace(/[#"<>&]/g, (sign) => `#${sign.charCodeAt(0)};`));
    }
    expect(svg.match(/<rect /g)).toHaveLength(ids.length);
    expect(svg.match(/marker-end/g)).toHaveLength(graph.ways.length);
  });
});

test('an account has nine stages, which say what its settings are', () => {
  const { account } = playbookOf('account-based', { touchpoints: 4 }).sequences as Record<string, Sequence>;
  const { stages } = graphOf(account as Sequence);
  expect(stages.map(({ lines }) => lines[0])).toEqual([
    'Begin',
    'Check conflicts',
    'Select contact',
    'Select channel',
    'Make message',
    'Make touchpoint',
    'Evaluate response',
    'Schedule next',
    'Complete',
  ]);
  expect(stages.at(-1)?.lines[1]).toBe('4 touchpoints, or closed by a person');
});

test('a lead has its steps: branches part, what is not reached by phone goes elsewhere', () => {
  const base = { day: 1, when: null, variants: [{ template: 'a & b', weight: 1 }] };
  const { sequences } = playbookOf('acquisition');
  const steps: Sequence['steps'] = [
    { kind: 'branch', id: 'ask', day: 0, when: 'lead.title == "CEO"', then: 'mail', otherwise: 'text' },
    { kind: 'sms', id: 'text', ...base, otherwise: 'ring' },
    { kind: 'email', id: 'mail', ...base },
    { kind: 'task', id: 'ring', day: 2, when: null, title: 'Ring', outcomes: ['mail', 'won'] },
    { kind: 'goal', id: 'won', day: 3, when: 'true' },
  ];
  const graph = graphOf({ ...(Object.values(sequences)[0] as Sequence), steps });
  expect(graph.ways.map(({ from, to, says }) => `${from} ${to} ${says}`.trim())).toEqual([
    'ask mail yes',
    'ask text no',
    'text mail',
    'text ring may not be reached by phone',
    'mail ring',
    'ring mail mail',
    'ring won won',
    'won end reached',
  ]);
  expect(mermaidOf(graph)).toContain(`s0{{"Day 0: branch<br>lead.title == ${QUOTE}CEO${QUOTE}"}}`);
  expect(svgOf(graph)).toContain('a &#38; b');
});
