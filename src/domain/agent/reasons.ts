/** The reason codes of agents and plans. Owns the words only. */
import type { ReasonTable } from '../reason.ts';

/** Why something is not done for an agent, or not decided about a plan. */
export const AGENT_REASONS = {
  'plan-needed': {
    says: 'An agent does this only by a plan that a person has approved: messages may leave because of it, it spends, or nothing takes it back.',
    remedy:
      'Propose it (plan propose, with operation and input), have a person approve it, and ask again with the id of the plan.',
  },
  'slack-unknown': {
    says: 'Nobody here is known by this member id of Slack.',
    remedy: 'An admin says who it is: rekindle user slack YOU@ACME.COM --member MEMBER.',
  },
  'slack-member-taken': {
    says: 'This member id of Slack is another person’s here.',
    remedy: 'Take it from them first: rekindle user slack THEM@ACME.COM --off.',
  },
  'slack-member-missing': {
    says: 'Either a member id of Slack is named, or --off; not both, and not neither.',
    remedy: 'In Slack: profile, ⋮, Copy member ID.',
  },
  'people-only': {
    says: 'This is decided by people: at the machine, or logged in. A key is no person.',
    remedy: 'Ask a person to do it.',
  },
  'plan-not-needed': {
    says: 'This is done without a plan.',
    remedy: 'Do it.',
  },
  'plan-not-for-files': {
    says: 'A plan cannot name what stands in a file.',
    remedy: 'Let a person do it; or, where it needs a plan only because a campaign is live, pause that campaign first.',
  },
  'plan-too-long': {
    says: 'What the plan asks for is longer than a person reads.',
    remedy: 'Ask for less at once.',
  },
  'plan-too-many': {
    says: 'Too many plans of this workspace wait for a yes.',
    remedy: 'Withdraw those that are no longer wanted, or wait until some are decided.',
  },
  'plan-not-yours': {
    says: 'Somebody else proposed this plan, and it is good for them alone.',
    remedy: 'Propose one of your own.',
  },
  'plan-other-act': {
    says: 'The plan was approved for another operation or another input.',
    remedy: 'Ask for exactly what plan show tells, or propose this.',
  },
  'plan-not-approved': {
    says: 'Nobody has approved this plan yet.',
    remedy: 'Ask a person: rekindle plan approve, or the same over the REST interface by somebody logged in.',
  },
  'plan-refused': {
    says: 'A person refused this plan.',
    remedy: 'Ask them why before proposing another.',
  },
  'plan-withdrawn': {
    says: 'This plan was withdrawn.',
    remedy: 'Propose another.',
  },
  'plan-expired': {
    says: 'The time of this plan is over.',
    remedy: 'Propose it anew.',
  },
  'plan-used': {
    says: 'This plan was used; each is good for once.',
    remedy: 'Look what came of it, and propose anew what is still to be done.',
  },
  'plan-changed': {
    says: 'What the plan was approved for has changed since: its audience, its words, its sender or its pace.',
    remedy: 'plan show tells who came and who left; a person must approve it again.',
  },
  'plan-own': {
    says: 'Whoever proposed a plan does not approve it.',
    remedy: 'Ask somebody else.',
  },
  'plan-approved-before': {
    says: 'This plan is approved already.',
    remedy: 'Nothing is to be done; plan refuse takes the yes back while it is not used.',
  },
} satisfies ReasonTable;
