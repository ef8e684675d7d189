/** The reason codes of hand-offs: whose one is, and why it did not get there. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why a hand-off is somebody's, or nobody's, and what became of its way to a CRM. */
export const HAND_OFF_REASONS = {
  'owner-earlier': { says: 'Its owner was given this lead before.', remedy: '' },
  'owner-by-rule': { says: 'A rule of the team names its owner.', remedy: '' },
  'owner-by-turn': { says: 'It was its owner’s turn, and they have room.', remedy: '' },
  'owner-by-escalation': {
    says: 'Nobody claimed it in time, so it went to whom the team names for that.',
    remedy: 'Claim hand-offs with rekindle handoff claim, or give the team more time.',
  },
  'team-full': {
    says: 'Everybody of the team has as many hand-offs as they take.',
    remedy: 'Finish some with rekindle handoff done, or raise what members take: rekindle team set.',
  },
  'team-unknown': {
    says: 'No team of this name is set up, so the hand-off is a task for whoever sees it.',
    remedy: 'Set one up with rekindle team set.',
  },
  'team-empty': { says: 'The team has no members.', remedy: 'Name some: rekindle team set NAME --member ADDRESS.' },
  'hand-off-dry': {
    says: 'The workspace is dry, so nothing was given to the CRM.',
    remedy: 'After rekindle workspace go-live, rekindle handoff retry sends it.',
  },
  'hand-off-no-connection': {
    says: 'The team names a connection that the workspace does not have.',
    remedy: 'Add it with rekindle connection add, then rekindle handoff retry.',
  },
  'hand-off-no-way': {
    says: 'Hand-offs do not go by this connection.',
    remedy: 'Name another one for the team: rekindle team set.',
  },
  'hand-off-refused': {
    says: 'The other side refused the hand-off.',
    remedy: 'Read what it said; mend that, then rekindle handoff retry.',
  },
  'hand-off-tries-used-up': {
    says: 'The hand-off was tried as often as it may be.',
    remedy: 'Test the connection with rekindle connection test, then rekindle handoff retry.',
  },
  'hand-off-unanswered': {
    says: 'No answer came, so nobody knows whether it arrived.',
    remedy:
      'Where the other side can be asked it is; else look there, and say rekindle handoff retry, with --arrived if it did.',
  },
  'hand-off-later': { says: 'The other side had no time for it; it is tried again.', remedy: '' },
  'hand-off-no-owner': {
    says: 'There is nobody to mail it to.',
    remedy: 'Give the team members with room, then rekindle handoff retry.',
  },
} as const satisfies ReasonTable;
