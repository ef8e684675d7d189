/** `draft send-test`: one mail of a template, to see what arrives. */
import { z } from 'zod';
import { type TestRefusal, testSendVerdict } from '../../../domain/delivery/test-send.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { normaliseEmail } from '../../../domain/verify/email-key.ts';
import { soundPlaybook, writtenPlaybook } from '../../drafts/draft.ts';
import { sendTest, standingOfTest, TEST_SEND, type TestSent } from '../../drafts/test-send.ts';
import { campaignRef, workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';
import { campaignBehind, checkFor, draftRef, unsavedFiles } from './shape.ts';
import { leadsToSee, noSuchTemplate } from './try.ts';

/** What stands in the way, and what to do. */
const SAYS: Readonly<Record<TestRefusal, readonly [says: string, remedy: string]>> = {
  'test-not-email': ['only e-mails are sent as a test', 'look at texts and calls with: rekindle draft render'],
  'test-in-dry': [
    'the workspace is dry: nothing leaves it',
    'rekindle workspace go-live, or look at the words with draft render',
  ],
  'test-not-connected': ['no connection is there for mails to leave by', 'rekindle connection add smtp'],
  'test-connection-failing': ['the connection that mails leave by fails', 'rekindle connection test says why'],
  'test-closed': [
    'this database does not send: it looks like a copy of another one',
    'rekindle instance claim, if it is the one',
  ],
  'test-stopped': ['sending is stopped', 'rekindle halt list says by whom and why'],
  'test-without-sender': [
    'the campaign does not say who writes: address, company and postal address',
    'rekindle campaign senders',
  ],
  'test-refused': ['a refusal stands against this address', 'rekindle suppress check says which; name another address'],
  'test-to-a-lead': [
    'this address is a lead’s: leads are written to by campaigns alone',
    'name your own address, or a colleague’s',
  ],
  'too-many-tests': [
    `${LIMITS.testSendsHour} tests left this workspace within the hour`,
    'wait, or look at the words with draft render',
  ],
};

/** `draft send-test`. */
export const draftSendTest = operation({
  noun: 'draft',
  verb: 'send-test',
  command: TEST_SEND,
  summary:
    'Send one e-mail of a template as a test, in the words for a lead, to an address of yours; it touches no lead and counts for nothing',
  kind: 'command',
  input: z.strictObject({
    playbook: draftRef,
    template: z.string().min(1).describe('its name'),
    campaign: campaignRef.describe('id or name of the campaign that says who writes'),
    lead: z
      .string()
      .optional()
      .describe('whose words: id, e-mail address or phone number; the first lead where left out'),
    to: z.string().max(320).optional().describe('address that it goes to; your own where you are logged in'),
    files: unsavedFiles,
  }),
  output: z.object({
    to: z.string(),
    from: z.string(),
    subject: z.string(),
    lead: z.string(),
    says: z.string().describe('what the server answered'),
  }),
  positional: ['playbook', 'template'],
  errors: [
    ...['no-such-campaign', 'no-campaign', 'which-campaign', 'no-such-playbook', 'playbook-has-mistakes'],
    ...['no-such-template', 'no-such-lead', 'several-leads', 'not-an-address', 'test-words-missing', 'test-not-sent'],
    ...Object.keys(SAYS),
  ],
  role: 'manager',
  scope: 'workspace',
  effect: 'send',
  idempotent: false,
  unwritten: ['files'],
  preview: 'draft render',
  examples: [
    {
      command: 'draft send-test acquisition hot-1-call-request --campaign spring --to me@acme.com',
      says: 'marked as a test in its subject and first line',
    },
  ],
  async run(context, input) {
    const wish = await wishOf(context, input);
    const { engine, actor } = context;
    const code = testSendVerdict(await standingOfTest(engine, wish));
    if (code !== null) throw new Refusal(code, ...SAYS[code]);
    const sent = await sendTest(engine, wish, ownAddress(actor) ?? actor);
    const { from, subject, lead } = sent;
    return { to: wish.to, from, subject, lead, says: answerOf(sent) };
  },
});

interface Input {
  readonly playbook: string;
  readonly template: string;
  readonly campaign?: string | undefined;
  readonly lead?: string | undefined;
  readonly to?: string | undefined;
  readonly files?: Readonly<Record<string, string>> | undefined;
}

async function wishOf(context: OperationContext, input: Input) {
  const { engine, workspaceId, actor } = context;
  const { template, files } = input;
  const own = ownAddress(actor);
  const to = normaliseEmail(input.to ?? own ?? '');
  if (to === null) {
    const sentence = `“${input.to ?? ''}” is no e-mail address`;
    throw new Refusal('not-an-address', sentence, 'name the address that the test goes to: --to me@acme.com');
  }
  const written = await writtenPlaybook(engine, workspaceId, input.playbook);
  const { campaign, runs } = await campaignBehind(context, input.campaign, true);
  const { playbook } = soundPlaybook(checkFor(engine, written, files ?? written.files, runs));
  if (!playbook.templates[template]) throw noSuchTemplate(template, Object.keys(playbook.templates));
  const [lead] = await leadsToSee(context, input.lead, 1);
  if (!lead)
    throw new Refusal('no-such-lead', 'there is no lead yet whose words it could bear', 'rekindle sample load');
  return { workspace: await workspaceOf(context), campaign, playbook, template, lead, to, own };
}

/** Of a person that is logged in; null = a key or the machine asks. */
function ownAddress(actor: string): string | null {
  return actor.startsWith('user:') ? normaliseEmail(actor.slice('user:'.length)) : null;
}

function answerOf({ result }: TestSent): string {
  if (result.kind === 'sent') return result.detail;
  const remedy = 'rekindle connection test says whether it takes us';
  throw new Refusal('test-not-sent', `the server did not take it: ${result.detail}`, remedy);
}
