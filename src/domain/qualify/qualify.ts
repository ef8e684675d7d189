/**
 * Whether a lead is worth contacting: qualified, for a person to review, or rejected. Owns the weighing of what speaks against it.
 * Rejects only on what is known; what is not known is for review, or as the playbook says. Every finding is kept, one decides.
 * Asks nobody: verification, permission and score come as facts.
 */
import type { Channel } from '../consent/regimes.ts';
import { conditionCompiler, isUnknown } from '../facts/condition.ts';
import type { Facts } from '../facts/facts.ts';
import type { Vocabulary } from '../facts/vocabulary.ts';
import type { Reason } from '../reason.ts';
import type { Score } from '../score/score.ts';
import type { Judgement } from '../verify/judge.ts';
import { domainsOf, isWithin } from './domains.ts';
import type { QualifyCode } from './reasons.ts';
import type { QualificationRules } from './rules.ts';

/** qualified: may be routed · review: a person must say · rejected: not contacted, until that is taken back. */
export type QualificationVerdict = 'qualified' | 'review' | 'rejected';

/** What is asked of a lead. */
export interface QualificationInput {
  readonly facts: Facts;
  readonly score: Pick<Score, 'score' | 'coverage' | 'known'>;
  /** What verification found of the e-mail address; null where there is none, or it was not verified. */
  readonly address: Pick<Judgement, 'verdict' | 'reasons' | 'mailbox'> | null;
  /** Channels that have an address and whose use is not refused. */
  readonly channels: readonly Channel[];
}

/** The verdict, with the reason that decided first and everything else that was found after it. */
export interface Qualification {
  readonly verdict: QualificationVerdict;
  readonly reasons: readonly Reason[];
  /** Channels left after what was found of the address. */
  readonly channels: readonly Channel[];
}

/** Qualification rules, ready to use. */
export type Qualifier = (input: QualificationInput) => Qualification;

/**
 * Makes rules ready. The harshest verdict found decides: facts that forbid and a low score reject, the playbook's own rules give
 * the verdict they name, a role's mailbox and too little evidence are for review. A rule that says `pass` lets a lead through whatever its score, evidence and mailbox; never what is forbidden.
 * Throws `ConditionError` for a rule that cannot be compiled; a checked playbook has none.
 */
export function compileQualification(rules: QualificationRules, vocabulary: Vocabulary): Qualifier {
  const ruleFindings = compileRules(rules, vocabulary);
  return (input) => {
    const address = addressFindings(input);
    const forbidden = [...address.forbidding, ...competitorFindings(input.facts, rules)];
    const own = ruleFindings(input.facts);
    const weak = [...freeMailFindings(input.facts, rules), ...scoreFindings(input.score, rules), ...address.doubtful];
    const passed = own.some(({ verdict, code }) => verdict === 'qualified' && code === 'playbook-rule');
    const findings = [...forbidden, ...own, ...(passed ? weak.map(noted) : weak), ...address.noted];
    return { ...decide(findings), channels: address.channels };
  };
}

/** Something found, and the verdict it asks for; `qualified` asks for none. */
interface Finding {
  readonly verdict: QualificationVerdict;
  readonly code: QualifyCode;
  readonly facts?: Reason['facts'];
}

const HARSHEST: readonly QualificationVerdict[] = ['rejected', 'review', 'qualified'];
/** Findings that send a lead to a person, as they are told of one that the playbook lets through all the same. */
const PASSED: Readonly<Partial<Record<QualifyCode, QualifyCode>>> = {
  'not-enough-evidence': 'little-known-passed',
  'rule-unknown': 'rule-unknown-passed',
  'role-mailbox': 'role-mailbox-passed',
};
const noted = (finding: Finding): Finding => ({
  ...finding,
  verdict: 'qualified',
  code: PASSED[finding.code] ?? finding.code,
});

/** The harshest verdict decides, the first of its findings being the reason. */
function decide(findings: readonly Finding[]): Pick<Qualification, 'verdict' | 'reasons'> {
  const verdict = HARSHEST.find((harsh) => findings.some((finding) => finding.verdict === harsh)) ?? 'qualified';
  const deciding = findings.filter((finding) => finding.verdict === verdict);
  const others = findings.filter((finding) => finding.verdict !== verdict);
  const reasons = [...deciding, ...others].map(({ code, facts }) => (facts === undefined ? { code } : { code, facts }));
  return { verdict, reasons: verdict === 'qualified' ? [{ code: 'qualified' }, ...reasons] : reasons };
}

