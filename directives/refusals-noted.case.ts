/** Runs a row of refusals-noted.md. */
import { codeNoted, LastYes, refusedAgain } from '../src/domain/consent/noted.ts';

interface Row {
  readonly noted?: readonly ('no' | 'yes')[];
  readonly stands?: boolean;
  readonly reason?: string;
}

const KEY = { workspaceId: 'main', keyHash: 'address:1', channel: 'email', at: 0 } as const;

export function run({ noted = [], stands = false, reason }: Row) {
  if (reason !== undefined) return { noted: codeNoted(reason) };
  const notes = noted.map((said) => ({ ...KEY, reason: said === 'no' ? 'opted-out' : null }));
  const yes = new LastYes();
  for (const note of notes) yes.add(note);
  return {
    again: notes.map((note, place) => refusedAgain(note, { place, lifted: yes.of(note), stands })).some(Boolean),
  };
}
