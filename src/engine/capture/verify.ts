/**
 * Verification of a stream of addresses, for the command `verify`: one line in, one verdict out, in the same order.
 * Owns order and how many lines are in hand. The verdict is `domain/verify/judge.ts`, the question to DNS the resolver's.
 */
import { LIMITS } from '../../domain/limits.ts';
import { judgeAddress, type Verdict } from '../../domain/verify/judge.ts';
import { saysNothing } from '../../domain/verify/route.ts';
import type { Resolver } from '../ports.ts';

/** The verdict on one line; `reasons` are codes of `VERIFY_REASONS`, the worst first. */
export interface VerifiedLine {
  /** The line as given, without its line ending. */
  readonly address: string;
  readonly verdict: Verdict;
  readonly reasons: string[];
  /** The address that was probably meant; absent where there is nothing to suggest. */
  readonly suggestion?: string;
}

/**
 * Judges each line and yields the verdicts in the order of the lines; a blank line is an address too, and an empty one.
 * `resolver`: null = DNS is not asked. Reads at most `LIMITS.verifyLines` ahead of what was taken; an error of the input is
 * thrown at its place, after the verdicts before it.
 * `note`: told once, where there is no DNS at all, whom we asked.
 */
export async function* verifyLines(
  lines: AsyncIterable<string>,
  resolver: Resolver | null,
  note: (sentence: string) => void = () => undefined,
): AsyncGenerator<VerifiedLine, void, undefined> {
  const inHand: Promise<VerifiedLine>[] = [];
  const ask = resolver === null ? null : noticing(resolver, note);
  for await (const line of lines) {
    inHand.push(verifyLine(line.replace(/\r?\n?$/, ''), ask));
    const oldest = inHand.length >= LIMITS.verifyLines ? inHand.shift() : undefined;
    if (oldest) yield await oldest;
  }
  for (const verdict of inHand) yield await verdict;
}

/** What is said where no DNS answers. */
export function noDnsNote({ name }: Resolver): string {
  return `No DNS answers here (asked: ${name}); domains are not checked. Check the network, or set dns.servers in rekindle.yaml.`;
}

type Ask = Resolver['mailRoute'];

function noticing(resolver: Resolver, note: (sentence: string) => void): Ask {
  let noted = false;
  return async (domain) => {
    const route = await resolver.mailRoute(domain);
    if (saysNothing(route) && !noted) {
      noted = true;
      note(noDnsNote(resolver));
    }
    return route;
  };
}

/** DNS is asked only where its answer can change the verdict. */
async function verifyLine(address: string, ask: Ask | null): Promise<VerifiedLine> {
  const unasked = judgeAddress(address, null);
  const idle = ask === null || unasked.domain === null || unasked.verdict === 'undeliverable';
  const { verdict, reasons, suggestion } = idle ? unasked : judgeAddress(address, await ask(unasked.domain));
  const codes = reasons.map((reason) => reason.code);
  return { address, verdict, reasons: codes, ...(suggestion === null ? {} : { suggestion }) };
}
