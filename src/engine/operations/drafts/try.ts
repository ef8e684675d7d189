/** Operations that try a draft: check, test, render. Nothing is kept, and nothing leaves. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { movesOf } from '../../../domain/playbook/moves.ts';
import type { Playbook, SettingValue } from '../../../domain/playbook/playbook.ts';
import { checkWritten, soundPlaybook, writtenPlaybook } from '../../drafts/draft.ts';
import { EXAMPLE_SENDER, Previewer } from '../../drafts/preview.ts';
import { runScenario } from '../../simulate/scenario.ts';
import { leadIdOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';
import { campaignBehind, checkFor, differencesOf, draftRef, Finding, unsavedFiles } from './shape.ts';

const common = { noun: 'draft', scope: 'workspace', effect: 'none', role: 'viewer', idempotent: true } as const;
const campaignName = z.string().optional().describe('id or name of the campaign that would run it');
const ofCampaign = ['no-such-campaign', 'no-such-playbook'] as const;

const MovesShown = z.object({
  sequences: z.array(
    z.object({
      sequence: z.string(),
      becomes: z.enum(['stays', 'new', 'renamed', 'gone']),
      to: z.string().nullable().describe('its new name'),
      underWay: z.number().describe('people who go on in it to its end, by the version that they began with'),
      accounts: z.number().describe('accounts that it works, likewise'),
      joining: z.number().describe('people who wait, and whom it is there for by the tier that they have now'),
    }),
  ),
  nowhere: z.number().describe('people who wait, and whom no sequence is there for'),
});

/** `draft check`: mistakes, and what would become of a campaign. */
export const draftCheck = operation({
  ...common,
  verb: 'check',
  command: 'draft check',
  summary: 'Every mistake of a draft with its place and remedy, and how it differs from what a campaign runs',
  kind: 'command',
  input: z.strictObject({
    playbook: draftRef,
    campaign: campaignName,
    files: unsavedFiles,
    moves: z.boolean().default(false).describe('also tell who moves where, sequence by sequence; needs a campaign'),
  }),
  output: z.object({
    ok: z.boolean(),
    hash: z.string().nullable(),
    findings: z.array(Finding),
    differences: z.array(z.string()),
    scenarios: z.array(z.object({ file: z.string(), title: z.string() })),
    campaign: z
      .object({ name: z.string(), state: z.string(), runs: z.string(), underWay: z.number(), joining: z.number() })
      .nullable(),
    moves: MovesShown.nullable().describe('null = it was not asked for, or there is nothing sound to move to'),
  }),
  positional: ['playbook'],
  errors: [...ofCampaign],
  examples: [
    { command: 'draft check acquisition --campaign spring', says: 'exit 1 when there is a mistake' },
    { command: 'draft check acquisition --campaign spring --moves', says: 'and whose way it would change' },
  ],
  async run(context, { playbook: ref, campaign, files, moves }) {
    const { engine, workspaceId } = context;
    const written = await writtenPlaybook(engine, workspaceId, ref);
    const behind = await campaignBehind(context, campaign);
    const checked = checkFor(engine, written, files ?? written.files, behind?.runs ?? null);
    return {
      ok: checked.playbook !== null,
      hash: checked.playbook?.hash ?? null,
      findings: checked.findings.map((one) => ({ ...one })),
      differences: differencesOf(behind?.runs ?? null, checked.playbook),
      scenarios: checked.scenarios.map(({ file, scenario: { title } }) => ({ file, title })),
      campaign: behind && (await standingOf(context, behind)),
      moves: moves && behind && checked.playbook ? await movesBy(context, behind, checked.playbook) : null,
    };
  },
  failed: ({ ok }) => !ok,
});

type Behind = NonNullable<Awaited<ReturnType<typeof campaignBehind>>>;

async function movesBy({ engine, workspaceId }: OperationContext, { campaign, runs }: Behind, next: Playbook) {
  const people = await engine.store.campaigns.bySequence(workspaceId, campaign.id);
  const { sequences, nowhere } = movesOf(runs, next, people);
  return { sequences: sequences.map((one) => ({ ...one })), nowhere };
}

async function standingOf({ engine, workspaceId }: OperationContext, { campaign }: Behind) {
  const { stages } = await engine.store.campaigns.count(workspaceId, campaign.id);
  const { name, state, playbookHash: runs } = campaign;
  return { name, state, runs, underWay: stages.enrolled ?? 0, joining: stages.ready ?? 0 };
}

