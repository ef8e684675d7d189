/** Runs a row of refused-row.md. */
import { type ListedRefusal, listedCells, listReading } from '../src/domain/consent/refused-row.ts';

interface Row {
  readonly headers?: readonly string[];
  readonly cells?: readonly string[];
  readonly refusal?: Partial<ListedRefusal>;
  readonly hashed?: boolean;
}

export function run({ headers = [], cells = [], refusal, hashed = false }: Row) {
  if (refusal) {
    const whole = { keyHash: 'hash', channel: 'email', reason: 'opted-out', at: 0, ...refusal } as ListedRefusal;
    return { row: listedCells(whole, 's1', hashed) };
  }
  const read = listReading(headers, { secret: 's1', country: 'US', channel: 'all' }).read(cells);
  if (read === null) return { target: 'nothing' };
  const { target, channel, reason, at } = read;
  return {
    target: `${target.kind} ${'hash' in target ? 'hash' : target.value}`,
    channel,
    ...(reason === null ? {} : { reason }),
    ...(at === null ? {} : { since: new Date(at).toISOString() }),
  };
}
