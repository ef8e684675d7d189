/** Runs a row of test-send.md. */
import { type TestSend, testSendVerdict } from '../src/domain/delivery/test-send.ts';

export function run(input: TestSend): Readonly<Record<string, unknown>> {
  return { code: testSendVerdict(input) ?? 'none' };
}
