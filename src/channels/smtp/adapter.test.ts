/** The SMTP channel against servers that behave, misbehave and vanish. Every server is real and on the loopback. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import PostalMime from 'postal-mime';
import { afterEach, describe, expect, test } from 'vitest';
import { recordOf } from '../../domain/deliverability/own-key.ts';
import type { MailChannel } from '../../engine/ports.ts';
import { type ArrivedMail, describeChannel, sampleMail } from '../../testing/channel-conformance.ts';
import { verifyDkim } from '../../testing/dkim-verifier.ts';
import { type ReceivedMail, type SinkBehaviour, type SinkOptions, startSmtpSink } from '../../testing/smtp-sink.ts';
import { smtpChannel } from './adapter.ts';
import { type SmtpSettingsInput, SmtpSettingsSchema } from './settings.ts';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

function channelTo(port: number, more: Partial<SmtpSettingsInput> = {}): MailChannel {
  const settings = {
    host: '127.0.0.1',
    port,
    secure: 'none',
    from: { address: 'hello@sender.example' },
    ...more,
  } as const;
  const channel = smtpChannel(SmtpSettingsSchema.parse(settings));
  endings.push(() => channel.close());
  return channel;
}

async function sinkAnd(options: SinkOptions, more: Partial<SmtpSettingsInput> = {}) {
  const sink = await startSmtpSink({ keepRaw: true, ...options });
  endings.push(() => sink.close());
  return { sink, channel: channelTo(sink.port, more) };
}

/** A server of a few lines, for what no library does: `script` is handed each chunk that a client sends. */
async function rawServer(
  script: (socket: Socket, chunk: string) => void,
): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).setEncoding('latin1');
    socket.on('data', (chunk) => script(socket, String(chunk)));
    socket.write('220 raw\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, connections: () => connections };
}

const to = (address: string, number = 1) => ({ ...sampleMail(number), to: { name: null, address } });

async function readMail({ envelope, raw }: ReceivedMail): Promise<ArrivedMail> {
  const mail = await PostalMime.parse(raw ?? Buffer.alloc(0));
  return {
    messageId: mail.messageId ?? null,
    to: envelope.to.join(),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
  };
}

describeChannel(
  'smtp',
  async () => {
    const behaviours: SinkBehaviour[] = [
      { kind: 'reject', to: /^unknown@/ },
      { kind: 'greylist', to: /^grey@/ },
      { kind: 'lose-answer', to: /^lost@/ },
    ];
    const sink = await startSmtpSink({ keepRaw: true, behaviours });
    return {
      channel: channelTo(sink.port),
      arrived: () => Promise.all(sink.received.map(readMail)),
      provoke: {
        refused: async () => ({ to: 'unknown@example.com' }),
        retry: async () => ({ to: 'grey@example.com' }),
        unconfirmed: async () => ({ to: 'lost@example.com' }),
      },
      dispose: () => sink.close(),
    };
  },
  { describe, test },
);

