/** A connection: what a workspace sends by, reads from or is told by. Owns its shape; its secret is sealed before it comes here. */
import type { Health } from './health.ts';

/** A connection as it is kept. Times in epoch milliseconds, UTC. */
export interface Connection {
  readonly workspaceId: string;
  readonly id: string;
  /** Unique in the workspace: small letters, digits and hyphens. */
  readonly name: string;
  /** A key of `PROVIDERS`. */
  readonly provider: string;
  /** Without secrets. */
  readonly settings: Readonly<Record<string, string>>;
  /** Its secrets, sealed; nobody but the holder of the instance's secret can read them. */
  readonly sealed: string;
  /** Raised when settings or secrets are given anew: what was learnt under an earlier one says nothing of this one. */
  readonly revision: number;
  readonly createdAt: number;
  readonly health: Health;
}

/** What its provider goes by, as people and lists name it: `smtp:main/sales`. */
export function wayName({
  provider,
  workspaceId,
  name,
}: Pick<Connection, 'provider' | 'workspaceId' | 'name'>): string {
  return `${provider}:${workspaceId}/${name}`;
}