/** `draft test`: its stories on virtual time. */
export const draftTest = operation({
  ...common,
  verb: 'test',
  command: 'draft test',
  summary: 'Run the scenarios of a draft on virtual time with the real engine',
  kind: 'job',
  input: z.strictObject({ playbook: draftRef, files: unsavedFiles }),
  output: z.object({
    passed: z.number(),
    failed: z.number(),
    scenarios: z.array(z.object({ file: z.string(), title: z.string(), failures: z.array(z.string()) })),
  }),
  positional: ['playbook'],
  errors: ['no-such-playbook', 'playbook-has-mistakes'],
  examples: [{ command: 'draft test acquisition', says: 'exit 1 when a story goes otherwise than told' }],
  async run({ engine, workspaceId, progress }, { playbook: ref, files: given }) {
    const written = await writtenPlaybook(engine, workspaceId, ref);
    const files = given ?? written.files;
    const { scenarios: told } = soundPlaybook(checkWritten(engine, written, files));
    const scenarios = [];
    for (const { file, scenario } of told) {
      const settings = scenario.given.settings as Record<string, SettingValue>;
      const { playbook } = soundPlaybook(checkWritten(engine, written, files, settings));
      scenarios.push({ file, title: scenario.title, failures: await runScenario(engine, playbook, scenario) });
      progress({ stage: 'scenarios', done: scenarios.length, total: told.length, unit: '' });
    }
    const failed = scenarios.filter(({ failures }) => failures.length > 0).length;
    return { passed: scenarios.length - failed, failed, scenarios };
  },
  failed: ({ failed }) => failed > 0,
});

const Words = z.object({ subject: z.string(), text: z.string(), html: z.string().nullable() });

/** `draft render`: one template in words. */
export const draftRender = operation({
  ...common,
  verb: 'render',
  command: 'draft render',
  summary: 'A template of a draft in words, for one lead or for several, with what is missing and what could be better',
  kind: 'command',
  input: z.strictObject({
    playbook: draftRef,
    template: z.string().min(1).describe('its name'),
    campaign: campaignName,
    lead: z.string().optional().describe('id, e-mail address or phone number; the first leads where left out'),
    many: z.int().min(1).max(LIMITS.previewLeads).default(1).describe('for so many leads'),
    files: unsavedFiles,
  }),
  output: z.object({
    channel: z.enum(['email', 'sms', 'voice']),
    sender: z.string(),
    isExampleSender: z.boolean(),
    leads: z.array(
      z.object({
        leadId: z.string(),
        name: z.string().nullable(),
        email: z.string().nullable(),
        words: Words.nullable(),
        refused: z.object({ code: z.string(), variable: z.string().nullable(), detail: z.string() }).nullable(),
        segments: z.number(),
        hints: z.array(z.object({ code: z.string(), says: z.string() })),
      }),
    ),
  }),
  positional: ['playbook', 'template'],
  errors: [...ofCampaign, 'playbook-has-mistakes', 'no-such-template', 'no-such-lead', 'several-leads'],
  examples: [
    {
      command: 'draft render acquisition hot-1-call-request --many 20',
      says: 'a missing fact is named, and nothing would leave',
    },
  ],
  async run(context, { playbook: ref, template, campaign, lead, many, files }) {
    const { engine, workspaceId } = context;
    const written = await writtenPlaybook(engine, workspaceId, ref);
    const behind = await campaignBehind(context, campaign);
    const { playbook } = soundPlaybook(checkFor(engine, written, files ?? written.files, behind?.runs ?? null));
    const found = playbook.templates[template];
    if (!found) throw noSuchTemplate(template, Object.keys(playbook.templates));
    const sender = behind?.campaign.sender.address ? behind.campaign.sender : EXAMPLE_SENDER;
    const leads = await leadsToSee(context, lead, many);
    const previewer = new Previewer(engine, playbook, { sender, campaign: behind?.campaign.name ?? 'Example' });
    const shown = leads.map((one) => previewer.of(template, one));
    return {
      ...{
        channel: found.channel,
        sender: sender.name || sender.company,
        isExampleSender: sender === EXAMPLE_SENDER,
      },
      leads: shown.map((one) => ({ ...one, hints: one.hints.map((hint) => ({ ...hint })) })),
    };
  },
});

/** Refusal where a playbook has no template of that name. */
export function noSuchTemplate(template: string, names: readonly string[]): Refusal {
  return new Refusal('no-such-template', `there is no template “${template}”`, `there are: ${names.join(', ')}`);
}

/** The one that is named, or as many as wanted, spread over the first thousand by their order. */
export async function leadsToSee({ engine, workspaceId }: OperationContext, ref: string | undefined, many: number) {
  if (ref !== undefined) {
    const id = await leadIdOf(engine, workspaceId, ref);
    const story = await engine.store.leads.story(workspaceId, id, engine.suppressionKeys);
    return story ? [story.lead] : [];
  }
  const all = await engine.store.leads.list({ workspaceId, after: null, limit: LIMITS.assessPageLeads });
  const step = Math.max(1, all.length / many);
  return Array.from({ length: Math.min(many, all.length) }, (_, n) => all[Math.floor(n * step)]).filter(
    (one) => one !== undefined,
  );
}
