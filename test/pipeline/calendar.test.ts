/** When people of a place may be reached, as the command tells it: by its output, on a terminal, and where there is no such place. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { COMMAND_LINES } from '../../src/cli/help.ts';
import { type CommandLineParts, runCommandLine } from '../../src/cli/run.ts';
import { allOperations, operationOf } from '../../src/engine/operations/table.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ start: Date.parse('2026-12-20T12:00:00Z'), operations: allOperations });
});
afterEach(() => stage.close());

test('hours are told by the clock there, a day on which nobody may be called as none, holidays from today on', async () => {
  expect(await stage.run('calendar show', { country: 'es', limit: 1 })).toMatchObject({
    ...{ country: 'ES', region: null, weekend: [6, 7] },
    calls: { weekday: ['09:00-21:00'], saturday: [], sunday: [], holiday: [], law: expect.stringContaining('96.2') },
    holidays: [{ day: '2026-12-25', name: 'Christmas Day' }],
  });
  const { attempts } = await stage.run('calendar show', { country: 'FR', limit: 0 });
  expect(attempts).toEqual({ day: null, month: 4, law: expect.stringContaining('223-9') });
});

test('who names no country is told how one is written', async () => {
  expect(await stage.run('calendar show', { country: 'QQ' }).catch((error: unknown) => error)).toMatchObject({
    code: 'no-such-country',
    remedy: expect.stringContaining('two letters'),
  });
});

test('on a terminal each day has its line, and the prompt after it its own', async () => {
  const out: string[] = [];
  const code = await runCommandLine(
    ['calendar', 'show', 'US', 'Florida', '--limit', '1'],
    {
      commands: COMMAND_LINES,
      operationOf: operationOf as CommandLineParts['operationOf'],
      version: '0',
      openEngine: async () => ({ engine: stage.engine, workspaceId: 'main', close: async () => undefined }),
    },
    {
      ...{ out: (text: string) => void out.push(text), err: () => undefined },
      ...{ isTerminal: false, signal: new AbortController().signal },
    },
  );
  expect(code).toBe(0);
  expect(out.join('')).toBe(`US-FL: America/New_York, America/Chicago
Texts and calls, by the clock there (Fla. Stat. 501.616(6)(a)):
  weekday   08:00-20:00
  saturday  08:00-20:00
  sunday    08:00-20:00
  holiday   as any other day
At most 3 in any 24 hours (Fla. Stat. 501.616(6)(b))
E-mail has no quiet hours; its window is that of the sequence.
Public holidays:
  2026-12-25  Christmas Day
`);
});