interface AddressFindings {
  readonly forbidding: readonly Finding[];
  readonly doubtful: readonly Finding[];
  readonly noted: readonly Finding[];
  readonly channels: readonly Channel[];
}

/** What the address says: of the lead (thrown away, a machine's), or only of the channel e-mail. */
function addressFindings({ address, channels }: QualificationInput): AddressFindings {
  const isDisposable = address?.reasons.some(({ code }) => code === 'disposable-domain');
  const fault = channels.includes('email') ? channelFault(address) : null;
  const left = fault === null ? channels : channels.filter((channel) => channel !== 'email');
  const reachable = left.length > 0;
  return {
    forbidding: [
      ...(isDisposable ? [finding('rejected', 'disposable-address')] : []),
      ...(address?.mailbox === 'bot' ? [finding('rejected', 'bot-mailbox')] : []),
      ...(fault !== null && !reachable && fault !== 'address-unanswered' ? [finding('rejected', fault)] : []),
      ...(channels.length === 0 ? [finding('rejected', 'no-usable-channel')] : []),
    ],
    doubtful: [
      ...(fault === 'address-unanswered' && !reachable ? [finding('review', fault)] : []),
      ...(address?.mailbox === 'role' && left.includes('email') ? [finding('review', 'role-mailbox')] : []),
    ],
    noted: reachable && !left.includes('email') ? [finding('qualified', fault ?? 'without-email')] : [],
    channels: left,
  };
}

function channelFault(
  address: QualificationInput['address'],
): 'undeliverable-address' | 'no-reply-mailbox' | 'address-unanswered' | null {
  if (address?.verdict === 'undeliverable') return 'undeliverable-address';
  if (address?.mailbox === 'no-reply') return 'no-reply-mailbox';
  return address?.verdict === 'unknown' ? 'address-unanswered' : null;
}

function finding(verdict: QualificationVerdict, code: QualifyCode, facts?: Reason['facts']): Finding {
  return facts === undefined ? { verdict, code } : { verdict, code, facts };
}

function competitorFindings({ lead }: Facts, { competitors }: QualificationRules): Finding[] {
  const own = domainsOf(lead);
  const competitor = competitors.find((domain) => own.some((each) => isWithin(each, domain)));
  return competitor === undefined ? [] : [finding('rejected', 'competitor', { domain: competitor })];
}

function freeMailFindings({ profile }: Facts, { freeMail }: QualificationRules): Finding[] {
  return freeMail === 'reject' && profile.emailKind === 'free' ? [finding('rejected', 'free-mail-refused')] : [];
}

/** A low score rejects only where enough is known for it to mean something. */
function scoreFindings({ score, coverage, known }: QualificationInput['score'], rules: QualificationRules): Finding[] {
  if (coverage < rules.minCoverage)
    return [onUnknown(rules, 'not-enough-evidence', { coverage, needed: rules.minCoverage })];
  // Where nothing need be known, no number says why.
  if (known === 0) return [onUnknown(rules, 'not-enough-evidence')];
  return score < rules.minScore ? [finding('rejected', 'score-too-low', { score, needed: rules.minScore })] : [];
}

const THEN = { review: 'review', pass: 'qualified', reject: 'rejected' } as const;

function onUnknown(rules: QualificationRules, code: QualifyCode, facts?: Reason['facts']): Finding {
  return rules.onUnknown === 'pass'
    ? noted(finding('qualified', code, facts))
    : finding(THEN[rules.onUnknown], code, facts);
}

/** The first rule that holds, after those whose answer is not known. An unknown `pass` lets nobody pass and stops nobody. */
function compileRules(rules: QualificationRules, vocabulary: Vocabulary): (facts: Facts) => Finding[] {
  const compiler = conditionCompiler(vocabulary);
  const compiled = rules.rules.map((rule) => ({ ...rule, condition: compiler.condition(rule.when) }));
  return (facts) => {
    const found: Finding[] = [];
    for (const rule of compiled) {
      const answer = rule.condition.evaluate(facts);
      if (answer === true) return [finding(THEN[rule.then], 'playbook-rule', { rule: rule.name }), ...found];
      if (isUnknown(answer) && rule.then !== 'pass')
        found.push(onUnknown(rules, 'rule-unknown', { rule: rule.name, why: answer.unknown }));
    }
    return found;
  };
}
