/** `playbook draw`: what a playbook does, drawn from its running definition. */
import { z } from 'zod';
import { graphOf } from '../../../domain/playbook/drawing/graph.ts';
import { mermaidOf } from '../../../domain/playbook/drawing/mermaid.ts';
import { svgOf } from '../../../domain/playbook/drawing/svg.ts';
import { operation, Refusal } from '../operation.ts';
import { playbookOf } from '../playbooks.ts';

const DRAWN = { mermaid: mermaidOf, svg: svgOf } as const;

/** The sequence as Mermaid or SVG; of an account campaign its nine stages. */
export const playbookDraw = operation({
  noun: 'playbook',
  verb: 'draw',
  command: 'playbook draw',
  summary: 'Draw what a playbook does, as Mermaid text or as an SVG picture, from the definition that runs',
  kind: 'local',
  input: z.strictObject({
    playbook: z.string().min(1, 'name a playbook').describe('name of a built-in playbook, or a folder'),
    sequence: z.string().optional().describe('one of its sequences; the first where left out'),
    as: z.enum(['mermaid', 'svg']).default('mermaid'),
    set: z.record(z.string(), z.string()).default({}).describe('setting=value; may be repeated'),
  }),
  output: z.object({ playbook: z.string(), sequence: z.string(), as: z.enum(['mermaid', 'svg']), drawing: z.string() }),
  positional: ['playbook', 'sequence'],
  errors: ['no-such-playbook', 'playbook-has-mistakes', 'unknown-setting', 'bad-setting', 'no-such-sequence'],
  role: 'viewer',
  scope: 'machine',
  effect: 'none',
  idempotent: true,
  examples: [
    { command: 'playbook draw acquisition', says: 'paste it into a Markdown page that knows Mermaid' },
    { command: 'playbook draw account-based --as svg', says: 'the nine stages of an account, as a picture' },
  ],
  async run({ engine }, { playbook: ref, sequence: name, as, set }) {
    const { playbook } = playbookOf(engine, ref, set);
    const names = Object.keys(playbook.sequences);
    const sequence = playbook.sequences[name ?? names[0] ?? ''];
    if (!sequence) {
      const sentence = `playbook “${playbook.name}” has no sequence “${name ?? ''}”`;
      throw new Refusal('no-such-sequence', sentence, `its sequences: ${names.join(', ')}`);
    }
    return { playbook: playbook.name, sequence: sequence.name, as, drawing: DRAWN[as](graphOf(sequence)) };
  },
  print: ({ drawing }) => drawing,
});
