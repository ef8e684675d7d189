/** On whom a campaign is and who writes, as it is typed: when it is drafted, and while it is a draft. */
import { z } from 'zod';
import type { Brand } from '../../../domain/brand.ts';
import type { Audience, SenderIdentity } from '../../../domain/campaign/campaign.ts';
import type { Engine } from '../../engine.ts';
import { alsoFromWords, senderOf } from '../steering/senders.ts';

const DAILY_CAP = 30;

/** Inputs by which it is said. */
export const whomInputs = {
  import: z.array(z.string()).optional().describe('only leads of this import; may be repeated'),
  tag: z.array(z.string()).optional().describe('only leads with this tag; may be repeated'),
  where: z.string().nullable().optional().describe('CEL over the facts, such as: lead.country == "US"'),
  frozen: z.boolean().optional().describe('take in nobody after the launch'),
  fromName: z.string().default('').describe('who writes'),
  fromAddress: z.string().default('').describe('mailbox that it comes from'),
  company: z.string().default('').describe('company that stands behind it'),
  postalAddress: z.string().default('').describe('street address shown in each e-mail'),
  dailyCap: z.int().min(1).max(100_000).optional().describe(`messages a day for each mailbox; ${DAILY_CAP} by default`),
  alsoFrom: alsoFromWords,
};
const whom = z.object(whomInputs);
type Whom = z.output<typeof whom>;

/** Whether anything is said of who is judged. */
export function saysAudience({ import: imports, tag, where, frozen }: Partial<Whom>): boolean {
  return [imports, tag, where, frozen].some((one) => one !== undefined);
}

/** Whether anything is said of who writes. */
export function saysSender({ fromName, fromAddress, company, postalAddress, dailyCap, alsoFrom }: Whom): boolean {
  const texts = [fromName, fromAddress, company, postalAddress];
  return texts.some((text) => text !== '') || dailyCap !== undefined || alsoFrom.length > 0;
}

/** Who is judged: as it is said, the rest as in `before`. An empty condition is none. */
export function audienceFrom({ import: imports, tag, where, frozen }: Whom, before: Audience): Audience {
  return {
    imports: imports ?? before.imports,
    tags: tag ?? before.tags,
    where: where === undefined ? before.where : where || null,
    frozen: frozen ?? before.frozen,
  };
}

/** Who writes: as it is said, the rest as in `like`, else as the brand or the configuration says. Further mailboxes are those of the first one. */
export function senderFrom(
  engine: Engine,
  said: Whom,
  { like, brand }: { readonly like: SenderIdentity | undefined; readonly brand: Brand | null },
): SenderIdentity {
  const { fromName, fromAddress, company, postalAddress, dailyCap, alsoFrom } = said;
  const whole = {
    ...{ fromName: fromName || (like?.name ?? ''), fromAddress: fromAddress || (like?.address ?? '') },
    ...{ company: company || (like?.company ?? ''), postalAddress: postalAddress || (like?.postalAddress ?? '') },
    ...{ dailyCap: dailyCap ?? like?.dailyCap ?? DAILY_CAP, alsoFrom },
  };
  const sender = senderOf(engine, whole, brand);
  if (alsoFrom.length > 0 || !like?.more || whole.fromAddress !== like.address) return sender;
  // A further mailbox without a number of its own has that of the first one.
  const more = like.more.map((one) => (one.dailyCap === like.dailyCap ? { ...one, dailyCap: sender.dailyCap } : one));
  return { ...sender, more };
}
