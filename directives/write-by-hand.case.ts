/** Runs a row of write-by-hand.md. */
import {
  type Alike,
  handIntentKey,
  isByHand,
  passageInHours,
  turnOf,
  writeTo,
} from '../src/domain/conversation/inbox/by-hand.ts';
import type { Enrollment } from '../src/domain/sequence/enrollment.ts';
import { letGoBy, rememberedBy } from '../src/domain/sequence/hand-hold.ts';
import { paused, pauseOf, underneath } from '../src/domain/sequence/pause.ts';

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
  readonly before?: string;
  readonly held?: string;
  readonly since?: string;
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
  if (row.held !== undefined) return afterwards(row.before, row.held, row.since ?? '');
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

const HOUR_MS = 3_600_000;
const PAUSE = { code: 'paused', by: 'Sam', at: 0, why: '' } as const;
const hourOf = (at: number | null) => (at === null ? '-' : at / HOUR_MS);

/** A passage before the mail, as the mail left it, and as it is once the mail is taken back. */
function afterwards(before: string | undefined, held: string, since: string) {
  const was = before === undefined ? null : passageOf(before.replace('paused', 'due'));
  const isPaused = before?.startsWith('paused') ?? false;
  const lay = (one: Enrollment) => (isPaused ? paused(one, PAUSE) : one);
  const touched = lay(passageOf(held));
  const stood = was === null ? touched : rememberedBy('it', touched, lay(was));
  const message = since.includes('wrote') ? 'since' : null;
  const first = letGoBy('it', stood, { message, isHeardOf: since.includes('heard') }, 13 * HOUR_MS);
  const after = since.includes('back')
    ? letGoBy('since', first, { message: null, isHeardOf: false }, 13 * HOUR_MS)
    : first;
  const { state, step, visit, dueAt, lastTouchAt, reason } = underneath(after);
  return {
    ...{
      state: pauseOf(after) ?? state,
      step: `${step ?? '-'} ${visit}`,
      due: hourOf(dueAt),
      touched: hourOf(lastTouchAt),
    },
    ...(reason?.code === 'held-human-touch' && { by: reason.facts?.event }),
  };
}

function passageOf(text: string): Enrollment {
  const [how = '', step = '', visit = '', due = '', touched = ''] = text.split(' ');
  const at = (hour: string) => (hour === '-' ? null : Number(hour) * HOUR_MS);
  const known = how === 'due' || how === 'waiting' || how === 'ended';
  const reason = how === 'task' ? { code: 'task-open' } : { code: 'held-human-touch', facts: { event: how } };
  return {
    ...{ state: known ? how : 'waiting', step: step === '-' ? null : step, visit: Number(visit) },
    ...{ dueAt: at(due), lastTouchAt: at(touched), reason: known ? null : reason },
  } as Enrollment;
}
