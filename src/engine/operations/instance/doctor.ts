/** `doctor`: everything that keeps mails from leaving or arriving, with what mends it. */
import { z } from 'zod';
import { examine, type Symptom } from '../../instance/doctor.ts';
import { workspaceOf } from '../find.ts';
import { operation } from '../operation.ts';

const Output = z.object({
  healthy: z.boolean(),
  symptoms: z.array(
    z.object({
      check: z.string(),
      verdict: z.enum(['ok', 'weak', 'bad', 'unknown']),
      says: z.string(),
      remedy: z.string(),
      publish: z.object({ name: z.string(), type: z.string(), value: z.string() }).nullable(),
    }),
  ),
});
type Examined = z.output<typeof Output>;

/** `doctor`. */
export const doctor = operation({
  noun: 'doctor',
  verb: 'examine',
  command: 'doctor',
  summary:
    'Look at database, clock, public address, DNS of the senders, connections and late work, with what mends each',
  kind: 'query',
  input: z.strictObject({}),
  output: Output,
  positional: [],
  errors: [],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    { command: 'doctor', says: 'the record to publish stands beside what is wrong; exit 1 while something is bad' },
  ],
  async run(context) {
    const symptoms = await examine(context.engine, await workspaceOf(context));
    return { healthy: symptoms.every(({ verdict }) => verdict !== 'bad'), symptoms: symptoms.map(shown) };
  },
  print: printed,
  failed: ({ healthy }) => !healthy,
});

function shown({ publish, ...symptom }: Symptom): Examined['symptoms'][number] {
  return { ...symptom, publish: publish && { ...publish } };
}

const MARKS = { ok: '✓', weak: '!', bad: '✗', unknown: '?' } as const;

function printed({ symptoms }: Examined): string {
  const lines = symptoms.flatMap(({ check, verdict, says, remedy, publish }) => [
    `${MARKS[verdict]} ${check}: ${says}`,
    ...(remedy === '' ? [] : [`    → ${remedy}`]),
    ...(publish === null ? [] : [`    ${publish.name}  ${publish.type}  ${publish.value}`]),
  ]);
  const bad = symptoms.filter(({ verdict }) => verdict === 'bad').length;
  return `${[...lines, bad === 0 ? 'Nothing is bad.' : `To be mended: ${bad}.`].join('\n')}\n`;
}
