/**
 * Erasing a person: what is decided within the store's transaction (`domain/person/erasure`), with the hashes that only the holder of the
 * secret can make; and finding the erasure of somebody who is asked for afterwards.
 */
import { mailboxOf } from '../../domain/consent/suppression.ts';
import { erasedLater, keysThatStay, type RefusalLeft, refusalsLeft } from '../../domain/person/erasure.ts';
import { type Reason, reasonText } from '../../domain/reason.ts';
import { normaliseEmail } from '../../domain/verify/email-key.ts';
import { readPhone } from '../../domain/verify/phone.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import type { Erasure, ErasureDecision, PersonFound, Suppression, Tombstone } from '../store-port.ts';

/** Whom, and who says so. */
export interface EraseWish {
  readonly workspaceId: string;
  readonly leadId: string;
  readonly by: string;
}

/** Takes a person away. Errors: refusals `no-such-lead`, `on-its-way`. */
export async function erasePerson(engine: Engine, { workspaceId, leadId, by }: EraseWish): Promise<Erasure> {
  let later: Reason | null = null;
  const at = engine.clock.now();
  const id = engine.ids.next('era');
  const erased = await engine.store.people.erase({
    workspaceId,
    leadId,
    decide(found, underWay) {
      later = erasedLater(underWay);
      return later === null ? decisionOf(engine, found, { id, at, by }) : null;
    },
  });
  if (erased) {
    await engine.parts.tombstones?.add(tombstoneOf(erased));
    return erased;
  }
  if (later !== null) throw refusedFor(later);
  throw new Refusal('no-such-lead', `no lead is known as “${leadId}”`, 'it may have been merged or erased meanwhile');
}

/** What is noted of an erasure outside of the database. */
export function tombstoneOf({ workspaceId, id, by, keyHashes }: Erasure): Tombstone {
  return { workspaceId, id, by, keyHashes };
}

function refusedFor({ code }: Reason): Refusal {
  const { says, remedy } = reasonText(code);
  return new Refusal(code, says, remedy);
}

function decisionOf(
  { keyring }: Engine,
  { ids, emails, phones }: PersonFound,
  of: Pick<ErasureDecision, 'id' | 'at' | 'by'>,
): ErasureDecision {
  const keys = keysThatStay(ids.map((leadId) => ({ leadId, emails, phones })));
  const kinds = new Map(keys.map(({ kind, value }) => [keyring.hash(kind, value), kind] as const));
  return {
    ...of,
    keyHashes: [...kinds.keys()],
    refusals(keyHash, standing) {
      const kind = kinds.get(keyHash) as Suppression['kind'];
      return refusalsLeft(standing).map(({ channel, reason, anew }: RefusalLeft) => {
        const since = standing.find((one) => one.channel === channel)?.at ?? of.at;
        return { keyHash, channel, kind, value: null, reason, origin: 'erased', at: anew ? of.at : since };
      });
    },
  };
}

/** The erasure of somebody who is asked for by an id, an address or a number; null = nobody known so was erased. */
export async function erasureOf({ store, keyring }: Engine, workspaceId: string, ref: string): Promise<Erasure | null> {
  const email = ref.includes('@') ? normaliseEmail(ref) : null;
  const phone = /^[+0-9]/.test(ref) ? readPhone(ref, null) : null;
  return store.people.erasureUnder(workspaceId, [
    keyring.hash('lead', ref),
    ...(email ? [keyring.hash('address', mailboxOf(email))] : []),
    ...(phone && 'e164' in phone ? [keyring.hash('phone', phone.e164)] : []),
  ]);
}
