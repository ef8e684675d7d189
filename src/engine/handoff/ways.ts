/**
 * The ways of hand-offs: the connection that a target names, opened once while its settings and secrets stay the same, or the mailbox of
 * whoever owns the hand-off. Owns which way it is; what is said on it is the adapter's.
 */
import type { Connection } from '../../domain/connection/connection.ts';
import { BY_EMAIL } from '../../domain/handoff/team.ts';
import type { HandOffWay } from '../crm-port.ts';
import type { Engine } from '../engine.ts';
import type { Workspace } from '../store-port.ts';
import { byMail } from './by-mail.ts';

/** A way, and the connection that it goes by; or why there is none. */
export type FoundWay =
  | { readonly way: HandOffWay; readonly connection: Connection | null }
  | { readonly way: null; readonly code: string; readonly detail: string };

/** Held from the first asking on: two who ask at once have the same. */
interface Opened {
  readonly revision: number;
  readonly way: Promise<HandOffWay | null>;
}

/** Ways that one worker has open. */
export class HandOffWays {
  readonly #engine: Engine;
  readonly #opened = new Map<string, Opened>();
  /** Of connections that are others by now; somebody may be in the middle of going by them. */
  readonly #replaced: Promise<HandOffWay | null>[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The way of a target. A dry workspace has none but the mailbox, whose mails go to the outbox. */
  async find(workspace: Workspace, target: string): Promise<FoundWay> {
    if (target === BY_EMAIL) return { way: byMail(this.#engine, workspace), connection: null };
    if (workspace.mode !== 'live') return { way: null, code: 'hand-off-dry', detail: 'the workspace is dry' };
    const connection = await this.#engine.store.connections.get(workspace.id, target);
    if (!connection) return { way: null, code: 'hand-off-no-connection', detail: `there is no connection ${target}` };
    const way = await this.#open(connection);
    if (way) return { way, connection };
    return {
      way: null,
      code: 'hand-off-no-way',
      detail: `${connection.provider} takes no hand-offs, or its secret does not open`,
    };
  }

  /** Closes those whose connection is another by now. Whoever calls it goes by none of them. */
  async closeReplaced(): Promise<void> {
    const unsaid = (error: unknown) =>
      this.#engine.log.error('a way of hand-offs did not close', { error: String(error) });
    await Promise.all(this.#replaced.splice(0).map((way) => way.then((one) => one?.close()).catch(unsaid)));
  }

  async close(): Promise<void> {
    for (const { way } of this.#opened.values()) this.#replaced.push(way);
    this.#opened.clear();
    await this.closeReplaced();
  }

  #open(connection: Connection): Promise<HandOffWay | null> {
    const { workspaceId, id, revision } = connection;
    const key = `${workspaceId}/${id}`;
    const known = this.#opened.get(key);
    if (known?.revision === revision) return known.way;
    if (known) this.#replaced.push(known.way);
    const asked = this.#engine.connections.asked(connection);
    const way = (async () => asked && ((await this.#engine.parts.connector?.handOffs(asked)) ?? null))();
    const opened = { revision, way };
    this.#opened.set(key, opened);
    // One that could not be opened is tried anew by whoever asks next.
    way.catch(() => this.#opened.get(key) === opened && this.#opened.delete(key));
    return way;
  }
}