describe('what a server answers', () => {
  test.each<[string, SinkBehaviour, object]>([
    ['no such user', { kind: 'reject' }, { kind: 'refused', code: 'mailbox-unknown', blame: 'recipient' }],
    [
      'a block list',
      { kind: 'reject', text: '5.7.1 blocked' },
      { kind: 'refused', code: 'policy-refused', blame: 'policy' },
    ],
    [
      'a full mailbox',
      { kind: 'reject', code: 452, text: '4.2.2 full' },
      { kind: 'retry', code: 'mailbox-busy', blame: 'recipient' },
    ],
    ['greylisting', { kind: 'greylist' }, { kind: 'retry', code: 'greylisted', afterMs: 300_000 }],
    ['421', { kind: 'shut' }, { kind: 'retry', code: 'server-busy' }],
    ['spam', { kind: 'refuse', text: '5.7.1 spam' }, { kind: 'refused', code: 'policy-refused', blame: 'policy' }],
    [
      'too big',
      { kind: 'refuse', code: 552, text: '5.3.4 too big' },
      { kind: 'refused', code: 'content-refused', blame: 'content' },
    ],
    ['not now, at the end', { kind: 'refuse', code: 451, text: '4.3.0 later' }, { kind: 'retry', code: 'server-busy' }],
    ['silence to the recipient', { kind: 'hang-early' }, { kind: 'retry', code: 'server-silent' }],
    ['silence to the mail', { kind: 'hang' }, { kind: 'unconfirmed' }],
    ['a lost answer', { kind: 'lose-answer' }, { kind: 'unconfirmed' }],
  ])('%s', async (_, behaviour, expected) => {
    const { sink, channel } = await sinkAnd(
      { behaviours: [{ ...behaviour, to: /^special@/ }] },
      { connections: 1, timeouts: { answerMs: 300 } },
    );
    expect(await channel.send(to('special@example.com', 1))).toMatchObject(expected);
    expect(await channel.send(to('next@example.com', 2))).toMatchObject({ kind: 'sent' });
    expect(sink.duplicates().size).toBe(0);
    expect(sink.received.filter(({ messageId }) => messageId?.includes('-2@')).length).toBe(1);
  });

  test('the id that it gives is kept', async () => {
    const { channel } = await sinkAnd({});
    expect(await channel.send(sampleMail(1))).toEqual({
      kind: 'sent',
      providerRef: 'SINK1',
      detail: '250 2.0.0 Ok: queued as SINK1',
    });
  });

  test('puts what names the message into the return path, and falls back to its sender', async () => {
    const { sink, channel } = await sinkAnd({}, { bounceTo: 'bounces+{token}@sender.example' });
    await channel.send({ ...to('ann@x.example'), returnTag: 'msg_1.proof' });
    await channel.send(to('ann@x.example', 2));
    expect(sink.received.map(({ envelope }) => envelope.from)).toEqual([
      'bounces+msg_1.proof@sender.example',
      sampleMail(2).from.address,
    ]);
  });

  test('signs by the key of the mail’s domain, and leaves other domains to the server', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const dkim = [{ domain: 'sender.example', selector: 's1', privateKey: pem }];
    const { sink, channel } = await sinkAnd({}, { dkim, selectors: ['srv'] });
    const from = (address: string) => ({ ...to('ann@x.example'), from: { name: null, address } });
    await channel.send(from('hello@news.sender.example'));
    await channel.send(from('hello@othersender.example'));
    const [key] = channel.server?.keys ?? [];
    const record = key && recordOf(key);
    expect(channel.server).toMatchObject({ host: '127.0.0.1', selectors: ['srv'] });
    expect(JSON.stringify(channel.server)).not.toContain('rivate');
    const verdicts = sink.received.map(({ raw }) =>
      verifyDkim(raw ?? Buffer.alloc(0), (name) => (name === record?.name ? record.value : undefined)),
    );
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['pass', 'no signature']);
  });

  test('bounces go where the settings say', async () => {
    const { sink, channel } = await sinkAnd({}, { bounceTo: 'bounces@sender.example' });
    await channel.send(sampleMail(1));
    expect(sink.received[0]?.envelope).toEqual({ from: 'bounces@sender.example', to: ['person1@example.com'] });
  });
});

