/** The instance's secret: from the configuration, or made once and kept beside the database, outside its backups. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { secretMissing } from '../engine/instance/secret.ts';

const SECRET_BYTES = 32;

/**
 * The secret as bytes. Where none is configured: the file `<database>.key`, made (readable by its owner only) if absent and the
 * database is new. Errors: refusal `secret-missing`.
 */
export function instanceSecret(configured: string | undefined, database: string, isNew: boolean): Buffer {
  if (configured !== undefined) return Buffer.from(configured);
  if (database === ':memory:') return randomBytes(SECRET_BYTES);
  const path = `${database}.key`;
  if (!isNew && !existsSync(path)) throw secretMissing(path);
  try {
    // `wx`: of two processes that start at once one makes it, the other reads it.
    writeFileSync(path, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(path, 'utf8').trim());
}
