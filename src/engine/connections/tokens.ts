/**
 * Tokens of connections: renewed before they run out, by one process at a time, and kept before they are used. Owns the order of that;
 * which token is good is `domain/connection/tokens`, who asks the provider is the connector.
 * What cannot be had: a process that dies between the provider's answer and the commit takes a single-use refresh token with it; the
 * connection then fails, and says that it must be allowed again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Asked, TokenFault, type TokenSource } from '../../domain/connection/asked.ts';
import { type RenewalWay, tokenStep } from '../../domain/connection/tokens.ts';
import type { Engine } from '../engine.ts';
import { waitOut } from '../instance/patience.ts';
import type { ConnectionKey } from '../store-port.ts';
import type { Connector } from './connector.ts';
import type { Seal, Secrets } from './seal.ts';

/** What tokens are kept with. */
export interface TokenParts {
  readonly engine: Pick<Engine, 'store' | 'clock' | 'peers' | 'log' | 'parts'>;
  readonly seal: Seal;
  readonly connector: Connector;
}

/** How long one process has the right to renew, ms; longer than a provider is waited for. */
const LEASE_MS = 60_000;
/** How often it is looked whether another process is done, ms. */
const LOOK_MS = 100;
/** Steps on the way to one token: its agency's, its own, and each once more where another process was faster. */
const STEPS = 6;

/** A source of tokens for a connection as it was read. Of one source, who asks while a renewal is under way waits for that one. */
export function tokenSource(parts: TokenParts, asked: Omit<Asked, 'token'>, sealed: string): TokenSource {
  const keeper = new TokenKeeper(parts, asked, sealed);
  return (anew) => keeper.token(anew);
}

class TokenKeeper {
  readonly #parts: TokenParts;
  readonly #asked: Omit<Asked, 'token'>;
  #secrets: Secrets;
  #sealed: string;
  #given: string | null = null;
  #notTaken: string | null = null;
  #underWay: Promise<string> | null = null;

  constructor(parts: TokenParts, asked: Omit<Asked, 'token'>, sealed: string) {
    this.#parts = parts;
    this.#asked = asked;
    this.#secrets = asked.secrets;
    this.#sealed = sealed;
  }

  token(anew: boolean): Promise<string> {
    if (anew) this.#notTaken = this.#given;
    this.#underWay ??= this.#find().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #find(): Promise<string> {
    const { engine } = this.#parts;
    const ofAgency = this.#asked.settings.company !== undefined;
    for (let step = 0; step < STEPS; step++) {
      const facts = { secrets: this.#secrets, ofAgency, notTaken: this.#notTaken, now: engine.clock.now() };
      const next = tokenStep(facts);
      if (next.kind === 'use') {
        this.#given = next.token;
        return next.token;
      }
      await this.#renew(next.by);
    }
    throw new TokenFault('no-connection', 'the provider gives tokens that are over already');
  }

  /** One renewal, by us or by whoever is at it. */
  async #renew(by: RenewalWay): Promise<void> {
    const { engine } = this.#parts;
    for (let looks = 0; looks <= LEASE_MS / LOOK_MS; looks++) {
      switch (await this.#lease()) {
        case 'gone':
          throw new TokenFault('login-refused', 'the connection was removed');
        case 'changed':
          return this.#read();
        case 'yours':
          return this.#ask(by);
        case 'taken':
          await pause(LOOK_MS);
      }
    }
    engine.log.error('another process has the tokens of a connection in hand', { connection: this.#asked.name });
    throw new TokenFault('no-connection', 'another process renews its tokens');
  }

  async #lease() {
    const { store, peers } = this.#parts.engine;
    const now = await store.now();
    const { self: owner } = peers;
    const isGone = (other: string) => peers.isGone(other);
    return store.connections.leaseRenewal({
      ...this.#key,
      seen: this.#sealed,
      owner,
      now,
      until: now + LEASE_MS,
      isGone,
    });
  }

  async #ask(by: RenewalWay): Promise<void> {
    const { engine, seal, connector } = this.#parts;
    const asked = { ...this.#asked, secrets: this.#secrets, token: null };
    const renewed = await connector.renew(asked, by, engine.clock.now()).catch(async (error: unknown) => {
      await this.#end(null);
      throw error;
    });
    if (renewed.kind === 'renewed') {
      const sealed = seal.close(this.#key, renewed.secrets);
      // A secret that a person gave meanwhile stands; it is read instead.
      if (!(await this.#end(sealed))) return this.#read();
      this.#secrets = renewed.secrets;
      this.#sealed = sealed;
      return;
    }
    await this.#end(null);
    if (by === 'location' && renewed.kind === 'refused' && this.#secrets.accessToken !== this.#notTaken) {
      // The agency's own is no more, so neither is what it made.
      const { locationToken: _, ...secrets } = this.#secrets;
      this.#secrets = secrets;
      this.#notTaken = secrets.accessToken ?? null;
      return;
    }
    throw new TokenFault(renewed.kind === 'refused' ? 'login-refused' : 'no-connection', renewed.says);
  }

  /** The refresh token that was used is good no more: what came for it is kept, however long the database is away. */
  #end(sealed: string | null): Promise<boolean> {
    const { engine } = this.#parts;
    const { self } = engine.peers;
    return waitOut(engine as Engine, { mostMs: LEASE_MS, signal: undefined }, () =>
      engine.store.connections.endRenewal(this.#key, self, sealed),
    );
  }

  async #read(): Promise<void> {
    const { engine, seal } = this.#parts;
    const { workspaceId, id } = this.#key;
    const record = await engine.store.connections.get(workspaceId, id);
    const secrets = record && seal.open(this.#key, record.sealed);
    if (!record || !secrets)
      throw new TokenFault('login-refused', 'the connection was removed, or its secret does not open');
    this.#secrets = secrets;
    this.#sealed = record.sealed;
  }

  get #key(): ConnectionKey {
    const { workspaceId, id } = this.#asked;
    return { workspaceId, id };
  }
}
