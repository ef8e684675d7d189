/** Runs a row of verify-address.md through the real judge. */
import { judgeAddress } from '../src/domain/verify/judge.ts';
import type { MailRoute } from '../src/domain/verify/route.ts';

interface Row {
  readonly address?: string;
  readonly route?: MailRoute['kind'];
  readonly status?: string;
  readonly ageDays?: number;
}

const ROUTES: Readonly<Record<MailRoute['kind'], MailRoute>> = {
  mx: { kind: 'mx', hosts: ['mx.example'] },
  address: { kind: 'address' },
  'null-mx': { kind: 'null-mx' },
  none: { kind: 'none', detail: 'ENOTFOUND' },
  unknown: { kind: 'unknown', detail: 'ETIMEOUT' },
};

/** The verdict, the worst reason with its facts, who reads the mailbox, and the suggestion where there is one. */
export function run({ address = '', route, status, ageDays }: Row): Readonly<Record<string, unknown>> {
  const evidence = status === undefined ? [] : [{ source: 'Apollo', status, ageDays: ageDays ?? null }];
  const judged = judgeAddress(address, route === undefined ? null : ROUTES[route], ...evidence);
  const { verdict, reasons, mailbox, suggestion } = judged;
  const [worst] = reasons;
  const freeMail = reasons.some(({ code }) => code === 'free-mail');
  const also = suggestion === null ? {} : { suggestion };
  return { verdict, worst: worst?.code, facts: worst?.facts, mailbox, freeMail, ...also };
}
