/**
 * How a domain stands after a look at DNS: whether mails may leave from it, when somebody is told, when it is looked at again. Pure; the rule
 * is directives/dns-standing.md.
 */
import type { DnsFinding } from './ask.ts';

/** What was found of one domain. */
export interface DnsStanding {
  /** In ASCII. */
  readonly domain: string;
  /** Epoch milliseconds, UTC. */
  readonly askedAt: number;
  readonly findings: readonly DnsFinding[];
}

/** What follows from it. */
export interface StandingJudged {
  /** Neither SPF nor DKIM can show that a mail is the domain's own: large providers refuse it. */
  readonly isUnproven: boolean;
  /** What somebody is told; null = too little is known to say either. */
  readonly status: 'doubted' | 'healthy' | null;
  /** Not before this time, epoch milliseconds. */
  readonly againAt: number;
}

const HOUR_MS = 3_600_000;
/** Records change seldom, and a bad one costs a day of mails. */
const AGAIN_MS = 24 * HOUR_MS;
/** What nobody could tell is asked sooner. */
const UNKNOWN_AGAIN_MS = HOUR_MS;

/** Judges what was found. Source: support.google.com/a/answer/81126: SPF or DKIM for every sender. */
export function judgeStanding({ askedAt, findings }: Omit<DnsStanding, 'domain'>): StandingJudged {
  const verdicts = new Set(findings.map(({ verdict }) => verdict));
  const isBad = (check: DnsFinding['check']) => findings.some((one) => one.check === check && one.verdict === 'bad');
  const isUnknown = verdicts.has('unknown');
  return {
    isUnproven: isBad('spf') && isBad('dkim'),
    status: verdicts.has('bad') ? 'doubted' : isUnknown ? null : 'healthy',
    againAt: askedAt + (isUnknown ? UNKNOWN_AGAIN_MS : AGAIN_MS),
  };
}
