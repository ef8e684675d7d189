/** Opens a database, adds one refusal after another of the addresses named, a transaction each, and tells when each was committed. */

import { setTimeout as pause } from 'node:timers/promises';
import { makeKeyring } from '../../src/engine/keyring.ts';
import { openStore } from '../../src/store/store.ts';

const [database = '', secret = '', ...addresses] = process.argv.slice(2);
const store = await openStore({ database });
const keyring = makeKeyring(Buffer.from(secret));
process.stdout.write('ready\n');
for (const value of addresses) {
  const keyHash = keyring.hash('address', value);
  const suppression = {
    keyHash,
    channel: 'all',
    kind: 'address',
    value,
    reason: 'opted-out',
    origin: 'test',
    at: 0,
  } as const;
  await store.leads.suppress('main', [{ leadId: '', suppression }]);
  process.stdout.write(`${value} ${performance.timeOrigin + performance.now()}\n`);
  await pause(1);
}
await store.close();
