/**
 * Writes to the store in the file it is given for a while, as a command beside a server does: one short transaction after
 * the other with a breath between. Prints how long each took, as JSON.
 */
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { openSqliteStore } from '../../src/store/store.ts';
import { addLeads, lead } from '../../src/testing/store/samples.ts';

const [path = '', forMs = '1000'] = process.argv.slice(2);
const store = await openSqliteStore({ path });
const took: number[] = [];
const end = performance.now() + Number(forMs);
for (let i = 0; performance.now() < end; i++) {
  const from = performance.now();
  await addLeads(store, [lead(`beside_${i}`)]);
  took.push(performance.now() - from);
  await pause(2);
}
await store.close();
writeSync(1, JSON.stringify(took));