describe('connections', () => {
  test('are used again, and renewed after so many mails', async () => {
    const { sink, channel } = await sinkAnd({}, { connections: 2, mailsPerConnection: 5 });
    await Promise.all(Array.from({ length: 40 }, (_, n) => channel.send(sampleMail(n))));
    const mails = Map.groupBy(sink.received, ({ session }) => session);
    expect(sink.received).toHaveLength(40);
    // Eight where both share the work evenly; one that is ahead at the end leaves the other's last one half used.
    expect([8, 9]).toContain(mails.size);
    expect([...mails.values()].every(({ length }) => length <= 5)).toBe(true);
    expect([...mails.values()].filter(({ length }) => length < 5).length).toBeLessThanOrEqual(2);
  });

  test('one that the server closed while idle is replaced', async () => {
    const { sink, channel } = await sinkAnd({ behaviours: [] }, { connections: 1, idleMs: 200 });
    await channel.send(sampleMail(1));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await channel.send(sampleMail(2))).toMatchObject({ kind: 'sent' });
    expect(new Set(sink.received.map(({ session }) => session)).size).toBe(2);
  });

  test('nobody listens', async () => {
    const sink = await startSmtpSink();
    const { port } = sink;
    await sink.close();
    expect(await channelTo(port).send(sampleMail(1))).toMatchObject({ kind: 'retry', code: 'no-connection' });
  });

  test('a server that never greets', async () => {
    const { port } = await rawServer(() => undefined);
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    endings.push(() => new Promise((resolve) => silent.close(() => resolve())));
    const address = silent.address();
    const silentPort = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await channelTo(silentPort, { timeouts: { greetingMs: 200 } }).send(sampleMail(1))).toMatchObject({
      kind: 'retry',
      code: 'no-connection',
    });
    expect(await channelTo(port, { timeouts: { answerMs: 200 } }).send(sampleMail(1))).toMatchObject({ kind: 'retry' });
  });

  test('a server that drips words is ended by the time-out of the whole send', async () => {
    const { port } = await rawServer((socket) => {
      const drip = setInterval(() => socket.write('250-still\r\n'), 50);
      socket.once('close', () => clearInterval(drip));
    });
    const channel = channelTo(port, { timeouts: { answerMs: 300, sendMs: 500 } });
    expect(await channel.send(sampleMail(1))).toMatchObject({ kind: 'retry', code: 'no-connection' });
  });

  test('closing waits a bounded time for a send that hangs, and says what is not known', async () => {
    const { channel } = await sinkAnd(
      { behaviours: [{ kind: 'hang' }] },
      { connections: 1, timeouts: { closeMs: 200 } },
    );
    const hanging = channel.send(sampleMail(1));
    const waiting = channel.send(sampleMail(2));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const from = performance.now();
    await channel.close();
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(await hanging).toMatchObject({ kind: 'unconfirmed' });
    expect(await waiting).toMatchObject({ kind: 'retry', code: 'channel-closed' });
  });
});

describe('a mail is attempted once', () => {
  /** Follows the dialogue up to DATA, then does as it is told with the mail's bytes. */
  const upToData = (onMail: (socket: Socket, seen: string) => void) => {
    const seen = new Map<Socket, string>();
    return (socket: Socket, chunk: string) => {
      const mail = seen.get(socket);
      if (mail !== undefined) {
        seen.set(socket, mail + chunk);
        onMail(socket, mail + chunk);
      } else if (chunk.startsWith('DATA')) {
        seen.set(socket, '');
        socket.write('354 go on\r\n');
      } else socket.write('250 ok\r\n');
    };
  };

  test('cut in the middle of the mail: not sent, not tried again', async () => {
    const server = await rawServer(upToData((socket) => socket.destroy()));
    const mail = { ...sampleMail(1), text: `${'x'.repeat(900)}\n`.repeat(20_000) };
    const result = await channelTo(server.port, { connections: 1 }).send(mail);
    expect(['retry', 'unconfirmed']).toContain(result.kind);
    expect(server.connections()).toBe(1);
  });

  test('cut before any of the mail was asked for: come again', async () => {
    const server = await rawServer((socket, chunk) =>
      chunk.startsWith('DATA') ? socket.destroy() : socket.write('250 ok\r\n'),
    );
    expect(await channelTo(server.port).send(sampleMail(1))).toMatchObject({ kind: 'retry', code: 'connection-lost' });
    expect(server.connections()).toBe(1);
  });

  test('cut after the end of the mail: nobody knows', async () => {
    const server = await rawServer(upToData((socket, seen) => void (seen.endsWith('\r\n.\r\n') && socket.destroy())));
    expect(await channelTo(server.port).send(sampleMail(1))).toMatchObject({ kind: 'unconfirmed' });
    expect(server.connections()).toBe(1);
  });

  test('half an answer is none', async () => {
    const server = await rawServer(
      upToData((socket, seen) => void (seen.endsWith('\r\n.\r\n') && socket.end('550 5.1'))),
    );
    expect(await channelTo(server.port).send(sampleMail(1))).toMatchObject({ kind: 'unconfirmed' });
  });

  test('a used connection that dies under the next mail is not replaced behind our back', async () => {
    let mails = 0;
    const server = await rawServer((socket, chunk) => {
      if (chunk.startsWith('MAIL') && ++mails === 2) socket.destroy();
      else if (chunk.startsWith('DATA')) socket.write('354 go on\r\n');
      else if (!chunk.startsWith('From:') || chunk.endsWith('\r\n.\r\n')) socket.write('250 ok\r\n');
    });
    const channel = channelTo(server.port, { connections: 1 });
    expect(await channel.send(sampleMail(1))).toMatchObject({ kind: 'sent' });
    expect(await channel.send(sampleMail(2))).toMatchObject({ kind: 'retry', code: 'connection-lost' });
    expect(server.connections()).toBe(1);
  });
});

