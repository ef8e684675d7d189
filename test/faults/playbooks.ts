/** The playbooks that simulated campaigns run: small ones, each with something that has gone wrong elsewhere before. */
import type { Playbook } from '../../src/domain/playbook/playbook.ts';
import { checkPlaybook } from '../../src/playbooks/check.ts';
import { templateInspector } from '../../src/render/inspect.ts';

const OFFICE = '{ days: mon-fri, from: "09:00", to: "17:00", holidays: send, zone: UTC }';
const ALWAYS = '{ days: mon-sun, from: "00:00", to: "24:00", holidays: send, zone: UTC }';

/** Name, window, what becomes of late steps, steps. */
const WRITTEN = [
  {
    name: 'plain',
    window: OFFICE,
    late: '{ after: 24h, then: send }',
    // What colleagues do is left to the limits.
    reactions: [
      '{ on: clicked, then: hold, for: 1d }',
      '{ on: human-touch, then: carry-on }',
      '{ on: tool-touch, then: carry-on }',
    ],
    steps: ['{ kind: email, day: 0, id: a, template: a }', '{ kind: email, day: 1, id: b, template: b }'],
  },
  {
    // A person sends it back to an earlier step: the second message of `b` is another intent.
    name: 'loop',
    window: OFFICE,
    late: '{ after: 24h, then: next-window }',
    reactions: ['{ on: clicked, then: hold, for: 1d }'],
    steps: [
      '{ kind: email, day: 0, id: a, template: a }',
      '{ kind: email, day: 1, id: b, template: b }',
      '{ kind: task, day: 2, id: call, title: Call, outcomes: [b, c] }',
      '{ kind: email, day: 3, id: c, template: c }',
    ],
  },
  {
    name: 'hurried',
    window: ALWAYS,
    late: '{ after: 24h, then: send }',
    reactions: ['{ on: clicked, then: hold, for: 1d }', '{ on: "signal:hot", then: hand-off, to: sales }'],
    steps: [
      '{ kind: email, day: 0, id: a, template: a }',
      '{ kind: wait, day: 1, id: pause }',
      '{ kind: email, day: 1, id: b, template: b }',
      '{ kind: hand-off, day: 2, id: over, to: sales }',
    ],
  },
] as const;

function filesOf({ name, window, late, reactions, steps }: (typeof WRITTEN)[number]): Record<string, string> {
  const yaml = `name: ${name}
title: ${name}
score: { parts: { location: { rule: location, weight: 1, target: [US] } } }
qualify: { minScore: 0, minCoverage: 0 }
route: { hot: main, warm: main, cool: main, cold: main }
sequences:
  main:
    title: Main
    window: ${window}
    late: ${late}
    reactions:
${reactions.map((reaction) => `      - ${reaction}`).join('\n')}
    steps:
${steps.map((step) => `      - ${step}`).join('\n')}
`;
  const used = new Set([...steps.join('\n').matchAll(/template: (\w+)/g)].map(([, id]) => String(id)));
  const templates = [...used].map((id) => [
    `templates/${id}.liquid`,
    `---\nsubject: "${id} for {{ lead.firstName }}"\n---\nHello {{ lead.firstName }}\n`,
  ]);
  return { 'playbook.yaml': yaml, ...Object.fromEntries(templates) };
}

/** Reads them. Errors: throws where one of them has a finding. */
export function simulatedPlaybooks(): readonly Playbook[] {
  return WRITTEN.map((written) => {
    const { playbook, findings } = checkPlaybook(filesOf(written), { inspector: templateInspector });
    if (!playbook) throw new Error(`playbook ${written.name}: ${JSON.stringify(findings)}`);
    return playbook;
  });
}
