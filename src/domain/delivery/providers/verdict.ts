/** What a provider's answer to a send means, and the parts that its readers share. Owns the shape; knows no provider. */
import type { SendResult } from '../answer.ts';
import type { Blame } from '../reply.ts';

/** What an answer means. `code` is a reason code of `DELIVERY_REASONS`; null where the kind says it all. */
export interface ProviderVerdict {
  readonly kind: SendResult['kind'];
  readonly code: string | null;
  readonly blame: Blame | null;
  /** Milliseconds to wait where the answer says or implies it; null = as the caller thinks fit. */
  readonly afterMs: number | null;
}

/** Never with this message. */
export const refused = (code: string, blame: Blame): ProviderVerdict => ({
  kind: 'refused',
  code,
  blame,
  afterMs: null,
});
/** Not now. */
export const retry = (code: string, blame: Blame | null, afterMs: number | null): ProviderVerdict => ({
  kind: 'retry',
  code,
  blame,
  afterMs,
});
/** It has it. */
export const SENT: ProviderVerdict = { kind: 'sent', code: null, blame: null, afterMs: null };
/** It may have it: it is asked, and never sent again blindly. */
export const UNCONFIRMED: ProviderVerdict = { kind: 'unconfirmed', code: null, blame: null, afterMs: null };

/** The verdict as the result of a send. */
export function resultOf(verdict: ProviderVerdict, providerRef: string | null, detail: string): SendResult {
  const { kind, code, blame, afterMs } = verdict;
  switch (kind) {
    case 'sent':
      return { kind, providerRef, detail };
    case 'unconfirmed':
      return { kind, detail };
    case 'refused':
      return { kind, code: code ?? 'policy-refused', blame: blame ?? 'policy', detail };
    case 'retry':
      return { kind, code: code ?? 'server-busy', afterMs, detail, ...(blame === null ? {} : { blame }) };
  }
}
