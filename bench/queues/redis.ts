/** A Redis for measuring BullMQ: the machine's redis-server, its log written through every second, in a folder that goes. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const SERVER = 'redis-server';
const START_MS = 10_000;

/** A server that runs. */
export class Redis {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(port: number, running: ChildProcess) {
    this.port = port;
    this.#process = running;
  }

  /** Starts one on a free port; null = there is no redis-server here. */
  static async start(folder: string): Promise<Redis | null> {
    if (spawnSync(SERVER, ['--version']).status !== 0) return null;
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const settings = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--appendonly',
      'yes',
      '--save',
      '',
    ];
    const redis = new Redis(port, spawn(SERVER, settings, { stdio: 'ignore' }));
    const until = Date.now() + START_MS;
    while (!(await redis.#says('PING'))) {
      if (Date.now() > until) throw new Error('redis-server does not answer');
      await sleep(50);
    }
    return redis;
  }

  /** Forgets all jobs. */
  async empty(): Promise<void> {
    if (!(await this.#says('FLUSHALL'))) throw new Error('redis-server does not answer');
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, 'exit');
    this.#process.kill();
    await gone;
  }

  /** Whether it answers a command without an error. */
  #says(command: string): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${command}\r\n`));
      socket.once('data', (answer) => {
        socket.destroy();
        resolve(answer.toString().startsWith('+'));
      });
      socket.once('error', () => resolve(false));
    });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
