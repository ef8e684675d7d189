/** The hours of the five playbooks, as they are written in them, by another calendar than the engine's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { localTime } from '../faults/audit/local-time.ts';
import { ROOT } from '../tidy/tree.ts';

interface Hours {
  readonly days: string;
  readonly from: string;
  readonly to: string;
}

const HOURS = new Map<string, Hours>();
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Whether a moment lies within the hours of a playbook. All sequences of one have the same. */
export function isLocalWindow(at: number, zone: string, playbook: string): boolean {
  const { days, from, to } = hoursOf(playbook);
  const [first = '', last = first] = days.split('-');
  const { weekday, minute } = localTime(at, zone);
  const isDay = weekday > DAYS.indexOf(first) && weekday <= DAYS.indexOf(last) + 1;
  return isDay && minute >= minutesOf(from) && minute < minutesOf(to);
}

function hoursOf(playbook: string): Hours {
  const known = HOURS.get(playbook);
  if (known) return known;
  const { sequences } = parse(readFileSync(join(ROOT, 'playbooks', playbook, 'playbook.yaml'), 'utf8')) as {
    readonly sequences: Readonly<Record<string, { readonly window: Hours }>>;
  };
  const all = Object.values(sequences).map(({ window }) => window);
  const [hours] = all;
  if (!hours || all.some((other) => JSON.stringify(other) !== JSON.stringify(hours)))
    throw new Error(`the sequences of ${playbook} have different hours`);
  HOURS.set(playbook, hours);
  return hours;
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
