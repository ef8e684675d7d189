/** Whoever is scored higher is begun with first: with few places a day the best of a list hear from us this week, and not by chance. */
import { afterEach, expect, test } from 'vitest';
import { NO_LIMITS } from '../../src/domain/consent/pace/send-limits.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, SENDER, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MIDNIGHT = Date.parse('2026-03-02T00:00:00Z');
const LIMITS = { ...NO_LIMITS, email: { ...NO_LIMITS.email, senderDay: 2 } };

/** Scores of the small playbook: US and Software 1, US alone .72, Software alone .28, neither 0. */
const PEOPLE = ['cold1,GB,Farming', 'cool1,GB,Software', 'warm1,US,Farming', 'hot1,US,Software', 'hot2,US,Software'];

async function takeIn(rows: readonly string[], name: string): Promise<void> {
  const lines = rows.map((row) => row.replace(/^\w+/, (who) => `${who},${who}@${who}.example`));
  const file = stage.file(name, `First Name,Email,Country,Industry\n${lines.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  await stage.run('assess');
}

async function campaign(people: readonly string[]): Promise<void> {
  stage = await openStage({ start: MIDNIGHT, limits: LIMITS });
  const window = 'days: mon-sun, from: "09:00", to: "17:00", holidays: send, zone: UTC';
  const playbook = writePlaybook(stage.folder, { name: 'paced', window });
  await stage.run('campaign create', { ...SENDER, name: 'paced', playbook });
  await takeIn(people, 'people.csv');
  await stage.run('campaign launch');
}

/** Who was written to on a day of March. */
function writtenOn(day: number): string[] {
  const from = MIDNIGHT + (day - 2) * DAY_MS;
  return stage
    .sql(`SELECT recipient FROM message WHERE sent_at BETWEEN ${from} AND ${from + DAY_MS} ORDER BY recipient`)
    .map(({ recipient }) => String(recipient).replace(/@.*/, ''));
}

test('the hottest are begun with, whatever the order of the file', async () => {
  await campaign(PEOPLE);
  await stage.liveUntil(MIDNIGHT + 3 * DAY_MS);
  expect([2, 3, 4].map(writtenOn)).toEqual([['hot1', 'hot2'], ['cool1', 'warm1'], ['cold1']]);
});

test('whoever comes later and is hotter goes before those who wait', async () => {
  await campaign(PEOPLE);
  await stage.liveUntil(MIDNIGHT + 20 * HOUR_MS);
  await takeIn(['hot3,US,Software'], 'later.csv');
  await stage.liveUntil(MIDNIGHT + 3 * DAY_MS);
  expect([3, 4].map(writtenOn)).toEqual([
    ['hot3', 'warm1'],
    ['cold1', 'cool1'],
  ]);
});

test('whoever is known better while waiting takes the place of the new score', async () => {
  await campaign(['hot1,US,Software', 'warm1,US,Farming', 'carl,GB,Farming', 'dora,GB,']);
  await stage.liveUntil(MIDNIGHT + 20 * HOUR_MS);
  await takeIn(['hot2,US,Software', 'dora,GB,Software'], 'better.csv');
  await stage.liveUntil(MIDNIGHT + 3 * DAY_MS);
  expect([2, 3, 4].map(writtenOn)).toEqual([['hot1', 'warm1'], ['dora', 'hot2'], ['carl']]);
});
