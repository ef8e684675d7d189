/**
 * How fast mails leave by SMTP: the channel with its composer, against nodemailer's own pool composing the same mail. Both send
 * over the same number of connections to a sink in another process, in turns, so that both meet the same machine.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createTransport } from 'nodemailer';
import { smtpChannel } from '../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../src/channels/smtp/settings.ts';
import type { Mail } from '../src/domain/message.ts';

/** Mails a second of the channel, of the floor, and their ratio; medians over the rounds. */
export interface SmtpBench {
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
}

/** What is measured: a few seconds by default. */
export interface SmtpBenchOptions {
  readonly mails?: number;
  readonly rounds?: number;
  readonly connections?: number;
}

type Send = (number: number) => Promise<unknown>;

const TEXT = `Hi Jane,\n\n${'We help teams like yours to answer each lead within a minute, día y noche.\n'.repeat(9)}`;
const HTML = `<html><body>${'<p>We help teams like yours to answer each lead within a minute, día y noche.</p>\n'.repeat(18)}</body></html>\n`;

/** Measures both, after one round each that does not count. Errors: throws where a mail is not taken. */
export async function benchSmtp(options: SmtpBenchOptions = {}): Promise<SmtpBench> {
  const { mails = 600, rounds = 3, connections = 4 } = options;
  const { process: sink, port } = await startSink();
  const ours = channelTo(port, connections);
  const floor = nodemailerTo(port, connections);
  const rates = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const rate = {
      ours: await rateOf(ours.send, mails, connections),
      floor: await rateOf(floor.send, mails, connections),
    };
    if (round > 0) rates.ours.push(rate.ours);
    if (round > 0) rates.floor.push(rate.floor);
  }
  await ours.close();
  floor.close();
  sink.disconnect();
  const [oursRate, floorRate] = [median(rates.ours), median(rates.floor)];
  return {
    ours: Math.round(oursRate),
    floor: Math.round(floorRate),
    ratio: Math.round((oursRate / floorRate) * 100) / 100,
  };
}

/** Starts a sink in a process of its own; it ends when it is disconnected. */
export async function startSink(): Promise<{ process: ChildProcess; port: number }> {
  const child = fork(new URL('./smtp-sink-process.ts', import.meta.url), { stdio: 'inherit' });
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return { process: child, port: message.port };
}

function channelTo(port: number, connections: number): { send: Send; close: () => Promise<void> } {
  const from = { address: 'ana@sender.example' };
  const settings = SmtpSettingsSchema.parse({ host: '127.0.0.1', port, secure: 'none', connections, from });
  const channel = smtpChannel(settings);
  const send = async (number: number) => {
    const result = await channel.send(mailOf(number));
    if (result.kind !== 'sent') throw new Error(`mail ${number}: ${JSON.stringify(result)}`);
  };
  return { send, close: () => channel.close() };
}

function nodemailerTo(port: number, connections: number): { send: Send; close: () => void } {
  const pool = createTransport({ host: '127.0.0.1', port, pool: true, maxConnections: connections, ignoreTLS: true });
  const send = (number: number) => {
    const { from, to, subject, text, html, messageId, unsubscribeUrl } = mailOf(number);
    const headers = {
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
    return pool.sendMail({ from: named(from), to: named(to), subject, text, html: html ?? '', messageId, headers });
  };
  return { send, close: () => pool.close() };
}

function named({ name, address }: Mail['from']): { name: string; address: string } {
  return { name: name ?? '', address };
}

/** Mails a second, as many under way as there are connections. */
async function rateOf(send: Send, mails: number, connections: number): Promise<number> {
  let next = 0;
  const start = performance.now();
  const line = async () => {
    while (next < mails) await send(next++);
  };
  await Promise.all(Array.from({ length: connections }, line));
  return (mails * 1_000) / (performance.now() - start);
}

function mailOf(number: number): Mail {
  return {
    id: `msg_${number}`,
    from: { name: 'Ana Gómez', address: 'ana@sender.example' },
    replyTo: null,
    to: { name: 'Jane Doe', address: `jane${number}@example.com` },
    subject: `A short question, ${number}`,
    text: TEXT,
    html: HTML,
    messageId: `<bench-${number}@sender.example>`,
    references: [],
    unsubscribeUrl: `https://sender.example/u/${number}`,
    date: Date.UTC(2026, 0, 15, 12),
    headers: [],
  };
}

function median(rates: readonly number[]): number {
  return rates.toSorted((a, b) => a - b)[rates.length >> 1] ?? Number.NaN;
}

if (import.meta.main) console.log(JSON.stringify(await benchSmtp()));
