import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { processPeers } from './process-peers.ts';

const peers = processPeers();

test('this process is there, and signs with its number', () => {
  expect(peers.self).toMatch(new RegExp(`^.+:${process.pid}:\\d*:\\d+-\\d+$`));
  expect(peers.isGone(peers.self)).toBe(false);
});

test('a process that was killed is gone; while it runs it is not', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  await once(child, 'spawn');
  const signed = `${hostname()}:${child.pid}:`;
  expect(peers.isGone(signed)).toBe(false);
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
  expect(peers.isGone(signed)).toBe(true);
});

// Elsewhere the system does not tell when a process began.
test.runIf(process.platform === 'linux')('a number that was given away again is not the process that signed', () => {
  expect(peers.isGone(`${hostname()}:${process.pid}:1`)).toBe(true);
});

test.each([
  'elsewhere:1:1',
  `${hostname()}:no-number:1`,
  'wrk_01k9x3v7f',
  '',
])('of %j nobody here can tell', (owner) => {
  expect(peers.isGone(owner)).toBe(false);
});
