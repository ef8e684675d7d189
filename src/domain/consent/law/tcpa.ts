/**
 * Texts and calls (directives/tcpa.md): what the American rules ask, and what is kept everywhere because no law on file
 * asks for less: texts and artificial voices need an opt-in on record, with its proof.
 * Owns these rules; the hours in which a person may be called are `calendar/quiet-hours.ts`.
 * Source: 47 U.S.C. 227 (TCPA), 47 CFR 64.1200.
 */
import type { Basis } from '../../lead/lead.ts';
import type { Consent, Permission } from '../permission.ts';
import type { Channel } from '../regimes.ts';
import { ANY_STATED, answer, byAcceptedBases, type LawAsk } from './accepted.ts';

/**
 * Whether a channel opens by a proven opt-in alone.
 * Source: 47 U.S.C. 227(b)(1)(A), 47 CFR 64.1200(a)(2) and (f)(9): prior express written consent; FCC 24-17: a voice made
 * by a machine is "artificial"; Directive 2002/58/EC, art. 13(1): automatic calling machines and electronic mail, which
 * texts are (recital 40).
 */
export function needsProof(channel: Channel): channel is 'sms' | 'ai-voice' {
  return channel === 'sms' || channel === 'ai-voice';
}

/**
 * Whether an opt-in may be relied on for a channel: where proof is needed, words without evidence are none.
 * Source: 47 CFR 64.1200(f)(9) (a signed agreement); Regulation (EU) 2016/679, art. 7(1): the sender must show it.
 */
export function isRelied({ kind, withdrawnAt, evidence }: Consent, channel: Channel): boolean {
  return kind === 'opt-in' && withdrawnAt === null && (!needsProof(channel) || evidence.trim() !== '');
}

/** Who says there is consent, or says nothing, may still bring the proof; any other basis is no opt-in. */
export function withoutProof(basis: Basis | null, channel: 'sms' | 'ai-voice'): Permission {
  return answer(basis === 'consent' || basis === null ? 'hold' : 'refuse', 'opt-in-proof-missing', { channel });
}

/**
 * Whether a person may call somebody in the United States: on any stated basis. Registers and exemptions are not asked.
 * Source: 47 CFR 64.1200(c)(2) and (d); that a basis must be stated is our own caution.
 */
export function byTcpa(ask: LawAsk): Permission {
  return byAcceptedBases(ask, ANY_STATED, 'TCPA');
}
