/**
 * The operation `demo`: the main job from a file of leads to delivered messages, on virtual time, on this machine alone.
 * Owns how it is called; what happens is `run.ts`, which is loaded when it runs, for it brings every room with it.
 */
import { z } from 'zod';
import { operation } from '../engine/operations/operation.ts';
import type { DemoFigures } from './figures.ts';
import type { Look } from './page.ts';
import { type DemoWish, demoInput } from './wish.ts';

/** The operation; `look` is what the terminal can show. */
export function demoOperation(look: Look) {
  return operation<'demo', DemoWish, DemoFigures, unknown>({
    noun: 'engine',
    verb: 'demo',
    command: 'demo',
    summary: 'See the whole job in under a minute, from a file to explained and delivered messages; nothing leaves',
    kind: 'local',
    input: demoInput as z.ZodType<DemoWish>,
    output: z.custom<DemoFigures>(),
    positional: [],
    errors: ['file-not-found', 'not-a-table', 'no-such-playbook', 'playbook-has-mistakes'],
    role: 'viewer',
    scope: 'machine',
    effect: 'none',
    idempotent: true,
    examples: [
      { command: 'demo', says: 'on two thousand rows of real data that come with Rekindle' },
      { command: 'demo --file leads.csv --basis legitimate-interest', says: 'the same, dry, on a file of yours' },
    ],
    async run(context, wish) {
      const { runDemo } = await import('./run.ts');
      return runDemo(context, wish, look);
    },
    print: () => '',
    failed: ({ ok }) => !ok,
  });
}
