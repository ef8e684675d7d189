/**
 * `npm run test:providers -- --messages 2000 --kills 20`: every provider lived through with lost answers, throttling, faults and killed
 * processes. Prints what was found; exit code 1 where something came twice, was lost or is not told.
 */
import { parseArgs } from 'node:util';
import { DOORS, type DoorName } from './providers/doors.ts';
import { liveThrough, wrongIn } from './providers/lived.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const [messages, kills, seed] = [Number(values.messages), Number(values.kills), Number(values.seed)];
const names = values.only?.split(',') ?? DOORS;
for (const name of names as readonly DoorName[]) {
  const started = performance.now();
  const lived = await liveThrough(name, { messages, kills, seed });
  const wrong = wrongIn(lived, messages);
  if (wrong.length > 0) process.exitCode = 1;
  console.log(JSON.stringify({ name, wrong, ...lived, seconds: Math.round((performance.now() - started) / 1_000) }));
}
