/** Runs a row of departures-noted.md. */
import {
  isKnown,
  type LeftNote,
  leftAlready,
  type NotesRead,
  readOn,
  stateBy,
} from '../src/domain/delivery/departed.ts';

interface Row {
  readonly noted: readonly ('out' | 'taken' | 'back')[];
  readonly known: 'never' | 'before' | 'then';
  readonly by: 'intent' | 'whom' | 'nothing';
}

const AT = 1_000;
const OF = { workspaceId: 'main', messageId: 'msg_ann' };
const NOTES: Readonly<Record<Row['noted'][number], LeftNote>> = {
  out: { ...OF, intent: 'i', whom: 'w', at: AT, way: 'smtp', bodyHash: 'b' },
  taken: { ...OF, left: true, providerRef: '250 OK' },
  back: { ...OF, left: false, providerRef: null },
};
const ATTEMPTED_AT = { never: null, before: AT - 1, then: AT };
const LEAVES = { becomes: 'leaves', asked: false };

export function run({ noted, known, by }: Row) {
  const nothing: NotesRead = { departure: null, answer: null };
  const { departure, answer } = noted.map((name) => NOTES[name]).reduce(readOn, nothing);
  const state = stateBy(answer);
  if (departure === null || isKnown(departure, ATTEMPTED_AT[known]) || state === 'back' || by === 'nothing')
    return LEAVES;
  const { to, isAsked } = leftAlready({ state, by });
  return { becomes: to, asked: isAsked };
}
