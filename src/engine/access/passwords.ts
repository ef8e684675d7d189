/** Passwords: argon2id with a salt of its own, written as others write it. Compared in the same time, whoever is asked for. */
import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Source: OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const WRITTEN = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;
/** Letters and digits that nobody takes for another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const FIRST_LENGTH = 20;

/** Least characters. Source: NIST SP 800-63B-4 §3.1.1.2: 15 where nothing else is asked for; no rules about their kinds. */
export const PASSWORD_LEAST = 15;
/** Most characters: hashing takes longer with more. */
export const PASSWORD_MOST = 200;

type Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number };

async function tagOf(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  const wish = { message: password.normalize('NFKC'), nonce, tagLength: TAG_BYTES, ...cost };
  return new Promise((resolve, reject) => {
    argon2('argon2id', wish, (error, tag) => (error ? reject(error) : resolve(tag)));
  });
}

/** `$argon2id$v=19$m=…,t=…,p=…$salt$tag`; another text each time. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await tagOf(password, salt, COST);
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(tag)}`;
}

/** Whether the password is the one. `written` null = nobody is meant: it takes as long, and is never so. */
export async function isPassword(password: string, written: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = WRITTEN.exec(written ?? '') ?? [];
  if (salt === undefined || tag === undefined) {
    await tagOf(password, Buffer.alloc(SALT_BYTES), COST);
    return false;
  }
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return timingSafeEqual(await tagOf(password, Buffer.from(salt, 'base64'), cost), Buffer.from(tag, 'base64'));
}

/** A first password, made by chance: 98 bits, in groups that can be read out. */
export function makePassword(): string {
  const letters = Array.from({ length: FIRST_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return letters.replace(/(.{5})(?=.)/g, '$1-');
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
