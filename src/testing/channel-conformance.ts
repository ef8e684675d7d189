/**
 * What every way out for mail must do, as one suite: an adapter of ours or of somebody else's passes it or is none.
 * Knows neither a test runner nor an adapter; both are handed in.
 */
import assert from 'node:assert/strict';
import type { Mail } from '../domain/message.ts';
import type { MailChannel, SendResult } from '../engine/ports.ts';

/** A mail as it came out at the other end, read by a parser that is not the adapter's. */
export interface ArrivedMail {
  readonly messageId: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Answers that a channel must be able to give, beside `sent`. */
export type ProvokedAnswer = 'refused' | 'retry' | 'unconfirmed';

/** Makes the world give one answer to the next mail, and says to whom that mail must go. */
export type Provocation = () => Promise<{ readonly to: string }>;

/** A channel with its other end in view. */
export interface ChannelUnderTest {
  readonly channel: MailChannel;
  /** Everything that came out so far. */
  arrived(): Promise<readonly ArrivedMail[]>;
  readonly provoke: Readonly<Partial<Record<ProvokedAnswer, Provocation>>>;
  /** Takes the other end down, after `channel.close`. */
  dispose(): Promise<void>;
}

/** The part of a test runner that the suite needs; vitest, node:test and jest all fit. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  readonly test: ((name: string, body: () => Promise<void>) => void) & {
    skip(name: string, body: () => Promise<void>): void;
  };
}

/** Longest that closing an idle channel may take. */
const CLOSE_MS = 5_000;
const UNICODE = 'Añade 新年 Здравствуйте 😀 é';

/**
 * Runs the suite for one adapter. `make` gives a fresh channel for each test.
 * `cannot`: answers that this medium cannot be made to give, each with the reason; the reason becomes the skipped test's title.
 */
export function describeChannel(
  name: string,
  make: () => Promise<ChannelUnderTest>,
  runner: TestRunner,
  cannot: Readonly<Partial<Record<ProvokedAnswer, string>>> = {},
): void {
  const check = (title: string, body: (under: ChannelUnderTest) => Promise<void>) =>
    runner.test(title, async () => {
      const under = await make();
      try {
        await body(under);
      } finally {
        await under.channel.close();
        await under.dispose();
      }
    });
  runner.describe(`${name} as a mail channel`, () => {
    for (const [title, body] of Object.entries(RULES)) check(title, body);
    for (const kind of ['refused', 'retry', 'unconfirmed'] as const) {
      const title = `says ${kind} and sends no second time`;
      const reason = cannot[kind];
      if (reason === undefined) check(title, (under) => answersWith(under, kind));
      else runner.test.skip(`${title}: ${reason}`, async () => undefined);
    }
  });
}

const RULES: Readonly<Record<string, (under: ChannelUnderTest) => Promise<void>>> = {
  'sends a mail once, as it was given': async ({ channel, arrived }) => {
    assertKind(await channel.send(sampleMail(1)), 'sent');
    const [mail, ...more] = await arrived();
    assert.deepEqual(more, []);
    assert.deepEqual(mail && { ...mail, text: mail.text.trimEnd() }, {
      messageId: '<conformance-1@sender.example>',
      to: 'person1@example.com',
      subject: 'Mail number 1',
      text: 'Line one.\n.a line with a dot\n..two dots\n\nEnd of 1.',
    });
  },

  'carries any script': async ({ channel, arrived }) => {
    assertKind(await channel.send({ ...sampleMail(1), subject: UNICODE, text: `${UNICODE}\n` }), 'sent');
    const [mail] = await arrived();
    assert.equal(mail?.subject, UNICODE);
    assert.equal(mail?.text.trimEnd(), UNICODE);
  },

  'takes as many at once as it says, and more wait their turn': async ({ channel, arrived }) => {
    const mails = Array.from({ length: channel.concurrency * 3 + 1 }, (_, n) => sampleMail(n));
    for (const result of await Promise.all(mails.map((mail) => channel.send(mail)))) assertKind(result, 'sent');
    const ids = (await arrived()).map((mail) => mail.messageId).sort();
    assert.deepEqual(ids, mails.map((mail) => mail.messageId).sort());
  },

  'makes no second copy of a mail sent again, exactly where it says that it is idempotent': async ({
    channel,
    arrived,
  }) => {
    await channel.send(sampleMail(1));
    assertKind(await channel.send(sampleMail(1)), 'sent');
    assert.equal((await arrived()).length, channel.recovery === 'idempotent' ? 1 : 2);
  },

  'refuses a mail with a header that would smuggle in another, and sends nothing': async ({ channel, arrived }) => {
    for (const evil of ['\r\nBcc: all@example.com', '\n.', '\0']) {
      const to = { name: null, address: `a@example.com${evil}` };
      for (const part of [{ subject: `Hi${evil}` }, { to }, { headers: [['X-Note', evil]] as const }])
        assertKind(await channel.send({ ...sampleMail(1), ...part }), 'refused');
    }
    assert.deepEqual(await arrived(), []);
  },

  'closes in time, once, and takes nothing after': async ({ channel, arrived }) => {
    await channel.send(sampleMail(1));
    const from = performance.now();
    await Promise.all([channel.close(), channel.close()]);
    assert.ok(performance.now() - from < CLOSE_MS, 'closing took too long');
    assertKind(await channel.send(sampleMail(2)), 'retry');
    assert.equal((await arrived()).length, 1);
  },
};

/** The provoked answer comes as a value, and no copy arrives beyond the one that may have. */
async function answersWith(under: ChannelUnderTest, kind: ProvokedAnswer): Promise<void> {
  const provoke = under.provoke[kind];
  assert.ok(provoke, `the suite was not told how to provoke ${kind}, nor why it cannot be`);
  const { to } = await provoke();
  const result = await under.channel.send({ ...sampleMail(1), to: { name: null, address: to } });
  assertKind(result, kind);
  assert.ok(result.detail.length > 0, 'a person must be able to read why');
  const copies = (await under.arrived()).filter((mail) => mail.messageId === sampleMail(1).messageId).length;
  assert.ok(kind === 'unconfirmed' ? copies <= 1 : copies === 0, `${copies} copies arrived`);
}

/** A mail that any channel can carry, numbered. */
export function sampleMail(number: number): Mail {
  return {
    id: `msg_${number}`,
    from: { name: 'Sender', address: 'hello@sender.example' },
    replyTo: null,
    to: { name: `Person ${number}`, address: `person${number}@example.com` },
    subject: `Mail number ${number}`,
    text: `Line one.\n.a line with a dot\n..two dots\n\nEnd of ${number}.\n`,
    html: null,
    messageId: `<conformance-${number}@sender.example>`,
    references: [],
    unsubscribeUrl: `https://sender.example/u/${number}`,
    date: Date.UTC(2026, 0, 15, 12),
    headers: [],
  };
}

function assertKind(result: SendResult, kind: SendResult['kind']): void {
  assert.equal(result.kind, kind, JSON.stringify(result));
}
