/** What the doctor found as text, for whoever is asked for help: the report of the instance, which tells no secret, and nothing else. */
import type { Examined } from './symptoms.tsx';

const MARKS = { ok: '✓', weak: '!', bad: '✗', unknown: '?' } as const;

/** As `rekindle doctor` prints it, under when it was asked. */
export function reportOf({ symptoms }: Examined, at: string): string {
  const lines = symptoms.flatMap(({ check, verdict, says, remedy, publish }) => [
    `${MARKS[verdict]} ${check}: ${says}`,
    ...(remedy === '' ? [] : [`    → ${remedy}`]),
    ...(publish === null ? [] : [`    ${publish.name}  ${publish.type}  ${publish.value}`]),
  ]);
  return [`rekindle doctor, ${at}`, ...lines, ''].join('\n');
}
