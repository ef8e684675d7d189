/**
 * A person writes a mail to a lead by hand (directives/write-by-hand.md): addressed, held against the gate as it stands, and put into the
 * ledger with its words. Owns that order, and what is told before anything is written; the rules are `domain/conversation/inbox/by-hand`
 * and the one gate, which is asked again when the mail leaves.
 */
import { hash } from 'node:crypto';
import { zoneOfLead } from '../../domain/calendar/zone.ts';
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { mailboxesOf, mailboxNamed } from '../../domain/campaign/senders.ts';
import type { GateAnswer } from '../../domain/consent/gate.ts';
import {
  type Addressee,
  handIntentKey,
  handIntents,
  passageInHours,
  turnOf,
  type Unwritable,
  writeTo,
} from '../../domain/conversation/inbox/by-hand.ts';
import { LIMITS } from '../../domain/limits.ts';
import { reasonText } from '../../domain/reason.ts';
import { rememberedBy } from '../../domain/sequence/hand-hold.ts';
import { Previewer } from '../drafts/preview.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import { movedByTouch } from '../react.ts';
import type { Answer, AnswerDraft, BeforeHand, HandSubject, Workspace } from '../store-port.ts';
import { touchOf } from './answer.ts';
import { gateNow, type Letter, type LetterOf, refusedBy } from './gate-now.ts';

/** What a person wants to write, and to whom. */
export interface HandWords {
  readonly workspace: Workspace;
  readonly leadId: string;
  /** Address of the mailbox; null = whoever wrote last. */
  readonly from: string | null;
  readonly subject: string;
  readonly words: string;
  readonly by: string;
  /** Also where the same words have just been written. */
  readonly again: boolean;
  /** In which it can be taken back, ms. */
  readonly waitMs: number;
}

/** A mailbox that may write, with the latest campaign that has it. */
export interface HandSender {
  readonly address: string;
  readonly name: string;
  readonly campaign: string;
}

/** How it stands with a mail to a lead, before there is one. */
export interface HandOutlook {
  readonly senders: readonly HandSender[];
  readonly to: Addressee | { readonly refused: Unwritable };
  /** As of now; null = nobody can write. */
  readonly gate: GateAnswer | null;
  /** What stands under the words; null = nobody can write, or a fact that it prints is missing. */
  readonly footer: string | null;
}

/** What was written, and how it stands with it. */
export interface HandWritten {
  readonly answer: Answer;
  readonly isNew: boolean;
  /** As of now. */
  readonly gate: GateAnswer;
}

/** All that is known before anybody writes. */
interface Known {
  readonly workspace: Workspace;
  readonly campaigns: readonly Campaign[];
  readonly before: BeforeHand;
}

async function knownOf(engine: Engine, workspace: Workspace, leadId: string): Promise<Known> {
  await engine.playbooks.refresh();
  await engine.connections.refresh();
  const campaigns = await engine.store.campaigns.list(workspace.id, LIMITS.campaigns);
  const before = await engine.store.replies.beforeHand(workspace.id, leadId);
  if (before === null) throw gone(leadId);
  return { workspace, campaigns, before };
}

function gone(leadId: string): Refusal {
  return new Refusal('no-such-lead', `no lead is known as “${leadId}”`, 'it may have been merged or erased');
}

/** Tells how it stands. Errors: refusal `no-such-lead`. */
export async function lookByHand(
  engine: Engine,
  workspace: Workspace,
  { leadId, from }: Pick<HandWords, 'leadId' | 'from'>,
): Promise<HandOutlook> {
  const known = await knownOf(engine, workspace, leadId);
  const senders = sendersOf(known.campaigns);
  const to = addressed(known, from);
  if ('refused' in to) return { senders, to, gate: null, footer: null };
  const campaign = campaignOf(known, to);
  const letter = letterOf(engine, known, to, { turn: 1, digest: '' });
  const mailbox = mailboxNamed(campaign.sender, to.sender);
  const by = { sender: { ...campaign.sender, ...mailbox }, campaign: campaign.name };
  const { playbook } = engine.playbooks.get(letter.message.playbookHash);
  const footer = new Previewer(engine, playbook, by).footer(known.before.lead);
  return { senders, to, gate: await gateNow(engine, standsWith(known, letter), letter), footer };
}

/**
 * Writes it. Errors: refusals `no-such-lead`, `too-many-alike`, those of addressing, and whatever code the gate refuses with now; the last
 * gate is asked when it leaves all the same.
 */
export async function writeByHand(engine: Engine, wish: HandWords): Promise<HandWritten> {
  const { workspace, leadId } = wish;
  const known = await knownOf(engine, workspace, leadId);
  const digest = digestOf(wish);
  const letter = letterOf(engine, known, allowed(known, wish.from), { turn: 1, digest });
  const gate = await gateNow(engine, standsWith(known, letter), letter);
  let written: HandWritten | null = null;
  const found = await engine.store.replies.writeByHand({
    ...{ workspaceId: workspace.id, leadId, alike: handIntents(digest) },
    decide(of) {
      const turn = turnNow(engine, wish, of);
      const same = turn.isNew ? undefined : of.earlier.find(({ answer }) => answer.turn === turn.turn);
      const draft = same
        ? null
        : draftOf(engine, { ...known, before: of }, of, { ...wish, turn: turn.turn, digest, gate });
      written = { answer: (same ?? draft)?.answer as Answer, isNew: draft !== null, gate };
      return draft;
    },
  });
  if (found && written !== null) return written;
  throw gone(leadId);
}

