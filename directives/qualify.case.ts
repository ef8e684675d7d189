/** Runs a row of qualify.md. `address` is the verdict on the e-mail address, `found` one reason code of it. */
import type { Channel } from '../src/domain/consent/regimes.ts';
import { factsOf } from '../src/domain/facts/facts.ts';
import { vocabularyOf } from '../src/domain/facts/vocabulary.ts';
import { NO_VALUES } from '../src/domain/lead/lead.ts';
import { compileQualification } from '../src/domain/qualify/qualify.ts';
import { qualificationSchema } from '../src/domain/qualify/rules-schema.ts';
import type { Verdict } from '../src/domain/verify/judge.ts';
import type { MailboxKind } from '../src/domain/verify/mailbox.ts';

interface Row {
  readonly email?: string;
  readonly domain?: string;
  readonly country?: string;
  readonly address?: Verdict;
  readonly found?: string;
  readonly mailbox?: MailboxKind;
  readonly channels: readonly Channel[];
  readonly score: number;
  readonly coverage: number;
  readonly known: number;
  readonly rules?: object;
}

const vocabulary = vocabularyOf({});

export function run(row: Row): {
  readonly verdict: string;
  readonly reasons: string;
  readonly channels: readonly Channel[];
  /** Of the first reason, or `none`. */
  readonly facts: unknown;
} {
  const { email = null, domain = null, country = null, address, found, mailbox = 'person' } = row;
  const { verdict, reasons, channels } = compileQualification(
    qualificationSchema.parse(row.rules ?? {}),
    vocabulary,
  )({
    facts: factsOf({ ...NO_VALUES, email, domain, country }, {}, {}),
    score: row,
    address:
      address === undefined
        ? null
        : { verdict: address, reasons: found === undefined ? [] : [{ code: found }], mailbox },
    channels: row.channels,
  });
  const first = reasons[0];
  const facts = first !== undefined && 'facts' in first ? first.facts : 'none';
  return { verdict, reasons: reasons.map(({ code }) => code).join(', '), channels, facts };
}
