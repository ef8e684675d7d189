/** The sink tells what it got, and what it got twice; a sink that cannot see a double proves nothing. */
import { afterEach, expect, test } from 'vitest';
import { smtpChannel } from '../channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../channels/smtp/settings.ts';
import { sampleMail } from './channel-conformance.ts';
import { type SinkOptions, startSmtpSink } from './smtp-sink.ts';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function sinkAndSend(options: SinkOptions) {
  const sink = await startSmtpSink(options);
  const from = { address: 'hello@sender.example' };
  const channel = smtpChannel(SmtpSettingsSchema.parse({ host: '127.0.0.1', port: sink.port, secure: 'none', from }));
  endings.push(
    () => sink.close(),
    () => channel.close(),
  );
  return { sink, send: (number: number) => channel.send(sampleMail(number)) };
}

test('counts what comes twice', async () => {
  const { sink, send } = await sinkAndSend({});
  for (const number of [1, 2, 1, 3, 1]) await send(number);
  expect(sink.total).toBe(5);
  expect(sink.duplicates()).toEqual(new Map([['<conformance-1@sender.example>', 3]]));
});

test('keeps headers unfolded, and bytes where they are asked for', async () => {
  const { sink, send } = await sinkAndSend({ keepRaw: true });
  await send(1);
  const mail = sink.received[0];
  expect(mail?.headers.get('list-unsubscribe')).toBe('<https://sender.example/u/1>');
  expect(mail?.headers.get('to')).toBe('Person 1 <person1@example.com>');
  expect(mail?.raw?.toString()).toContain('\r\n..two dots\r\n');
  const without = await sinkAndSend({});
  await without.send(1);
  expect(without.sink.received[0]?.raw).toBeNull();
});

test('misbehaves as often as it is told, then no more', async () => {
  const { sink, send } = await sinkAndSend({ behaviours: [{ kind: 'reject', times: 2 }] });
  const kinds = [await send(1), await send(1), await send(1)].map(({ kind }) => kind);
  expect(kinds).toEqual(['refused', 'refused', 'sent']);
  expect(sink.total).toBe(1);
});

test('a taken port is said', async () => {
  const { sink } = await sinkAndSend({});
  await expect(startSmtpSink({ port: sink.port })).rejects.toThrow('EADDRINUSE');
});
