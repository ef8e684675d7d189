/** Puts refusals back that a backup does not know; what stands stays as it is. */
import { type RefusalNote, refusedAgain } from '../../domain/consent/noted.ts';
import type { LeadSuppression, NoteFound } from '../../engine/store-port.ts';
import { refusalsGate } from '../gates.ts';
import { addSuppressions, refusalsUnder } from '../leads/suppressions.ts';
import { enterAlone, type Program } from '../program.ts';

/** Their origin from then on. */
const ORIGIN = 'noted';

/** Adds of these what is refused again; how many that are. */
export function* refuseAgain(workspaceId: string, notes: readonly NoteFound[]): Program<number> {
  yield* enterAlone(refusalsGate(workspaceId));
  const hashes = [...new Set(notes.map(({ note }) => note.keyHash))];
  const standing = new Set((yield* refusalsUnder(workspaceId, hashes)).map(pairOf));
  const again = notes.filter(({ note, ...found }) =>
    refusedAgain(note, { ...found, stands: standing.has(pairOf(note)) }),
  );
  return yield* addSuppressions(workspaceId, again.map(refusalOf));
}

function pairOf({ keyHash, channel }: Pick<RefusalNote, 'keyHash' | 'channel'>): string {
  return `${keyHash} ${channel}`;
}

function refusalOf({ note: { keyHash, channel, reason, at } }: NoteFound): LeadSuppression {
  const kind = keyHash.slice(0, keyHash.indexOf(':')) as LeadSuppression['suppression']['kind'];
  return { leadId: '', suppression: { keyHash, channel, kind, value: null, reason: reason ?? '', origin: ORIGIN, at } };
}
