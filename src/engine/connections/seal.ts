/**
 * The seal over secrets of connections: AES-256-GCM under keys made from the instance's secret. What is sealed says by which version and
 * which key, so that a further key can stand beside the first; and it opens only as the secret of the very connection it was sealed for.
 * Never logs, never puts a secret into an error.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { ConnectionKey } from '../store-port.ts';

/** Secrets of a connection by name, in clear. */
export type Secrets = Readonly<Record<string, string>>;

/** Closes and opens secrets. */
export interface Seal {
  /** `v1.<key>.<nonce, tag and text in base64url>`; another text each time. */
  close(of: ConnectionKey, secrets: Secrets): string;
  /** Null = it was sealed with another secret, for another connection, or was changed since. */
  open(of: ConnectionKey, sealed: string): Secrets | null;
}

const VERSION = 'v1';
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
/** Source: NIST SP 800-38D §8.2.2: 96 random bits; a few thousand secrets are far from 2^32 under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^(?<version>v\d+)\.(?<key>[0-9a-f]+)\.(?<body>[\w-]+)$/;

/** A seal by the first of these secrets, which also opens what was sealed by the others: at least 32 bytes each. */
export function makeSeal(secrets: readonly [Buffer, ...Buffer[]]): Seal {
  const [current, ...former] = secrets.map(keyOf) as [SealKey, ...SealKey[]];
  const byId = new Map([...former, current].map((key) => [key.id, key]));
  return {
    close: (of, plain) => `${VERSION}.${current.id}.${encrypted(current, aboutOf(of), canonicalJson(plain))}`,
    open(of, sealed) {
      const { version, key, body } = SEALED.exec(sealed)?.groups ?? {};
      const by = byId.get(key ?? '');
      if (version !== VERSION || by === undefined || body === undefined) return null;
      const plain = decrypted(by, aboutOf(of), body);
      return plain === null ? null : (JSON.parse(plain) as Secrets);
    },
  };
}

interface SealKey {
  /** Tells keys apart, and says nothing of them. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

function keyOf(secret: Buffer): SealKey {
  if (secret.length < KEY_BYTES) throw new Error(`a secret to seal with must have at least ${KEY_BYTES} bytes`);
  const made = (use: string, bytes: number) =>
    new Uint8Array(hkdfSync('sha256', secret, '', `rekindle/connection/${VERSION}/${use}`, bytes));
  return { id: Buffer.from(made('id', KEY_ID_BYTES)).toString('hex'), bytes: made('key', KEY_BYTES) };
}

/** Bound to it: a sealed secret that is moved to another connection does not open. */
function aboutOf({ workspaceId, id }: ConnectionKey): Buffer {
  return Buffer.from(`${VERSION}\0${workspaceId}\0${id}`);
}

function encrypted({ bytes }: SealKey, about: Buffer, plain: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(about);
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

function decrypted({ bytes }: SealKey, about: Buffer, body: string): string | null {
  const raw = Buffer.from(body, 'base64url');
  if (raw.length < NONCE_BYTES + TAG_BYTES) return null;
  const nonce = raw.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(about);
  decipher.setAuthTag(raw.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(raw.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
