/** What speaks to the providers of connections, behind a port: opens ways out, asks whether we are taken, renews tokens. */
import type { Asked, Renewed, Tested } from '../../domain/connection/asked.ts';
import type { RenewalWay } from '../../domain/connection/tokens.ts';
import type { HandOffWay } from '../crm-port.ts';
import type { HookConnection } from '../hook-port.ts';
import type { Mailbox, OpenedWay } from '../ports.ts';
import type { LeadSource } from '../source-port.ts';

/** Whoever speaks to providers. Faults of the outside are answers. */
export interface Connector {
  /** What does not fit together, each with its place; empty = nothing. Speaks to nobody. */
  problems(asked: Asked): Promise<readonly string[]>;
  /** One of a kind at most; none = nothing leaves by it. Connects when the first message does. */
  open(asked: Asked): Promise<readonly OpenedWay[]>;
  /** The mailbox that is read by it; null = none is. */
  mailbox(asked: Asked): Promise<Mailbox | null>;
  /** How its calls are proven and read; null = it makes none, or has no secret to prove them by. */
  hook(asked: Asked): Promise<HookConnection | null>;
  /** The way of hand-offs by it; null = they do not go by this provider. */
  handOffs(asked: Asked): Promise<HandOffWay | null>;
  /** The leads that are fetched by it; null = none are. */
  leads(asked: Asked): Promise<LeadSource | null>;
  /** Signs in and asks for the least that says so. Sends nothing. */
  test(asked: Asked): Promise<Tested>;
  /** Gets new tokens by what is given, once; a refresh token may be used up by it. */
  renew(asked: Asked, by: RenewalWay, now: number): Promise<Renewed>;
}
