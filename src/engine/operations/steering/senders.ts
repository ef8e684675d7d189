/** Further mailboxes that a campaign writes from: how they are typed, and changing them. */

import { z } from 'zod';
import type { Brand } from '../../../domain/brand.ts';
import { isOver, type SenderIdentity } from '../../../domain/campaign/campaign.ts';
import { mailboxesOf, type SenderMailbox } from '../../../domain/campaign/senders.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { changedMeanwhile } from '../../campaigns.ts';
import type { Engine } from '../../engine.ts';
import { campaignOf, campaignRef } from '../find.ts';
import { operation, Refusal } from '../operation.ts';

/** As it is typed. */
export const alsoFromWords = z
  .array(z.string())
  .max(LIMITS.campaignSenders - 1)
  .default([])
  .describe('a further mailbox, by turns: "Bob Ray <bob@acme.com>", with messages a day "… 20"; may be repeated');

const TYPED =
  /^(?:(?<name>[^<>]*?)\s*<(?<inside>[^\s<>@]+@[^\s<>@]+)>|(?<bare>[^\s<>@]+@[^\s<>@]+))(?:\s+(?<cap>\d{1,6}))?$/;

type First = Pick<SenderIdentity, 'dailyCap'> & { readonly fromName: string; readonly fromAddress: string };

/**
 * Mailboxes as they are typed; name and cap are the first one’s where none is written. Errors: refusal `bad-sender` for what cannot be read,
 * for one that stands twice, and where there is no first one.
 */
function furtherMailboxes(
  words: readonly string[],
  { fromName, fromAddress, dailyCap }: First,
): { readonly more?: readonly SenderMailbox[] } {
  if (words.length === 0) return {};
  const remedy = 'write --also-from "Bob Ray <bob@acme.com>", or bob@acme.com, with a number behind it for another cap';
  if (fromAddress === '') throw new Refusal('bad-sender', 'there is no first mailbox', 'name it with --from-address');
  const seen = new Set([fromAddress.toLowerCase()]);
  const more = words.map((word) => {
    const { name, inside, bare, cap } = TYPED.exec(word.trim())?.groups ?? {};
    const address = inside ?? bare;
    const own = cap === undefined ? dailyCap : Number(cap);
    if (address === undefined || own < 1) throw new Refusal('bad-sender', `“${word}” is no mailbox`, remedy);
    if (seen.has(address.toLowerCase()))
      throw new Refusal('bad-sender', `${address} stands there twice`, 'name each mailbox once');
    seen.add(address.toLowerCase());
    return { name: name || fromName, address, dailyCap: own };
  });
  return { more };
}

/** Who writes, as it is typed; empty where nothing is. */
interface SaidSender extends First {
  readonly company: string;
  readonly postalAddress: string;
  readonly alsoFrom: readonly string[];
}

/** Who writes: as it is said, else as the configuration says. Errors: refusal `bad-sender`. */
export function senderOf({ parts }: Engine, said: SaidSender, brand: Brand | null): SenderIdentity {
  const { name, address, company, postalAddress } = parts.sender ?? {
    name: '',
    address: '',
    company: '',
    postalAddress: '',
  };
  const fromName = said.fromName || name;
  const fromAddress = said.fromAddress || address;
  const { dailyCap } = said;
  return {
    name: fromName,
    address: fromAddress,
    // The company of the configuration stands behind its own sender alone.
    company: said.company || brand?.name || (said.fromName === '' ? company : '') || fromName,
    postalAddress: said.postalAddress || brand?.postalAddress || postalAddress,
    dailyCap,
    ...furtherMailboxes(said.alsoFrom, { fromName, fromAddress, dailyCap }),
  };
}

/** `campaign senders`. */
export const campaignSenders = operation({
  noun: 'campaign',
  verb: 'senders',
  command: 'campaign senders',
  summary: 'Set the further mailboxes that a campaign writes from, by turns; whoever began a thread goes on',
  kind: 'command',
  input: z.strictObject({ campaign: campaignRef, alsoFrom: alsoFromWords }),
  output: z.object({
    campaign: z.string(),
    mailboxes: z.array(z.object({ name: z.string(), address: z.string(), dailyCap: z.number() })),
  }),
  positional: ['campaign'],
  errors: ['no-such-campaign', 'no-campaign', 'which-campaign', 'bad-sender', 'wrong-state', 'changed-meanwhile'],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    {
      command: 'campaign senders spring --also-from "Bob Ray <bob@acme.com> 20"',
      says: 'without --also-from only the first mailbox is left',
    },
  ],
  async run(context, { campaign: ref, alsoFrom }) {
    const found = await campaignOf(context, ref);
    if (isOver(found))
      throw new Refusal('wrong-state', `campaign “${found.name}” is ${found.state}`, 'create a new one');
    const { more: _, ...first } = found.sender;
    const further = furtherMailboxes(alsoFrom, { ...first, fromName: first.name, fromAddress: first.address });
    const changed = { ...found, sender: { ...first, ...further } };
    if (!(await context.engine.store.campaigns.save(changed, found))) throw changedMeanwhile(found);
    return { campaign: found.name, mailboxes: mailboxesOf(changed.sender).map((one) => ({ ...one })) };
  },
});
