/**
 * DMARC: what a domain asks of mails that are not shown to be its own. Pure; the rule is directives/sender-dns.md.
 * Source: RFC 7489 §6.3, §6.6.3 (the domain itself, then the one that was registered). Google and Yahoo ask bulk senders for a record.
 */
import { getDomain } from 'tldts';
import { type Asking, ask, type DnsFinding, notTold, valuesOf } from './ask.ts';

const RECORD = /^v=DMARC1\s*(;|$)/i;
const POLICIES: ReadonlySet<string> = new Set(['none', 'quarantine', 'reject']);

/** Looks at the record of a domain, or at that of the domain it belongs to. */
export function* checkDmarc(about: string): Asking<DnsFinding> {
  const registered = getDomain(about) ?? about;
  for (const domain of new Set([about, registered])) {
    const answer = yield* ask('texts', `_dmarc.${domain}`);
    if (answer.kind === 'unknown') return notTold('dmarc', about, answer.detail);
    const records = valuesOf(answer).filter((text) => RECORD.test(text));
    if (records.length > 0) return finding(about, domain, records);
  }
  return {
    check: 'dmarc',
    about,
    verdict: 'bad',
    reason: { code: 'dmarc-missing' },
    publish: publishAt(registered, 'none'),
  };
}

function finding(about: string, domain: string, records: readonly string[]): DnsFinding {
  const publish = publishAt(domain, 'quarantine');
  const of = (
    verdict: DnsFinding['verdict'],
    code: string,
    facts: Readonly<Record<string, string | number>>,
  ): DnsFinding => {
    return { check: 'dmarc', about, verdict, reason: { code, facts }, publish: verdict === 'ok' ? null : publish };
  };
  if (records.length > 1) return of('bad', 'dmarc-several', { count: records.length });
  const record = records[0] ?? '';
  // Of a domain below the one that was registered `sp` speaks, where it is there.
  const policy = (domain === about ? null : tagOf(record, 'sp')) ?? tagOf(record, 'p') ?? '';
  if (!POLICIES.has(policy)) return of('bad', 'dmarc-broken', { policy });
  return policy === 'none' ? of('weak', 'dmarc-none', { policy }) : of('ok', 'dmarc-found', { policy });
}

function tagOf(record: string, name: string): string | null {
  const tags = record.split(';').map((tag) => tag.split('=').map((part) => part.trim().toLowerCase()));
  return tags.find(([key]) => key === name)?.[1] ?? null;
}

function publishAt(domain: string, policy: string): DnsFinding['publish'] {
  return { name: `_dmarc.${domain}`, type: 'TXT', value: `v=DMARC1; p=${policy}; rua=mailto:postmaster@${domain}` };
}
