/**
 * The verdict on an address: may we mail it, and how sure is that. Each finding sets the best verdict that is still honest;
 * the lowest of them is the verdict.
 * Owns that weighing. Never asks anybody, and never says more than was found: whether a mailbox exists is only known from proof.
 */
import type { Reason } from '../reason.ts';
import { hasListedSuffix, hasListedTopLevel, isDisposable, isFreeMail, reservation } from './domains.ts';
import { readKey, unwrapAddress } from './email-key.ts';
import { type MailEvidence, proofOf } from './evidence.ts';
import { lookAlikeOf } from './look-alike.ts';
import { type MailboxKind, mailboxOf } from './mailbox.ts';
import type { VerifyCode } from './reasons.ts';
import type { MailRoute } from './route.ts';
import { type AddressSyntax, readAddress } from './syntax.ts';

/**
 * Verdicts from best to worst: `deliverable` = proven lately; `plausible` = nothing speaks against it, the mailbox was not
 * checked; `risky` = may arrive, better not; `unknown` = DNS did not answer, ask again; `undeliverable` = cannot arrive.
 */
export const VERDICTS = ['deliverable', 'plausible', 'risky', 'unknown', 'undeliverable'] as const;
/** One of `VERDICTS`. */
export type Verdict = (typeof VERDICTS)[number];

const WORST_FIRST = VERDICTS.toReversed();

/** What is thought of one address. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Everything found, the worst first; never empty. */
  readonly reasons: readonly Reason[];
  /** Lower case, domain in ASCII, nothing around it; null where it cannot be mailed at all. */
  readonly address: string | null;
  /** Its domain, to be asked in DNS; null where the question is idle. */
  readonly domain: string | null;
  /** The address that was probably meant. */
  readonly suggestion: string | null;
  readonly mailbox: MailboxKind;
}

/** A reason, and the best verdict that it still allows. */
interface Finding {
  readonly best: Verdict;
  readonly reason: Reason;
}

/**
 * Judges one address as found in a file (`Jane <jane@x.co>` and white space around it are taken off).
 * `route`: what DNS said of its domain; null = not asked. `evidence`: what a vendor or our own history found.
 */
export function judgeAddress(raw: string, route: MailRoute | null, evidence?: MailEvidence): Judgement {
  const syntax = readKey(raw) ?? readAddress(unwrapAddress(raw));
  const { local, domain } = syntax;
  const written = syntaxFindings(syntax);
  if (syntax.mailable === 'no')
    return weigh(written, { address: null, domain: null, suggestion: null, mailbox: 'person' });
  const mailbox = mailboxOf(local);
  const meant = lookAlikeOf(domain);
  const key = local.normalize('NFC').toLowerCase();
  const findings = [...written, proofFinding(evidence)];
  findings.push(...domainFindings(domain, meant));
  if (mailbox.kind !== 'person') findings.push(mailboxFinding(mailbox.kind, mailbox.word));
  findings.push(routeFinding(route));
  const suggestion = meant === null ? null : `${key}@${meant}`;
  return weigh(findings, { address: `${key}@${domain}`, domain, suggestion, mailbox: mailbox.kind });
}

type Facts = Reason['facts'];

function finding(best: Verdict, code: VerifyCode, facts?: Facts): Finding {
  return { best, reason: facts === undefined ? { code } : { code, facts } };
}

function syntaxFindings(syntax: AddressSyntax): Finding[] {
  return syntax.reasons.map((code) => finding(syntax.mailable === 'no' ? 'undeliverable' : 'risky', code));
}

function domainFindings(domain: string, meant: string | null): Finding[] {
  const found: Finding[] = [];
  const reserved = reservation(domain);
  if (reserved === 'never') found.push(finding('undeliverable', 'reserved-domain'));
  if (reserved === 'rehearsal') found.push(finding('risky', 'reserved-domain'));
  if (reserved === null && !hasListedSuffix(domain)) found.push(suffixFinding(domain));
  if (isDisposable(domain)) found.push(finding('risky', 'disposable-domain'));
  if (meant !== null) found.push(finding('risky', 'look-alike-domain', { meant }));
  if (isFreeMail(domain)) found.push(finding('deliverable', 'free-mail'));
  return found;
}

/** A name without a dot that is no top-level domain either can be nothing that mail reaches. */
function suffixFinding(domain: string): Finding {
  const hopeless = !domain.includes('.') && !hasListedTopLevel(domain);
  return finding(hopeless ? 'undeliverable' : 'risky', 'unlisted-suffix');
}

function mailboxFinding(kind: Exclude<MailboxKind, 'person'>, word: string | null): Finding {
  const code = kind === 'role' ? 'role-address' : kind === 'no-reply' ? 'no-reply-address' : 'bot-address';
  return finding('risky', code, { word });
}

const DNS_NOT_ASKED = finding('deliverable', 'dns-not-asked');
const MAILBOX_NOT_CHECKED = finding('plausible', 'mailbox-not-checked');

function routeFinding(route: MailRoute | null): Finding {
  switch (route?.kind) {
    case undefined:
      return DNS_NOT_ASKED;
    case 'mx':
      return finding('deliverable', 'mail-server', { host: route.hosts[0] ?? null });
    case 'address':
      return finding('deliverable', 'mail-to-host');
    case 'null-mx':
      return finding('undeliverable', 'null-mx');
    case 'none':
      return finding('undeliverable', 'no-mail-server', { detail: route.detail });
    case 'unknown':
      return finding('unknown', 'dns-unanswered', { detail: route.detail });
  }
}

function proofFinding(evidence: MailEvidence | undefined): Finding {
  const proof = proofOf(evidence);
  const facts = evidence && { source: evidence.source, status: evidence.status, ageDays: evidence.ageDays };
  switch (proof) {
    case null:
      return MAILBOX_NOT_CHECKED;
    case 'deliverable':
      return finding('deliverable', 'proof-deliverable', facts);
    case 'undeliverable':
      return finding('undeliverable', 'proof-undeliverable', facts);
    case 'uncertain':
      return finding('risky', 'proof-uncertain', facts);
    case 'stale':
      return finding('plausible', 'proof-stale', facts);
  }
}

/** The worst first; those of one rank as they were found. */
function weigh(findings: readonly Finding[], rest: Omit<Judgement, 'verdict' | 'reasons'>): Judgement {
  let worst: Verdict | null = null;
  const reasons: Reason[] = [];
  for (const verdict of WORST_FIRST)
    for (const { best, reason } of findings) {
      if (best !== verdict) continue;
      worst ??= verdict;
      reasons.push(reason);
    }
  return { verdict: worst ?? 'plausible', reasons, ...rest };
}
