/** Runs a row of lateness.md. */
import type { Lateness, Sequence, Step } from '../src/domain/playbook/playbook.ts';
import { latenessOf, whenLate } from '../src/domain/sequence/lateness.ts';
import { instantOf, wallText } from './wall-clock.ts';

interface Row {
  readonly due?: string;
  readonly policy?: string;
  readonly now?: string;
  readonly days?: readonly number[];
  readonly 'of sequence'?: string;
  /** The step's own; `none` = there is no step. */
  readonly own?: string;
}

const BERLIN = 'Europe/Berlin';

export function run(row: Row): Readonly<Record<string, string | undefined>> {
  if (row['of sequence'] !== undefined)
    return { policy: textOf(latenessOf(sequenceOf(row['of sequence']), stepOf(row))) };
  const window = { days: row.days ?? [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1020, skipHolidays: true };
  const answer = whenLate(
    latenessIn(row.policy ?? ''),
    { window: { ...window, fallbackZone: 'UTC' } },
    {
      dueAt: instantOf(row.due ?? '', BERLIN),
      now: instantOf(row.now ?? '2026-06-03T10:00', BERLIN),
      zone: BERLIN,
      country: 'DE',
      region: null,
    },
  );
  if (answer.kind !== 'wait') return { becomes: answer.kind };
  return { becomes: answer.kind, at: answer.at === null ? 'never' : wallText(answer.at, BERLIN) };
}

function stepOf({ own }: Row): Step | undefined {
  if (own === 'none') return undefined;
  const step: Step = { id: 'hello', day: 0, when: null, kind: 'email', variants: [] };
  return own === undefined ? step : { ...step, late: latenessIn(own) };
}

function sequenceOf(late: string): Sequence {
  return { late: latenessIn(late) } as Sequence;
}

function latenessIn(text: string): Lateness {
  const [hours, then] = text.split(' ');
  return Object.assign({ afterHours: Number(hours) }, Object.fromEntries([['then', then]])) as unknown as Lateness;
}

function textOf(policy: Lateness): string {
  return `${policy.afterHours} ${policy.then}`;
}
