/** Prompts: the few things that people ask an agent again and again. Words only. */

/** A prompt as it is listed, with what it says. */
interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: { readonly name: string; readonly description: string; readonly required: boolean }[];
  says(given: Readonly<Record<string, string>>): string;
}

/** All of them. */
export const PROMPTS: readonly Prompt[] = [
  {
    name: 'why',
    title: 'Why did this happen to a lead?',
    description: 'Explains what was decided about a lead, and why',
    arguments: [{ name: 'lead', description: 'id, e-mail address or phone number', required: true }],
    says: ({ lead = '' }) =>
      `Call explain for the lead ${JSON.stringify(lead)}. Tell in plain words what was decided and by which reasons, and what would change it. Say nothing that the reasons do not say.`,
  },
  {
    name: 'prepare-launch',
    title: 'Prepare the launch of a campaign',
    description: 'Checks, simulates, and proposes a plan for a person to approve',
    arguments: [{ name: 'campaign', description: 'id or name', required: true }],
    says: ({ campaign = '' }) =>
      `Prepare the launch of the campaign ${JSON.stringify(campaign)}: call campaign_check and mend what your role lets you; call simulate and sum up messages, refusals and assumptions; then call plan_propose for “campaign launch” and give me its id, audience, messages and pace. Do not launch before I have approved it.`,
  },
  {
    name: 'morning',
    title: 'What needs me today?',
    description: 'Looks at what waits for a person',
    arguments: [],
    says: () =>
      'Look at reply_list, task_list, handoff_list, review_list, alert_list and plan_list (state proposed). Tell me, in this order and shortly, what waits for me and why. Change nothing.',
  },
];
