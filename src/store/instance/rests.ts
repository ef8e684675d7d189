/** How connections fare. Only what fails has a row: a message that leaves as it should costs nothing here. */
import { afterContact, type ConnectionRest, IN_USE, type Rest } from '../../domain/delivery/rest.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Contact } from '../../engine/store-port.ts';
import { restsGate } from '../gates.ts';
import { all, enterAlone, type Program, run } from '../program.ts';
import { insert, type SqlRow, statement } from '../statement.ts';

const RESTS = statement<SqlRow>(
  `SELECT connection, faults, rests, until, code FROM connection_rest ORDER BY connection LIMIT ${LIMITS.connections}`,
  { scans: 'as many rows as connections that fail' },
);
const PUT = insert(
  'connection_rest',
  ['connection', 'faults', 'rests', 'until', 'code'],
  `ON CONFLICT (connection) DO UPDATE SET faults = excluded.faults, rests = excluded.rests, until = excluded.until,
   code = excluded.code`,
);
const END_TRY = statement('UPDATE connection_rest SET until = :now WHERE connection = :connection AND until > :now');
const REMOVE = statement('DELETE FROM connection_rest WHERE connection = :connection');

/** Nobody has tried the connection after all: the next message may, now. */
export function* endTry(connection: string, now: number): Program<void> {
  yield* run(END_TRY, { connection, now });
}

/** Connections that fail. */
export function* readRests(): Program<ConnectionRest[]> {
  return (yield* all(RESTS, {})).map((row) => ({
    connection: row.connection as string,
    faults: row.faults as number,
    rests: row.rests as number,
    until: row.until as number | null,
    code: row.code as string | null,
  }));
}

/** Connections that fail, to be changed: nobody else changes them meanwhile. Where none fails nobody waits for anybody. */
export function* holdRests(): Program<ConnectionRest[]> {
  if ((yield* readRests()).length === 0) return [];
  yield* enterAlone(restsGate());
  return yield* readRests();
}

/** Writes how one connection stands; one that is in use is forgotten. */
export function* putRest(connection: string, rest: Rest): Program<void> {
  if (rest.faults === 0) yield* run(REMOVE, { connection });
  else yield* run(PUT, { connection, faults: rest.faults, rests: rest.rests, until: rest.until, code: rest.code });
}

/** Follows what answers said of connections, in their order. While all work and none failed before, nothing is written. */
export function* followContacts(contacts: readonly Contact[], now: number): Program<void> {
  if (contacts.length === 0) return;
  if (contacts.some(({ contact }) => contact !== 'works')) yield* enterAlone(restsGate());
  const before = new Map((yield* holdRests()).map((rest) => [rest.connection, rest as Rest]));
  const after = new Map(before);
  for (const { connection, contact, code } of contacts) {
    after.set(connection, afterContact(after.get(connection) ?? IN_USE, contact, code, now));
  }
  for (const [connection, rest] of after) {
    const was = before.get(connection) ?? IN_USE;
    if (rest !== was && !(rest.faults === 0 && was.faults === 0)) yield* putRest(connection, rest);
  }
}
