/** An instance whose people log in by an identity provider, served on a port of this machine. */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { exampleInput } from '../../src/cli/examples.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { buildHttp } from '../../src/http/app.ts';
import { oidcProvider } from '../../src/resolvers/oidc/adapter.ts';
import { OidcSettingsSchema } from '../../src/resolvers/oidc/settings.ts';
import { openStage, type Stage } from '../pipeline/stage.ts';
import { CLIENT } from './provider.ts';

/** It, open. */
export interface House {
  readonly stage: Stage;
  readonly url: string;
  /** What it wrote to its log. */
  readonly said: { readonly message: string; readonly facts: unknown }[];
  close(): Promise<void>;
}

/** Opens it for people of `issuer`; `more`: settings of the provider. `start`: its clock, epoch ms. */
export async function openHouse(
  port: number,
  issuer: string,
  more: object = {},
  { web = null as string | null, start = null as number | null } = {},
): Promise<House> {
  const url = `http://127.0.0.1:${port}`;
  const settings = OidcSettingsSchema.parse({ issuer, ...CLIENT, name: 'Acme', timeoutMs: 2_000, ...more });
  const said: { message: string; facts: unknown }[] = [];
  const note = (message: string, facts?: unknown) => void said.push({ message, facts });
  const stage = await openStage({
    ...{ operations: allOperations, publicUrl: url, log: { info: note, error: note } },
    ...(start === null ? {} : { start }),
    identity: oidcProvider(settings, { now: () => stage.clock.now() }),
  });
  const app = buildHttp(
    publicHouse(stage.engine, () => true),
    exampleInput,
    web,
  );
  await app.listen({ host: '127.0.0.1', port });
  return {
    ...{ stage, url, said },
    async close() {
      await app.close();
      await stage.close();
    },
  };
}

/** A port of this machine that was free a moment ago: the provider must know where people are sent back to before anybody listens there. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
