/** A lead that said yes again: its refusals are looked at and taken away in one transaction. Decides nothing. */
import type { Lifted, PersonFound, Suppression, SuppressionKeysOf } from '../../engine/store-port.ts';
import { refusalsGate } from '../gates.ts';
import { personOf } from '../people/found.ts';
import { keepNotes } from '../people/refusal-notes.ts';
import { enterAlone, type Program, run } from '../program.ts';
import { recipientOf } from '../rows/lead.ts';
import { statement } from '../statement.ts';
import { touchLeads } from './leads.ts';
import { addSuppressions, suppressionsFor } from './suppressions.ts';

const LIFT = statement(
  'DELETE FROM suppression WHERE workspace_id = :workspaceId AND key_hash = :keyHash AND channel = :channel',
);

const OF_A_WAY: ReadonlySet<Suppression['kind']> = new Set(['address', 'phone']);

/** Against the lead, and against every address and number that the person had, or wrote from: what was refused there is lifted too. */
function* againstPerson(
  workspaceId: string,
  { lead, emails, phones }: PersonFound,
  keysOf: SuppressionKeysOf,
): Program<readonly Suppression[]> {
  const now = recipientOf(lead);
  const [found = []] = yield* suppressionsFor(workspaceId, [now], keysOf);
  const ways = [...emails.map((email) => ({ email, phone: null })), ...phones.map((phone) => ({ email: null, phone }))];
  const elsewhere = yield* suppressionsFor(
    workspaceId,
    ways.map((way) => ({ ...now, ...way })),
    (way) => keysOf(way, OF_A_WAY),
  );
  const own = new Set(found.map(({ keyHash, channel }) => `${keyHash} ${channel}`));
  return [...found, ...elsewhere.flat().filter(({ keyHash, channel }) => !own.has(`${keyHash} ${channel}`))];
}

/** Takes away what a decision says of the refusals against a lead, and puts the rest of a split one in its place. */
export function* liftRefusals(
  workspaceId: string,
  leadId: string,
  keysOf: SuppressionKeysOf,
  decide: (found: readonly Suppression[]) => Lifted,
): Program<Lifted | null> {
  yield* enterAlone(refusalsGate(workspaceId));
  const person = yield* personOf(workspaceId, leadId);
  if (!person) return null;
  const lifted = decide(yield* againstPerson(workspaceId, person, keysOf));
  for (const { keyHash, channel } of lifted.gone) yield* run(LIFT, { workspaceId, keyHash, channel });
  yield* keepNotes(
    lifted.gone.map(({ keyHash, channel, at }) => ({ workspaceId, keyHash, channel, reason: null, at })),
  );
  yield* addSuppressions(
    workspaceId,
    lifted.instead.map((suppression) => ({ leadId, suppression })),
  );
  if (lifted.gone.length > 0) yield* touchLeads(workspaceId, [leadId]);
  return lifted;
}
