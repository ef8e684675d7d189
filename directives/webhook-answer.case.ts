/** Runs a row of webhook-answer.md: time begins at 0; waits are told as 5s, 30m, 2h. */
import { afterWebhook } from '../src/domain/webhook/answer.ts';

interface Row {
  readonly answer: 'no-answer' | 'not-sent' | 'forbidden' | number;
  readonly asks?: string;
  readonly tries?: number;
  readonly fails?: number;
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

export function run({ answer, asks, tries = 1, fails = 0 }: Row) {
  const retryAfterMs = asks === undefined ? null : msOf(asks);
  const told =
    typeof answer === 'number'
      ? ({ kind: 'answered', status: answer, retryAfterMs } as const)
      : ({ kind: answer } as const);
  const { send, webhook } = afterWebhook(told, tries, fails, 0);
  return {
    telling: send.state,
    ...(send.state === 'queued' ? { again: said(send.dueAt) } : {}),
    webhook: webhook.state,
    rests: said(webhook.restUntil),
    fails: webhook.fails,
  };
}

function msOf(text: string): number {
  return Number.parseFloat(text) * UNITS[text.at(-1) as keyof typeof UNITS];
}

function said(ms: number): string {
  if (ms % UNITS.h === 0 && ms > 0) return `${ms / UNITS.h}h`;
  if (ms % UNITS.m === 0 && ms > 0) return `${ms / UNITS.m}m`;
  return `${ms / UNITS.s}s`;
}
