/** How fast a server on the loopback answers, and how late: connections that each ask again once they were answered. */
import { connect } from 'node:net';

/** Answers a second, and the time that 99 of 100 came within, ms. */
export interface Load {
  readonly rate: number;
  readonly p99Ms: number;
}

/** What is asked: of each path in turn, over and over. */
export interface LoadWish {
  readonly port: number;
  readonly paths: readonly string[];
  readonly headers: string;
  readonly connections: number;
  readonly seconds: number;
}

const END_OF_HEAD = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)/i;

/** Loads a server for a while. Errors: throws where an answer is no 200, or has no length. */
export async function load({ port, paths, headers, connections, seconds }: LoadWish): Promise<Load> {
  const until = performance.now() + seconds * 1_000;
  const taken: number[] = [];
  let asked = 0;
  const connection = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1').setNoDelay();
      let [held, began] = ['', 0];
      const ask = () => {
        began = performance.now();
        if (began >= until) {
          socket.end();
          resolve();
          return;
        }
        const path = paths[asked++ % paths.length] as string;
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`);
      };
      socket.setEncoding('latin1');
      socket.on('connect', ask).on('error', reject);
      socket.on('data', (part: string) => {
        held += part;
        const head = held.indexOf(END_OF_HEAD);
        if (head === -1) return;
        if (!held.startsWith('HTTP/1.1 200')) return void reject(new Error(held.slice(0, 400)));
        const length = LENGTH.exec(held.slice(0, head))?.[1];
        if (length === undefined) return void reject(new Error(`no length: ${held.slice(0, head)}`));
        if (held.length < head + END_OF_HEAD.length + Number(length)) return;
        held = '';
        taken.push(performance.now() - began);
        ask();
      });
    });
  const begin = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  const rate = (taken.length * 1_000) / (performance.now() - begin);
  taken.sort((a, b) => a - b);
  return { rate, p99Ms: taken[Math.floor(taken.length * 0.99)] ?? Number.NaN };
}
