/** Runs a row of routine-cron.md. A field that takes every value is left out, so that a row shows what limits. */
import { readCron } from '../src/domain/routine/cron.ts';

interface Row {
  readonly text: string;
}

/** The fields of the schedule as far as they limit; `ok` = it is one. */
export function run({ text }: Row): Record<string, unknown> {
  const cron = readCron(String(text ?? ''));
  if (!cron) return { ok: false };
  const limited = { minutes: 60, hours: 24, dates: 31, months: 12, weekdays: 7 } as const;
  const fields = (Object.keys(limited) as (keyof typeof limited)[]).flatMap((name) =>
    cron[name].length === limited[name] ? [] : [[name, cron[name]] as const],
  );
  return { ...Object.fromEntries(fields), either: cron.eitherDay, ok: true };
}
