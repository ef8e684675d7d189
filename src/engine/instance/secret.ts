/**
 * Whether the secret is the one that this database was written with. Owns the refusal of any other: refusals are found by hashes
 * keyed with it, so under another secret nobody would be found who has refused.
 */
import type { Keyring } from '../keyring.ts';
import { Refusal } from '../operations/operation.ts';
import type { Store } from '../store-port.ts';

const REMEDY =
  'give it the secret that it was written with: the text of the .key file that lay beside the database, or what REKINDLE_KEY (secret in rekindle.yaml) was; no backup of the database has it';

/** Notes the secret's proof in a new database, and compares it in any other. Errors: refusal `secret-differs`. */
export async function proveSecret({ instance }: Store, { proof }: Pick<Keyring, 'proof'>): Promise<void> {
  const noted = (await instance.secretProof()) ?? (await instance.noteSecretProof(proof));
  if (noted === proof) return;
  throw new Refusal(
    'secret-differs',
    'this database was written with another secret: nobody who has refused would be found in it, so nothing is done',
    REMEDY,
  );
}

/** That there is no secret at all, for a database which was written with one. */
export function secretMissing(path: string): Refusal {
  return new Refusal('secret-missing', `there is no ${path}, and this database was written with a secret`, REMEDY);
}
