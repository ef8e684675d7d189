/**
 * A template sent as a test, through the connection that the campaign's mails leave by (directives/test-send.md). It is no message: nothing of it
 * is kept but the act in the log, and nothing in it leads back to the lead whose words it bears.
 */
import type { Campaign } from '../../domain/campaign/campaign.ts';
import { haltOf } from '../../domain/delivery/queue.ts';
import { haltOfSender } from '../../domain/delivery/sender-halt.ts';
import type { TestSend } from '../../domain/delivery/test-send.ts';
import { markedAsTest } from '../../domain/delivery/test-words.ts';
import type { Lead } from '../../domain/lead/lead.ts';
import type { Mail } from '../../domain/message.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { RenderedMessage } from '../../domain/playbook/rendering.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import { refusalsOn } from '../people/refusals-on.ts';
import type { SendResult } from '../ports.ts';
import type { Workspace } from '../store-port.ts';
import { Previewer } from './preview.ts';

/** Name of the act in the log, by which tests of the last hour are counted. */
export const TEST_SEND = 'draft send-test';
const HOUR_MS = 3_600_000;
/** Acts that are looked through for those of the last hour. */
const ACTS_SEEN = 2_000;

/** What is to be sent to whom. */
export interface TestWish {
  readonly workspace: Workspace;
  readonly campaign: Campaign;
  readonly playbook: Playbook;
  readonly template: string;
  readonly lead: Lead;
  /** Normalised address. */
  readonly to: string;
  /** Address of whoever asks, normalised; null = it is no person that logged in. */
  readonly own: string | null;
}

/** How things stand for it, as the rule asks. */
export async function standingOfTest(engine: Engine, wish: TestWish): Promise<TestSend> {
  const { workspace, campaign, playbook, template, to, own } = wish;
  await engine.connections.refresh();
  const { address, company, postalAddress } = campaign.sender;
  const halts = await engine.store.instance.halts();
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const [lead = null] = await engine.store.leads.find(workspace.id, '', [`e:${to}`]);
  const refusals = await refusalsOn(engine, workspace.id, { kind: 'address', value: to, lead });
  return {
    channel: playbook.templates[template]?.channel ?? 'email',
    mode: workspace.mode,
    connection: connectionOf(engine, workspace, address),
    closed: (await engine.fence.look()) !== null,
    stopped: (haltOf(halts, workspace.id, 'email') ?? haltOfSender(halts, workspace.id, [address, domain])) !== null,
    sender: address !== '' && company !== '' && postalAddress !== '',
    to: to === own ? 'own' : lead === null ? 'colleague' : 'lead',
    refused: refusals.own.length + refusals.everywhere.length > 0,
    lastHour: await testsOfLastHour(engine, workspace.id),
  };
}

/** What a live workspace without a connection writes into the outbox would reach nobody. */
function connectionOf(engine: Engine, workspace: Workspace, sender: string): TestSend['connection'] {
  const { connections, parts } = engine;
  if (connections.has(workspace, 'email')) {
    return connections.failing(workspace, 'email', sender) === null ? 'well' : 'failing';
  }
  return parts.channels.live === null ? 'none' : 'well';
}

async function testsOfLastHour(engine: Engine, workspaceId: string): Promise<number> {
  const since = engine.clock.now() - HOUR_MS;
  const page = await engine.store.audits({ workspaceId, before: null, limit: ACTS_SEEN });
  return page.filter(({ at, operation }) => at > since && operation === TEST_SEND).length;
}

/** What left. */
export interface TestSent {
  readonly subject: string;
  readonly from: string;
  readonly lead: string;
  readonly result: SendResult;
}

/** Sends it once; it is not tried again. Errors: refusal `test-words-missing`, where the lead lacks what the words need. */
export async function sendTest(engine: Engine, wish: TestWish, by: string): Promise<TestSent> {
  const { workspace, campaign, lead, to } = wish;
  const { name, address } = campaign.sender;
  const way = engine.wayOut(workspace, 'email', address);
  if (way === null) throw new Error('a test was let through without a way out');
  const words = wordsOf(engine, wish, by);
  const id = engine.ids.next('tst');
  const mail: Mail = {
    ...{ id, from: { name: name || null, address }, replyTo: null, to: { name: null, address: to } },
    ...words,
    messageId: `<${id}@${address.slice(address.lastIndexOf('@') + 1)}>`,
    ...{ references: [], unsubscribeUrl: null, date: engine.clock.now(), headers: [['X-Rekindle-Test', '1']] },
  };
  const result = await way.send({ kind: 'email', mail });
  return { subject: words.subject, from: address, lead: lead.id, result };
}

function wordsOf(engine: Engine, { campaign, playbook, template, lead }: TestWish, by: string): RenderedMessage {
  const unsubscribeUrl = engine.publicUrl === null ? {} : { unsubscribeUrl: `${engine.publicUrl}/u/test` };
  const from = { sender: campaign.sender, campaign: campaign.name, ...unsubscribeUrl };
  const { words, refused } = new Previewer(engine, playbook, from).of(template, lead);
  if (words === null) {
    const what = refused?.variable ?? refused?.detail ?? '';
    const sentence = `this lead has no “${what}”, and “${template}” needs it: the lead would get nothing`;
    throw new Refusal('test-words-missing', sentence, 'choose another lead, or give the template a fallback');
  }
  const who = lead.values.fullName ?? lead.values.firstName ?? lead.id;
  return markedAsTest(words, `TEST of “${template}”, sent by ${by}, in the words for ${who}. Nobody was contacted.`);
}
