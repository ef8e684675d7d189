/** Providers with a process that is killed twice, in short; more of each by `npm run test:providers`. */
import { expect, test } from 'vitest';
import { THOROUGH } from '../thorough.ts';
import { DOORS } from './providers/doors.ts';
import { type Lived, liveThrough, wrongIn } from './providers/lived.ts';

const MESSAGES = 40;
/** Mail by our own protocol and a provider with a key; the others in the thorough run. */
const TRIED = THOROUGH ? DOORS : DOORS.filter((door) => door === 'smtp' || door === 'twilio');

test.concurrent.each(TRIED)('%s: none twice, none lost, what is in doubt is shown', {
  timeout: 300_000,
}, async (name) => {
  const lived = await liveThrough(name, { messages: MESSAGES, kills: 2, seed: 3 });
  expect(wrongIn(lived, MESSAGES), JSON.stringify(lived)).toEqual([]);
});

test('a message that came twice, one that never came and one that nobody tells of are seen', () => {
  const good: Lived = {
    ...{
      states: { sent: 2, unconfirmed: 1 },
      kills: 0,
      arrived: 3,
      twice: 0,
      lost: 0,
      untold: 0,
      refused: 0,
      faults: {},
    },
    ...{ unconfirmedArrived: 1, unconfirmedNotArrived: 0 },
  };
  expect(wrongIn(good, 3)).toEqual([]);
  for (const bad of [{ twice: 1 }, { lost: 1 }, { untold: 1 }, { states: { sent: 2, queued: 1 } }, { arrived: 4 }])
    expect(wrongIn({ ...good, ...bad }, 3)).not.toEqual([]);
});
