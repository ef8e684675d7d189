/**
 * Stands between a worker and its PostgreSQL, and cuts a connection at its commit: before the server has heard of it, or after it has
 * committed and before the worker hears of that. Knows of the protocol only how a COMMIT looks.
 */
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** A proxy that cuts. */
export interface CuttingProxy {
  /** The address of a database through it. */
  address(database: string): string;
  /** Connections cut so far. */
  readonly cut: { before: number; after: number };
  /** From now on nothing is cut. */
  calm(): void;
  close(): Promise<void>;
}

/** Cuts one commit in so many. */
export async function cuttingProxy(folder: string, oneIn: number, random: () => number): Promise<CuttingProxy> {
  const cut = { before: 0, after: 0 };
  const sockets = new Set<Socket>();
  let calm = false;
  const server = createServer((client) => {
    const upstream = connect(join(folder, '.s.PGSQL.5432'));
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    let cutting = false;
    client.on('data', (bytes) => {
      const now = !calm && bytes.includes('COMMIT') && random() < 1 / oneIn;
      if (now && random() < 0.5) {
        cut.before += 1;
        return end();
      }
      cutting ||= now;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      // The answer says that it is committed; nobody hears it.
      if (cutting) {
        cut.after += 1;
        return end();
      }
      client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    cut,
    address: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    calm: () => {
      calm = true;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
