/** Runs a row of counted-under.md. */
import { counterKeysOf, type Outgoing } from '../src/domain/consent/pace/counters.ts';

interface Row extends Partial<Omit<Outgoing, 'campaignId'>> {
  readonly campaign?: null;
}

export function run(row: Row): Readonly<Record<string, string>> {
  const keys = counterKeysOf({
    channel: row.channel ?? 'email',
    campaignId: row.campaign === undefined ? 'cmp_1' : row.campaign,
    sender: row.sender ?? 'ann@mail.sender.com',
    recipient: row.recipient ?? 'jane@acme.com',
  });
  return Object.fromEntries(keys.map(({ scope, key }) => [scope, key]));
}
