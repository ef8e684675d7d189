/** Runs a row of hand-off-delivery.md; times are minutes from now. */
import { afterHandOff, type HandOffAnswer } from '../src/domain/handoff/answer.ts';

interface Row {
  readonly answer: string;
  readonly attempts: number;
  readonly after?: number;
}

const NOW = Date.UTC(2026, 5, 10, 2);
const MINUTE_MS = 60_000;

/** Where the sending goes. */
export function run({ answer, attempts, after }: Row): Record<string, unknown> {
  const { state, dueAt, askAt, code } = afterHandOff(answerOf(answer, after), attempts, NOW);
  const minutes = (at: number) => (at - NOW) / MINUTE_MS;
  return {
    state,
    ...(dueAt === NOW ? {} : { due: minutes(dueAt) }),
    ...(askAt === null ? {} : { ask: minutes(askAt) }),
    ...(code === null ? {} : { code }),
  };
}

function answerOf(text: string, after: number | undefined): HandOffAnswer {
  const [kind, code] = text.split(' ');
  const ms = after === undefined ? null : after * MINUTE_MS;
  switch (kind) {
    case 'refused':
      return { kind, detail: '', ...(code === undefined ? {} : { code }) };
    case 'retry':
      return { kind, detail: '', afterMs: ms };
    case 'unconfirmed':
      return { kind, detail: '', askMs: ms };
    default:
      return { kind: 'sent', detail: '' };
  }
}
