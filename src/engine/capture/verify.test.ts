import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../domain/limits.ts';
import { type MailRoute, NO_DNS } from '../../domain/verify/route.ts';
import type { Resolver } from '../ports.ts';
import { verifyLines } from './verify.ts';

async function* from(lines: Iterable<string>): AsyncGenerator<string> {
  yield* lines;
}

const collect = (lines: Iterable<string>, resolver: Resolver | null) =>
  Array.fromAsync(verifyLines(from(lines), resolver));

/** Answers late lines first, as DNS may. */
function shuffledResolver(route: MailRoute = { kind: 'mx', hosts: ['mx.example'] }) {
  const asked: string[] = [];
  const resolver: Resolver = {
    name: '192.0.2.53',
    ask: async () => ({ kind: 'none' }),
    mailRoute(domain) {
      asked.push(domain);
      return new Promise((resolve) => setTimeout(() => resolve(route), 20 - (asked.length % 20)));
    },
  };
  return { asked, resolver };
}

describe('verifying lines', () => {
  it('keeps the order of the lines, blank ones and repetitions included', async () => {
    const lines = Array.from({ length: 700 }, (_, n) => (n % 50 === 0 ? '' : `jane${n % 90}@acme${n}.com`));
    const verdicts = await collect(lines, shuffledResolver().resolver);
    expect(verdicts.map(({ address }) => address)).toEqual(lines);
    expect(verdicts[0]).toEqual({ address: '', verdict: 'undeliverable', reasons: ['address-empty'] });
  });

  it('gives verdict, reason codes and a suggestion', async () => {
    const { resolver } = shuffledResolver();
    expect(await collect(['jane@acme.com\r', 'jane@gmial.co'], resolver)).toEqual([
      { address: 'jane@acme.com', verdict: 'plausible', reasons: ['mailbox-not-checked', 'mail-server'] },
      {
        address: 'jane@gmial.co',
        verdict: 'risky',
        reasons: ['look-alike-domain', 'mailbox-not-checked', 'mail-server'],
        suggestion: 'jane@gmail.com',
      },
    ]);
  });

  it('asks DNS only where the answer matters', async () => {
    const { resolver, asked } = shuffledResolver();
    await collect(['a..b@acme.com', 'jane@acme.invalid', '', 'jane@acme.com'], resolver);
    expect(asked).toEqual(['acme.com']);
  });

  it('says so where DNS was not asked, and where it was silent', async () => {
    expect((await collect(['jane@acme.com'], null))[0]?.reasons).toContain('dns-not-asked');
    const silent = shuffledResolver({ kind: 'unknown', detail: 'ETIMEOUT' }).resolver;
    expect((await collect(['jane@acme.com'], silent))[0]?.verdict).toBe('unknown');
  });

  it('reads only so far ahead', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1;
        yield `jane@acme${read}.com`;
      }
    }
    const verdicts = verifyLines(endless(), shuffledResolver().resolver);
    await verdicts.next();
    await verdicts.return();
    expect(read).toBe(LIMITS.verifyLines);
  });
});

describe('without any DNS', () => {
  const cutOff: Resolver = {
    name: '192.0.2.53',
    mailRoute: async () => ({ kind: 'unknown', detail: NO_DNS }),
    ask: async () => ({ kind: 'none' }),
  };

  it('says so once, naming whom it asked, and calls nothing undeliverable for it', async () => {
    const notes: string[] = [];
    const lines = ['jane@acme.com', 'joe@acme.org', 'no address'];
    const verdicts = await Array.fromAsync(verifyLines(from(lines), cutOff, (note) => notes.push(note)));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown', 'undeliverable']);
    expect(verdicts[0]?.reasons).toContain('dns-unanswered');
    expect(notes).toEqual([expect.stringContaining('192.0.2.53')]);
  });
});
