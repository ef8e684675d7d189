/** PostgreSQL's and the network's error codes that are the world's fault and not a bug, each with a sentence on what to do. */
import { StoreError } from '../errors.ts';

const UNREACHABLE = [
  'database-unreachable',
  'the database server does not answer; check the address given by --db or REKINDLE_DB, and that the server runs',
] as const;
const REFUSED = [
  'database-refused',
  'the database server does not let this user in; check name, password and rights in the address given by --db or REKINDLE_DB',
] as const;
const LOST = [
  'connection-lost',
  'the connection to the database broke, and nothing of this step was written; run the same command again',
] as const;
const BUSY = [
  'database-busy',
  'another process kept the database locked; try again when its command has ended',
] as const;
const FULL = [
  'disk-full',
  'the disk of the database server is full; nothing of this step was written; free space and run the same command again',
] as const;
const DAMAGED = ['database-corrupt', 'the database is damaged; restore a backup'] as const;
const IO = [
  'database-io',
  'the database server failed while reading or writing its disk; check the disk before going on',
] as const;

type Fault = readonly [code: string, message: string];

/** By SQLSTATE. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const BY_STATE: Readonly<Record<string, Fault>> = {
  '25006': [
    'database-read-only',
    'the database takes no writing: it is a standby, or set to read only; use the primary',
  ],
  '28000': REFUSED,
  '28P01': REFUSED,
  '3D000': ['database-cannot-open', 'there is no database of this name on the server; make it with CREATE DATABASE'],
  '40001': BUSY,
  '40P01': BUSY,
  '42501': REFUSED,
  '53100': FULL,
  '53200': ['database-memory', 'the database server is out of memory; give it more, or fewer connections'],
  '53300': ['database-connections', 'the database server has no connection left; lower postgres.connections'],
  '55P03': BUSY,
  '57014': [
    'statement-timeout',
    'a statement took longer than postgres.statementTimeoutMs; nothing of this step was written',
  ],
  '57P01': LOST,
  '57P02': LOST,
  '57P03': UNREACHABLE,
  '57P05': LOST,
  '25P03': LOST,
  '58030': IO,
  XX001: DAMAGED,
  XX002: DAMAGED,
};

/** By what the system or `pg` says of a connection. */
const BY_NETWORK: Readonly<Record<string, Fault>> = {
  ECONNREFUSED: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENOENT: UNREACHABLE,
  ETIMEDOUT: LOST,
  ECONNRESET: LOST,
  EPIPE: LOST,
};

/** `pg` has no codes for these. */
const BY_WORDS: readonly (readonly [words: RegExp, fault: Fault])[] = [
  [/^timeout (exceeded )?when trying to connect|^Connection terminated due to connection timeout/, UNREACHABLE],
  [/^Connection terminated|connection error and is not queryable|Client was closed/, LOST],
];

/** Class 08 is the connection itself. */
const CONNECTION_CLASS = '08';

/**
 * SQLSTATEs after which the same program may pass: another transaction was in the way. A key that somebody else has just taken
 * (23505) is one of them: run again, the program finds what the other wrote.
 */
const IN_THE_WAY: ReadonlySet<string> = new Set(['40001', '40P01', '23505']);

/** No lock in time, a deadlock. */
const BUSY_STATES: ReadonlySet<string> = new Set(['55P03', '40P01']);

/** A check has a name, unless it is that of a partition: the month of a row was made while it was on its way to the others. */
const CHECK = '23514';

function faultIn(error: unknown): Fault | null {
  const {
    code: told,
    message = '',
    errors,
  } = error as { code?: unknown; message?: string; errors?: readonly unknown[] };
  // A stop that was asked for has a number for a code.
  const code = typeof told === 'string' ? told : '';
  // A name with several addresses fails with all of their errors at once.
  if (code === '' && errors?.length) return faultIn(errors[0]);
  const known = BY_STATE[code] ?? BY_NETWORK[code];
  if (known) return known;
  if (code.startsWith(CONNECTION_CLASS)) return LOST;
  return BY_WORDS.find(([words]) => words.test(message))?.[1] ?? null;
}

/** The fault as a `StoreError` where it comes from outside; anything else is given back as it is. */
export function faultOf(error: unknown): unknown {
  const fault = error instanceof StoreError ? null : faultIn(error);
  return fault ? new StoreError(fault[0], fault[1], { cause: error }) : error;
}

/** Whether the connection is gone, rather than the statement refused. */
export function isLost(error: unknown): boolean {
  return faultIn(error) === LOST;
}

/** Whether the same program, begun again, may pass. */
export function isInTheWay(error: unknown): boolean {
  const { code = '', constraint } = error as { code?: string; constraint?: string };
  return IN_THE_WAY.has(code) || (code === CHECK && constraint === undefined);
}

/** Whether somebody had locked what was wanted, or was waited for in a circle. */
export function isBusy(error: unknown): boolean {
  return BUSY_STATES.has((error as { code?: string }).code ?? '');
}

/** What is thrown where a connection broke while its transaction was being committed. */
export function outcomeUnknown(cause: unknown): StoreError {
  return new StoreError(
    'commit-unknown',
    'the connection to the database broke while a step was being committed; run the same command again: what was written is not written twice',
    { cause },
  );
}