describe('login and encryption', () => {
  const users = { ana: 'secret' };

  test('logs in', async () => {
    const { channel } = await sinkAnd({ users }, { user: 'ana', pass: 'secret' });
    expect(await channel.send(sampleMail(1))).toMatchObject({ kind: 'sent' });
  });

  test('a wrong password is our fault, not the recipient’s', async () => {
    const { channel } = await sinkAnd({ users }, { user: 'ana', pass: 'wrong' });
    expect(await channel.send(sampleMail(1))).toMatchObject({
      kind: 'refused',
      code: 'login-refused',
      blame: 'sender',
    });
  });

  test('no login where one is needed', async () => {
    const { channel } = await sinkAnd({ users });
    expect(await channel.send(sampleMail(1))).toMatchObject({ kind: 'refused', blame: 'sender' });
  });

  test.each(['tls', 'starttls'] as const)('%s, and never with a certificate that nobody vouches for', async (tls) => {
    const { sink, channel } = await sinkAnd({ tls }, { secure: tls });
    expect(await channel.send(sampleMail(1))).toMatchObject({ kind: 'retry' });
    const trusting = channelTo(sink.port, { secure: tls, tls: { verify: false } });
    expect(await trusting.send(sampleMail(1))).toMatchObject({ kind: 'sent' });
    expect(sink.total).toBe(1);
  });

  test('STARTTLS that is not offered is not done without', async () => {
    const { sink, channel } = await sinkAnd({}, { secure: 'starttls' });
    expect(await channel.send(sampleMail(1))).toMatchObject({ kind: 'retry', code: 'tls-failed' });
    expect(sink.total).toBe(0);
  });
});

describe('settings', () => {
  const base = { host: 'mail.example', from: { address: 'a@x.example' } };

  test('need a host and a sender, and fill in the rest', () => {
    expect(SmtpSettingsSchema.parse(base)).toMatchObject({
      port: 587,
      secure: 'starttls',
      connections: 4,
      timeouts: { answerMs: 300_000 },
    });
    expect(SmtpSettingsSchema.safeParse({ host: 'mail.example' }).success).toBe(false);
  });

  test.each([
    ['a password over an open line', { ...base, user: 'a', pass: 'b', secure: 'none' }],
    ['a password over a line that may be open', { ...base, user: 'a', pass: 'b', secure: 'opportunistic' }],
    ['a user without a password', { ...base, user: 'a' }],
    ['too many connections', { ...base, connections: 51 }],
    ['a sender of two lines', { host: 'm', from: { address: 'a@x.example', name: 'A\r\nB' } }],
    ['a word that nobody knows', { ...base, pool: 3 }],
  ])('refuse %s', (_, settings) => {
    expect(SmtpSettingsSchema.safeParse(settings).success).toBe(false);
  });
});

test('a token that never comes holds a connection no longer than a send may take', async () => {
  const { sink } = await sinkAnd({});
  const settings = { host: '127.0.0.1', port: sink.port, secure: 'none', from: { address: 'hello@sender.example' } };
  const account = { user: 'ann', pass: 'unused', timeouts: { sendMs: 100 }, connections: 1 };
  const hung = () => new Promise<never>(() => undefined);
  const channel = smtpChannel(SmtpSettingsSchema.parse({ ...settings, ...account }), hung);
  endings.push(() => channel.close());
  const results = await Promise.all([channel.send(sampleMail(1)), channel.send(sampleMail(2))]);
  expect(results.map(({ kind }) => kind)).toEqual(['retry', 'retry']);
  expect(sink.total).toBe(0);
});
