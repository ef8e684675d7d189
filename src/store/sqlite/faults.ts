/** SQLite's result codes that are the world's fault and not a bug, each with a sentence on what to do. */
import { StoreError } from '../errors.ts';

const BUSY = [
  'database-busy',
  'another process kept the database locked; try again when its command has ended',
] as const;

/** By primary result code. Source: https://sqlite.org/rescode.html */
const OUTSIDE: Readonly<Record<number, readonly [code: string, message: string]>> = {
  5: BUSY,
  6: BUSY,
  8: ['database-read-only', 'the database file cannot be written; check its permissions'],
  10: ['database-io', 'the disk failed while reading or writing the database; check the disk before going on'],
  11: ['database-corrupt', 'the database file is damaged; restore a backup'],
  13: ['disk-full', 'the disk is full; nothing of this step was written; free space and run the same command again'],
  14: ['database-cannot-open', 'the database file cannot be opened; check the path and that its folder exists'],
  26: ['not-a-database', 'the file is not a Rekindle database; check the path given by --db or REKINDLE_DB'],
};

/** Extended codes carry the primary one in their low byte. */
const PRIMARY = 0xff;

/** The fault as a `StoreError` where it comes from outside; anything else is given back as it is. */
export function faultOf(error: unknown): unknown {
  const errcode = (error as { errcode?: number }).errcode;
  const known = errcode === undefined ? undefined : OUTSIDE[errcode & PRIMARY];
  return known ? new StoreError(known[0], known[1], { cause: error }) : error;
}