/** Of who, lead, subject and words: the same of all four are the same wish. */
function digestOf({ by, leadId, subject, words }: HandWords): string {
  return hash('sha256', JSON.stringify([by, leadId, subject, words])).slice(0, DIGITS);
}

/** Of SHA-256, in hex: 128 bits tell any two wishes apart. */
const DIGITS = 32;

function turnNow(engine: Engine, { again }: HandWords, { earlier }: HandSubject) {
  const alike = earlier.map(({ answer: { turn, at }, message: { state } }) => ({ turn, at, state }));
  const turn = turnOf(alike, engine.clock.now(), again);
  if (!('refused' in turn)) return turn;
  const sentence = `these words were written to the lead ${earlier.length} times`;
  throw new Refusal(turn.refused, sentence, 'write something else');
}

interface Drafting extends HandWords {
  readonly turn: number;
  readonly digest: string;
  readonly gate: GateAnswer;
}

function draftOf(engine: Engine, known: Known, of: HandSubject, wish: Drafting): AnswerDraft {
  const to = allowed(known, wish.from);
  if (wish.gate.verdict === 'refuse') throw refusedBy(wish.gate);
  const { message, answer } = letterOf(engine, known, to, wish);
  const { enrollments, takenBack } = movedByTouch(engine, touchOf(message, message.id), of);
  const before = new Map(of.passages.map(({ enrollment }) => [enrollment.id, enrollment]));
  const held = enrollments.map((after) => rememberedBy(message.id, after, before.get(after.id) ?? after));
  return { message, answer, enrollments: held, takenBack };
}

function addressed({ campaigns, before: { lead, last } }: Known, from: string | null): HandOutlook['to'] {
  return writeTo({ email: lead.values.email, from, last, campaigns });
}

function allowed(known: Known, from: string | null): Addressee {
  const to = addressed(known, from);
  if (!('refused' in to)) return to;
  const { says, remedy } = reasonText(to.refused);
  const choice = to.refused === 'no-such-sender' || to.refused === 'no-sender-chosen';
  throw new Refusal(to.refused, says, choice ? `--from one of: ${namesOf(sendersOf(known.campaigns))}` : remedy);
}

/** Mailboxes named at most where one must be chosen. */
const NAMED = 20;

function namesOf(senders: readonly HandSender[]): string {
  const named = senders.slice(0, NAMED).map(({ address }) => address);
  return [...named, ...(senders.length > NAMED ? ['… (rekindle sender list)'] : [])].join(', ');
}

/** Each mailbox once, those of the latest campaigns first. */
function sendersOf(campaigns: readonly Campaign[]): HandSender[] {
  const senders = new Map<string, HandSender>();
  for (const { name: campaign, sender } of campaigns.toReversed())
    for (const { address, name } of mailboxesOf(sender)) {
      const key = address.toLowerCase();
      if (!senders.has(key)) senders.set(key, { address, name, campaign });
    }
  return [...senders.values()];
}

function campaignOf({ campaigns }: Known, { campaignId }: Addressee): Campaign {
  const campaign = campaigns.find(({ id }) => id === campaignId);
  if (!campaign) throw new Error(`campaign ${campaignId} was addressed and is not there`);
  return campaign;
}

function standsWith({ workspace, campaigns, before }: Known, { message }: Letter): LetterOf {
  const campaign = campaigns.find(({ id }) => id === message.campaignId) ?? null;
  return { workspace, campaign, lead: before.lead };
}

/** Message and words; those of a mere look have none. */
function letterOf(
  engine: Engine,
  known: Known,
  to: Addressee,
  of: Pick<Drafting, 'turn' | 'digest'> & Partial<Drafting>,
): Letter {
  const { workspace, before } = known;
  const { lead, enrollments, last } = before;
  const { sender, recipient, campaignId } = to;
  const { turn, digest, by = '', subject = '', words = '', waitMs = 0 } = of;
  const now = engine.clock.now();
  const passage = passageInHours(campaignId, enrollments);
  const playbookHash = passage?.playbookHash ?? campaignOf(known, to).playbookHash;
  const { workspaceId, messageId } = { workspaceId: workspace.id, messageId: engine.ids.next('msg') };
  return {
    message: {
      ...{ workspaceId, id: messageId, intentKey: handIntentKey(digest, turn), campaignId, enrollmentId: null },
      ...{ leadId: lead.id, channel: 'email', lane: 0, template: '', playbookHash, recipient, sender },
      ...{ decisionId: passage?.decisionId ?? last?.decisionId ?? '', dueAt: now + waitMs, createdAt: now },
    },
    answer: {
      ...{ workspaceId, messageId, eventId: null, turn, by, at: now, subject, references: [], words },
      ...{ sequence: passage?.sequence ?? null, zone: passage?.zone ?? zoneOfLead(lead.values).zone },
    },
  };
}
