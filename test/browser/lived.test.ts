/** A run of a simulation as it tells itself on its way, against what it was in the end. */
import { afterEach, expect, test } from 'vitest';
import { livedOn, NOTHING_LIVED } from '../../app/src/screens/simulation/lived.ts';
import { runOperation } from '../../src/engine/operations/run.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage } from '../pipeline/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

test('its days add up to the messages of the days that are over', async () => {
  stage = await openStage();
  const rows = Array.from({ length: 9 }, (_, n) => `Ann${n},ann${n}@acme${n}.example,US,Software`);
  const file = stage.file('leads.csv', `First Name,Email,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 3, 7] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  let lived = NOTHING_LIVED;
  const signal = new AbortController().signal;
  const context = { engine: stage.engine, workspaceId: 'main', actor: 'test', signal, note: () => undefined };
  const progress = (told: Parameters<typeof livedOn>[1]) => {
    lived = livedOn(lived, told);
  };
  const wish = { campaign: 'spring', for: '20d', start: '2026-03-04T00:00:00Z', assume: { replied: 0.2 } };
  const operation = operationOf('simulate');
  if (!operation) throw new Error('there is no simulation');
  const { byDay } = (await runOperation({ ...context, progress }, operation, wish)) as {
    byDay: Readonly<Record<string, number>>;
  };
  const told = Object.fromEntries(
    lived.byDay.flatMap((n, day) => (n === 0 ? [] : [[`2026-03-${String(4 + day).padStart(2, '0')}`, n]])),
  );
  const last = `2026-03-${String(4 + (lived.day ?? 0)).padStart(2, '0')}`;
  const over = (days: Readonly<Record<string, number>>) => Object.entries(days).filter(([day]) => day < last);
  expect(over(told)).toEqual(over(byDay));
  expect(told[last] ?? 0).toBeLessThanOrEqual(byDay[last] ?? 0);
  expect(Object.keys(told).length).toBeGreaterThan(1);
});
