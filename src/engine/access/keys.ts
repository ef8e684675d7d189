/**
 * Keys of programs: `rk_<prefix>_<secret>`. Kept as a hash, so that no copy of the database lets anybody in. Owns making and knowing
 * them again; what one may do is the domain's.
 */
import { hash, randomBytes } from 'node:crypto';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { ApiKey } from '../store-port.ts';

/** A key as its owner is given it, once. */
interface NewKey {
  readonly key: string;
  readonly prefix: string;
  readonly hash: string;
}

const PREFIX_BYTES = 5;
/** Source: NIST SP 800-63B §5.1.1: 112 bits are enough for a secret that is looked up; chance makes these 192. */
const SECRET_BYTES = 24;
const SHAPE = /^rk_[0-9a-f]{10}_[0-9a-f]{48}$/;
/** Milliseconds for which a key is believed without being asked for: a revocation reaches other processes within it. */
const BELIEVED_MS = 1_000;
const HOUR_MS = 3_600_000;

/** Makes a key by chance. */
export function makeKey(): NewKey {
  const prefix = `rk_${randomBytes(PREFIX_BYTES).toString('hex')}`;
  const key = `${prefix}_${randomBytes(SECRET_BYTES).toString('hex')}`;
  return { key, prefix, hash: secretHash(key) };
}

/** SHA-256 (hex). Why no slow hash: what it hides was made by chance, so that nobody can guess at it. */
function secretHash(secret: string): string {
  return hash('sha256', secret);
}

/** Knows keys again. */
export interface KeyDesk {
  /** The key on record, while it is good; null = it is none of ours, over or revoked. */
  known(key: string): Promise<ApiKey | null>;
  /** Forgets what it believes: a key was revoked by this process. */
  forget(): void;
}

interface Believed {
  readonly key: ApiKey | null;
  readonly until: number;
}

/** A desk over the keys of an engine. Bounded by `LIMITS.callersKnown`. */
export function keyDesk(engine: Engine): KeyDesk {
  const believed = new Map<string, Believed>();
  const look = async (hashed: string, now: number): Promise<ApiKey | null> => {
    const key = await engine.store.access.keyByHash(hashed);
    if (believed.size >= LIMITS.callersKnown) believed.clear();
    believed.set(hashed, { key, until: now + BELIEVED_MS });
    if (key && (key.usedAt ?? 0) < now - HOUR_MS) await engine.store.access.noteKeyUse(key, now);
    return key;
  };
  return {
    async known(text) {
      if (!SHAPE.test(text)) return null;
      const now = engine.clock.now();
      const hashed = secretHash(text);
      const before = believed.get(hashed);
      const key = before && before.until > now ? before.key : await look(hashed, now);
      return key && isGood(key, now) ? key : null;
    },
    forget: () => believed.clear(),
  };
}

function isGood({ revokedAt, expiresAt }: ApiKey, now: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}
