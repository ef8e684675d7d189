/**
 * What comes next for a lead in a campaign: as its kind with values, of which a face makes words in the language of its reader, and as the English
 * sentence of a terminal, made of the same. Reads what is stored; decides nothing.
 */
import { type Campaign, type CampaignState, isOver, type Member } from '../../domain/campaign/campaign.ts';
import type { Message } from '../../domain/message.ts';
import { type Reason, reasonText } from '../../domain/reason.ts';
import type { Enrollment } from '../../domain/sequence/enrollment.ts';
import { keepsBack } from '../../domain/sequence/pause.ts';
import type { Engine } from '../engine.ts';
import { type SpokenReason, spoken } from './spoken.ts';

/**
 * What may come. `step`: a step of a sequence at a time; `resume`: one, once a person lets it go on; `change`: one, once what it waits for is
 * otherwise; `again`: nothing now, and it is judged again at a time; `launch`: nothing before the campaign is live; `ended`: nothing, the campaign is over; `account`: a touchpoint of its company; `assess`: it is enrolled; `approve`: nothing
 * before a person says yes; `over`, `nothing`: no more.
 */
export const NEXT_KINDS = [
  'step',
  'resume',
  'change',
  'again',
  'launch',
  'ended',
  'account',
  'assess',
  'approve',
  'over',
  'nothing',
] as const;

/** What comes. Null = it has none of that. */
interface Upcoming {
  readonly kind: (typeof NEXT_KINDS)[number];
  readonly step: string | null;
  /** Epoch milliseconds. */
  readonly dueAt: number | null;
  /** IANA zone of the lead. */
  readonly zone: string | null;
  readonly reason: Reason | null;
  /** State of the campaign. */
  readonly state: CampaignState;
}

/** It, as faces show it. `dueAt`: ISO 8601. */
export interface UpcomingView extends Omit<Upcoming, 'dueAt' | 'reason'> {
  readonly dueAt: string | null;
  readonly reason: SpokenReason | null;
}

/** What comes next of a member of a campaign. */
export function upcoming(engine: Engine, campaign: Campaign, member: Member, enrollment: Enrollment | null): Upcoming {
  const bare = { step: null, dueAt: null, zone: null, reason: null, state: campaign.state };
  const again = campaign.state === 'live' && member.stage !== 'review' ? member.reassessAt : null;
  const isThrough = enrollment?.state === 'ended';
  if (again !== null && (enrollment === null || isThrough)) {
    const reason = isThrough ? enrollment.reason : { code: member.reasonCode };
    return { kind: 'again', ...bare, dueAt: again, reason };
  }
  if (enrollment) return upcomingStep(campaign, enrollment);
  if (isOver(campaign)) return { kind: 'ended', ...bare };
  if (member.stage === 'review') return { kind: 'approve', ...bare };
  if (member.stage !== 'ready') return { kind: 'nothing', ...bare };
  if (campaign.state !== 'live') return { kind: 'launch', ...bare };
  const { sequences } = engine.playbooks.get(campaign.playbookHash).playbook;
  return { kind: sequences[member.sequence ?? '']?.account ? 'account' : 'assess', ...bare };
}

/** What comes next of a passage through a sequence. */
export function upcomingStep({ state }: Pick<Campaign, 'state'>, enrollment: Enrollment): Upcoming {
  const { step, dueAt, reason, zone } = enrollment;
  const rest = { step, dueAt, zone, reason, state };
  if (enrollment.state === 'ended') return { kind: 'over', ...rest, step: null, dueAt: null };
  if (dueAt !== null) return { kind: 'step', ...rest };
  return { kind: reason !== null && keepsBack({ reason, dueAt }) !== null ? 'resume' : 'change', ...rest };
}

/** It, as faces show it. */
export function shownUpcoming({ dueAt, reason, ...rest }: Upcoming): UpcomingView {
  return { ...rest, dueAt: dueAt === null ? null : new Date(dueAt).toISOString(), reason: reason && spoken(reason) };
}

const SENTENCES: Readonly<
  Record<Exclude<Upcoming['kind'], 'step' | 'resume' | 'change' | 'again' | 'launch' | 'ended' | 'over'>, string>
> = {
  account: 'A touchpoint of its account, once that is in the campaign: rekindle account show says when, and to whom.',
  assess: 'Enrolled with the next assessment.',
  approve: 'Nothing until a person approves it: rekindle review approve.',
  nothing: 'Nothing, unless what is known of the lead changes.',
};

/** It in an English sentence. */
export function upcomingText(next: Upcoming): string {
  const { kind, step, reason, state } = next;
  if (kind === 'launch') return `Nothing until the campaign is launched (it is ${state}).`;
  if (kind === 'over') return `Nothing: the sequence is over. ${reason ? reasonText(reason.code).says : ''}`.trim();
  if (kind === 'ended') return `Nothing: the campaign is ${state}.`;
  const says = reason ? reasonText(reason.code).says : '';
  if (kind === 'again')
    return `Nothing now. ${says} It is judged again ${whenOf(next)}, or as soon as what is known of the lead changes.`;
  if (kind !== 'step' && kind !== 'resume' && kind !== 'change') return SENTENCES[kind];
  const why = reason ? ` It waits: ${says}` : '';
  return `Step ${step}, ${whenOf(next)}.${why}`;
}

/** What comes before: a message that is made and held. */
export function heldText({ template, dueAt }: Pick<Message, 'template' | 'dueAt'>, zone: string): string {
  return `Message ${template}, which is held, ${local(dueAt, zone)} (${new Date(dueAt).toISOString()}). Then: `;
}

function whenOf({ kind, dueAt, zone }: Upcoming): string {
  if (dueAt !== null) return `${local(dueAt, zone ?? 'UTC')} (${new Date(dueAt).toISOString()})`;
  return kind === 'resume' ? 'when a person resumes it' : 'when that changes';
}

/** `Tue 3 Mar 2026, 09:00 Europe/London` */
function local(at: number, zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  });
  return `${format.format(at)} ${zone}`;
}
