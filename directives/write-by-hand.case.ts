/** Runs a row of write-by-hand.md. */
import {
  type Alike,
  handIntentKey,
  isByHand,
  passageInHours,
  turnOf,
  writeTo,
} from '../src/domain/conversation/inbox/by-hand.ts';

interface Row {
  readonly email?: string;
  readonly from?: string;
  readonly last?: string;
  readonly boxes?: string;
  readonly earlier?: string;
  readonly again?: string;
  readonly campaign?: string;
  readonly passages?: string;
  readonly digest?: string;
  readonly turn?: number;
  readonly intent?: string;
}

const NOW = 1_000_000_000;
const MINUTE_MS = 60_000;
const parts = (text = '') =>
  text
    .split(';')
    .map((part) => part.trim().split(' '))
    .filter(([first]) => first !== '');

/** Which table a row is of is told by its columns; a row whose cells are all empty is of the second one. */
export function run(row: Row): Readonly<Record<string, unknown>> {
  if (row.digest !== undefined) {
    const intentKey = handIntentKey(row.digest, row.turn ?? 0);
    return { key: intentKey, 'by hand': isByHand({ intentKey }) ? 'yes' : 'no' };
  }
  if (row.intent !== undefined) return { 'by hand': isByHand({ intentKey: row.intent }) ? 'yes' : 'no' };
  if (row.campaign !== undefined) return hours(row.campaign, row.passages);
  return row.email === undefined && row.from === undefined && row.boxes === undefined ? turn(row) : address(row);
}

function address({ last, boxes, ...row }: Row) {
  const { email = null, from = null } = row as { email?: string | null; from?: string | null };
  const [sender = '', campaign = ''] = last?.split(' ') ?? [];
  const to = writeTo({
    ...{ email, from },
    last: last === undefined ? null : { sender, campaignId: campaign === '-' ? null : campaign },
    campaigns: parts(boxes).map(([id = '', ...addresses]) => ({ id, sender: senderOf(addresses) })),
  });
  return 'refused' in to ? to : { from: to.sender, campaign: to.campaignId, to: to.recipient };
}

function senderOf([first = '', ...others]: readonly string[]) {
  const box = (address: string) => ({ name: address, address, dailyCap: 20 });
  return { ...box(first), company: 'Us', postalAddress: '1 Street', more: others.map(box) };
}

function turn({ earlier, again }: Row) {
  const found = turnOf(parts(earlier).flatMap(alike), NOW, again === 'yes');
  return 'refused' in found ? found : { turn: found.turn, new: found.isNew ? 'yes' : 'no' };
}

function alike([turn = '', minutes = '', state = '']: readonly string[]): Alike[] {
  if (turn === 'many') return Array.from({ length: Number(minutes) }, (_, i) => one(i + 1, 1, 'sent'));
  return [one(Number(turn), Number(minutes), state as Alike['state'])];
}

function one(turn: number, minutes: number, state: Alike['state']): Alike {
  return { turn, at: NOW - minutes * MINUTE_MS, state };
}

function hours(campaign: string, passages: string | undefined) {
  const all = parts(passages).map(([campaignId = '', sequence = '']) => ({ campaignId, sequence }));
  return { 'hours of': passageInHours(campaign, all)?.sequence ?? 'any' };
}
