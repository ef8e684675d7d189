/**
 * Reasons in the language of whoever reads them. Apart from the table itself: only who asks for Spanish loads it.
 */
import { type ReasonText, reasonText } from '../reason.ts';
import { ACCOUNT } from './es/account.ts';
import { AGENT } from './es/agent.ts';
import { CONVERSATION } from './es/conversation.ts';
import { DELIVERY } from './es/delivery.ts';
import { HANDOFF } from './es/handoff.ts';
import { QUALIFY } from './es/qualify.ts';
import type { Sentences } from './es/sentences.ts';
import { SEQUENCE } from './es/sequence.ts';
import { VERIFY } from './es/verify.ts';

/** Languages that reasons are written in; the first is the one they are kept in. */
export type ReasonLanguage = 'en' | 'es';

/** All codes in Spanish. */
export const SPANISH: Sentences = {
  ...ACCOUNT,
  ...AGENT,
  ...CONVERSATION,
  ...DELIVERY,
  ...HANDOFF,
  ...QUALIFY,
  ...SEQUENCE,
  ...VERIFY,
};

/** The words of a code in a language: in English where it has none there; a code without words shows itself. */
export function reasonTextIn(language: ReasonLanguage, code: string): ReasonText {
  const found = language === 'es' && Object.hasOwn(SPANISH, code) ? SPANISH[code] : undefined;
  if (found === undefined) return reasonText(code);
  const [says, remedy = ''] = found;
  return { says, remedy };
}
