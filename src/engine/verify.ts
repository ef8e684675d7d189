/**
 * Verification of a stream of addresses, for the command `verify`: one line in, one verdict out, in the same order.
 * Owns order and how many lines are in hand. The verdict is `domain/verify/judge.ts`, the question to DNS the resolver's.
 */
import { LIMITS } from '../domain/limits.ts';
import { judgeAddress, type Verdict } from '../domain/verify/judge.ts';
import type { Resolver } from './ports.ts';

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
 */
export async function* verifyLines(
  lines: AsyncIterable<string>,
  resolver: Resolver | null,
): AsyncGenerator<VerifiedLine, void, undefined> {
  const inHand: Promise<VerifiedLine>[] = [];
  for await (const line of lines) {
    inHand.push(verifyLine(line.replace(/\r?\n?$/, ''), resolver));
    const oldest = inHand.length >= LIMITS.verifyLines ? inHand.shift() : undefined;
    if (oldest) yield await oldest;
  }
  for (const verdict of inHand) yield await verdict;
}

/** DNS is asked only where its answer can change the verdict. */
async function verifyLine(address: string, resolver: Resolver | null): Promise<VerifiedLine> {
  const unasked = judgeAddress(address, null);
  const idle = resolver === null || unasked.domain === null || unasked.verdict === 'undeliverable';
  const { verdict, reasons, suggestion } = idle
    ? unasked
    : judgeAddress(address, await resolver.mailRoute(unasked.domain));
  const codes = reasons.map((reason) => reason.code);
  return { address, verdict, reasons: codes, ...(suggestion === null ? {} : { suggestion }) };
}
