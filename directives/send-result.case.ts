/** Runs a row of send-result.md. */
import { afterAnswer, isHardBounce, type SendResult, STANDARD_RETRIES } from '../src/domain/delivery/answer.ts';
import type { Blame } from '../src/domain/delivery/reply.ts';

interface Row {
  readonly answer: SendResult['kind'];
  readonly code?: string;
  readonly after?: number | 'no number';
  readonly blame?: Blame;
  readonly tries?: number;
  readonly 'put off'?: number;
  readonly since?: number;
  readonly waits?: readonly number[];
  readonly 'give up'?: number;
  readonly 'on record'?: boolean;
  readonly now?: number;
}

interface Answer {
  readonly to: string;
  readonly because?: string;
  readonly due?: number;
  readonly contact: string;
  readonly bounce: boolean;
}

const MINUTE_MS = 60_000;
const DETAIL = 'The server’s words. '.repeat(100);

export function run(row: Row): Answer {
  const { waitsMs, giveUpMs } = STANDARD_RETRIES;
  const policy = {
    waitsMs: row.waits?.map((minutes) => minutes * MINUTE_MS) ?? waitsMs,
    giveUpMs: row['give up'] === undefined ? giveUpMs : row['give up'] * MINUTE_MS,
  };
  const attempt = {
    tries: row.tries ?? 1,
    putOffs: row['put off'] ?? 0,
    since: (row.since ?? 0) * MINUTE_MS,
    onRecord: row['on record'] ?? false,
  };
  const { to, reason, dueAt, contact } = afterAnswer(answerOf(row), attempt, policy, (row.now ?? 1) * MINUTE_MS);
  const { detail, ...facts } = reason?.facts ?? {};
  if (reason && detail !== DETAIL.slice(0, 300)) throw new Error('the server’s words are kept, 300 characters of them');
  return {
    to,
    contact,
    bounce: isHardBounce(answerOf(row)),
    ...(reason ? { because: [reason.code, ...Object.values(facts)].join(' ') } : {}),
    ...(dueAt === null ? {} : { due: dueAt / MINUTE_MS }),
  };
}

function answerOf({ answer, code = '', after, blame }: Row): SendResult {
  if (answer === 'sent') return { kind: 'sent', providerRef: null, detail: DETAIL };
  if (answer === 'unconfirmed') return { kind: 'unconfirmed', detail: DETAIL };
  if (answer === 'refused') return { kind: 'refused', code, blame: blame ?? 'policy', detail: DETAIL };
  const afterMs = after === undefined ? null : after === 'no number' ? Number.NaN : after * MINUTE_MS;
  return { kind: 'retry', code, afterMs, detail: DETAIL, ...(blame === undefined ? {} : { blame }) };
}
