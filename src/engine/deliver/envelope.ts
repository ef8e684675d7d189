/**
 * From a claimed message to a mail: words from the stored template and the stored facts, headers from the intent key.
 * The same message always makes the same bytes. Owns the last gate before `sending` as well; decides with the rules of
 * `domain/consent` only.
 */
import type { AccountWords } from '../../domain/account/words.ts';
import { mailboxNamed } from '../../domain/campaign/senders.ts';
import type { ConsentReason } from '../../domain/consent/reasons.ts';
import { isWritten, threaded } from '../../domain/conversation/inbox/answer-to.ts';
import { keywordAnswerOf, keywordWords } from '../../domain/conversation/keyword-answer.ts';
import { type End, endInDoubt } from '../../domain/delivery/doubt.ts';
import { NO_VALUES } from '../../domain/lead/lead.ts';
import type { Mail, Message } from '../../domain/message.ts';
import { type MessageStep, type Playbook, sends } from '../../domain/playbook/playbook.ts';
import type { RenderedMessage, RenderResult, TemplateVariables } from '../../domain/playbook/rendering.ts';
import type { Reason } from '../../domain/reason.ts';
import { intentOf } from '../../domain/sequence/enrollment.ts';
import { LOCAL_URL } from '../classes/links.ts';
import type { Engine } from '../engine.ts';
import { gateAtSending, isCanary } from '../gate.ts';
import { park } from '../instance/parked.ts';
import type { RunningPlaybook } from '../playbooks.ts';
import type { ClaimedMessage, LastFacts, SendVerdict } from '../store-port.ts';
import { makeOptOutTag } from '../tokens/opt-out-address.ts';
import { makeReturnTag } from '../tokens/return-path.ts';
import { makeUnsubscribeToken } from '../tokens/unsubscribe.ts';
import { bodyHashOf } from './body-hash.ts';
import { verdictOnLeft } from './departures/left-before.ts';
import { messageIdOf } from './message-id.ts';
import { phoneEnvelope } from './phone-envelope.ts';
import { withTracks } from './tracks.ts';
import type { Parcel } from './way-out.ts';

/** What leaves, or why nothing does. */
export type Envelope =
  | { readonly parcel: Parcel; readonly subject: string; readonly bodyHash: string }
  | { readonly refused: Reason; readonly subject: null; readonly bodyHash: null };

/** The stored form of a decision's facts that words are made from. */
interface StoredFacts {
  readonly lead?: Readonly<Record<string, unknown>>;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  readonly variant?: string | null;
  readonly account?: AccountWords;
}

/** What words are made from: of a claimed message, or of one that may come. */
export type Worded = Pick<
  ClaimedMessage,
  'facts' | 'campaign' | 'workspace' | 'classUrl' | 'valuation' | 'buyer' | 'booking'
> & {
  readonly message: Pick<
    Message,
    'id' | 'intentKey' | 'channel' | 'template' | 'playbookHash' | 'recipient' | 'sender'
  >;
};

/** Makes the words and headers of a claimed message. `isFirst`: no text to the lead has left before. */
export function envelopeOf(engine: Engine, claimed: ClaimedMessage, isFirst: boolean): Envelope {
  const { message } = claimed;
  const running = engine.playbooks.get(message.playbookHash);
  const sender = senderOf(claimed);
  const keyword = keywordAnswerOf(message);
  if (keyword) {
    const brand = sender.company || sender.name;
    const words = keywordWords(keyword, { brand, contact: sender.address });
    return phoneEnvelope(claimed, words, { brand, step: undefined, isFirst: false });
  }
  const unsubscribeUrl = `${engine.publicUrl ?? LOCAL_URL}/u/${makeUnsubscribeToken(engine.keyring.secret, message)}`;
  const variables = variablesOf(claimed, running, sender, unsubscribeUrl);
  const rendered = isWritten(message)
    ? writtenWords(claimed, running, variables)
    : running.renderer.render(message.template, variables);
  if ('refused' in rendered) return { refused: refusalOf(rendered.refused), subject: null, bodyHash: null };
  if (message.channel !== 'email') {
    const from = { brand: sender.company || sender.name, step: stepOf(running.playbook, message), isFirst };
    return phoneEnvelope(claimed, rendered.text, from);
  }
  const { subject, references } = placeOf(claimed, rendered);
  const optOutTag = makeOptOutTag(engine.keyring.secret, message);
  const words = { ...rendered, subject, references, html: withTracks(engine, claimed, rendered.html) };
  const returnTag = makeReturnTag(engine.keyring.secret, { ...message, messageId: message.id });
  const mail = { ...mailOf(claimed, words, sender, unsubscribeUrl, engine.clock.now()), optOutTag, returnTag };
  return {
    parcel: { kind: 'email', mail },
    subject,
    bodyHash: bodyHashOf({ ...rendered, subject }, claimed.attachments),
  };
}

/**
 * Why a message of a step would have no words, as `envelopeOf` says it when it leaves; null = it would have some. `variables`: what
 * `variablesOf` gives. Nothing is made that only a mail on its way needs.
 */
export function unworded(engine: Engine, of: Worded, variables: TemplateVariables, isFirst: boolean): Reason | null {
  const { message } = of;
  const { playbook, renderer } = engine.playbooks.get(message.playbookHash);
  if (message.channel === 'email') {
    const refused = renderer.refusal(message.template, variables);
    return refused && refusalOf(refused);
  }
  const rendered = renderer.render(message.template, variables);
  if ('refused' in rendered) return refusalOf(rendered.refused);
  const { company, name } = variables.sender;
  const from = { brand: company || name || '', step: stepOf(playbook, message), isFirst };
  const envelope = phoneEnvelope(of, rendered.text, from);
  return 'refused' in envelope ? envelope.refused : null;
}

/** Where an e-mail stands: in the thread that it answers, or at the head of one of its own. */
function placeOf(
  { answer, answered }: ClaimedMessage,
  { subject }: RenderedMessage,
): Pick<Mail, 'subject' | 'references'> {
  if (!answered) return { subject, references: answer?.references ?? [] };
  const { thread, before } = answered;
  return threaded(thread, before && { subject: before.subject, messageId: messageIdOf(before) });
}

/** What a person wrote; under an e-mail stands what stands under every one. */
function writtenWords(
  { answer = null, message: { channel } }: ClaimedMessage,
  { renderer }: RunningPlaybook,
  variables: TemplateVariables,
): RenderResult | { readonly refused: { code: string; variable: null; detail: string } } {
  if (answer === null) return { refused: { code: 'words-forgotten', variable: null, detail: '' } };
  const { subject, words } = answer;
  if (channel !== 'email') return { subject: '', text: words, html: null };
  const footer = renderer.footer(variables);
  return 'refused' in footer ? footer : { subject, text: `${words.trimEnd()}\n\n${footer.text.trim()}\n`, html: null };
}

/** The step that a message is of; undefined = of none. */
function stepOf({ sequences }: Playbook, { intentKey, template, channel }: Worded['message']): MessageStep | undefined {
  const { step } = intentOf(intentKey);
  const steps = Object.values(sequences).flatMap((sequence) => sequence.steps.filter(sends));
  return steps.find(
    ({ id, kind, variants }) => id === step && kind === channel && variants.some((one) => one.template === template),
  );
}

function refusalOf({ code, variable, detail }: { code: string; variable: string | null; detail: string }): Reason {
  return { code, facts: { variable, detail } };
}

/** What a dry workspace shows where the campaign does not say yet who writes; a live one refuses such a message. */
const NOT_SAID = {
  name: '[sender]',
  address: 'nobody@rekindle.invalid',
  company: '[company]',
  postalAddress: '[postal address]',
};

type Sender = Readonly<typeof NOT_SAID>;

/** Who writes; empty texts where nobody said, and the message may reach a person. */
export function senderOf({
  campaign,
  workspace,
  message,
}: Pick<Worded, 'campaign' | 'workspace'> & { readonly message: Pick<Message, 'sender'> }): Sender {
  const sender = campaign?.sender;
  const { company = '', postalAddress = '' } = sender ?? {};
  const { name = '', address = '' } = (sender && mailboxNamed(sender, message.sender)) ?? sender ?? {};
  if (workspace.mode === 'live') return { name, address, company, postalAddress };
  return {
    name: name || NOT_SAID.name,
    address: address || NOT_SAID.address,
    company: company || NOT_SAID.company,
    postalAddress: postalAddress || NOT_SAID.postalAddress,
  };
}

/** What templates are told of a message. `sender`: as `senderOf` says. */
export function variablesOf(
  { facts, campaign, classUrl = null, valuation, buyer, booking }: Omit<Worded, 'message' | 'workspace'>,
  { playbook, noAttributes }: RunningPlaybook,
  { name, address, company, postalAddress }: Sender,
  unsubscribeUrl: string,
): TemplateVariables {
  const stored = JSON.parse(facts) as StoredFacts;
  const variant = playbook.routing.variants.find((one) => one.name === stored.variant);
  return {
    lead: { ...NO_VALUES, ...stored.lead },
    attributes: { ...noAttributes, ...stored.attributes },
    settings: playbook.settings,
    sender: { name: name || null, address, company: company || null },
    campaign: { name: campaign?.name ?? '' },
    variant: variant?.values ?? {},
    ...(stored.account && { account: stored.account }),
    unsubscribeUrl,
    classUrl,
    ...(valuation && { valuation }),
    ...(buyer && { buyer }),
    ...(booking && { booking }),
    postalAddress: postalAddress || null,
  };
}

function mailOf(
  claimed: ClaimedMessage,
  { subject, text, html, references }: RenderedMessage & Pick<Mail, 'references'>,
  { name, address }: Sender,
  unsubscribeUrl: string,
  now: number,
): Mail {
  const { message, recipient, attachments = [] } = claimed;
  return {
    id: message.id,
    from: { name: name || null, address: message.sender || address },
    replyTo: null,
    to: { name: recipient.name, address: message.recipient },
    subject,
    text,
    html,
    messageId: messageIdOf(message),
    references,
    unsubscribeUrl: unsubscribeUrl.startsWith('https://') ? unsubscribeUrl : null,
    date: now,
    ...(attachments.length === 0 ? {} : { attachments }),
    headers: [
      ['X-Rekindle-Lead', message.leadId],
      ['X-Rekindle-Intent', message.intentKey],
      ...(isWritten(message) ? [] : [['X-Rekindle-Template', message.template] as const]),
    ],
  };
}

/**
 * The last question before `sending`: may it leave with these words, or where does it go instead. The words are asked for only
 * once it may: of what waits for a day with thousands of others none are made.
 */
export function lastGate(
  engine: Engine,
  claimed: ClaimedMessage,
  words: () => Envelope,
  facts: LastFacts,
  now: number,
): SendVerdict {
  const { id, workspaceId } = claimed.message;
  try {
    return verdictOn(engine, claimed, words, facts, now);
  } catch (error) {
    // What breaks over one message keeps that one alone from leaving.
    const { reason, until } = park(engine, { message: id, workspace: workspaceId }, error);
    return stays(claimed.message, { to: 'held', reason }, until);
  }
}

function verdictOn(
  engine: Engine,
  claimed: ClaimedMessage,
  words: () => Envelope,
  facts: LastFacts,
  now: number,
): SendVerdict {
  const { message, departure } = claimed;
  if (departure) return verdictOnLeft(claimed, departure, words, now);
  const answer = gateAtSending(engine, claimed, facts, now);
  if (answer.verdict === 'refuse') return stays(message, { to: 'refused', reason: answer.reasons[0] as Reason });
  if (answer.verdict === 'hold') {
    const { until, reasons } = answer;
    const held = { to: 'held', reason: heldReason(reasons) } as const;
    return stays(message, held, until ?? now + HELD_AGAIN_MS, slotOf(reasons, until));
  }
  const envelope = words();
  if ('refused' in envelope) return stays(message, { to: 'refused', reason: envelope.refused });
  return { kind: 'leave', subject: envelope.subject, bodyHash: envelope.bodyHash, isCanary: isCanary(claimed, facts) };
}

function stays(
  { workspaceId, id, fence, mayHaveLeft, dueAt }: Message,
  end: End<'refused' | 'held'>,
  until = dueAt,
  slotAt: number | null = null,
): SendVerdict {
  return {
    kind: 'stay',
    slotAt,
    update: {
      ...{ workspaceId, id, fence, from: 'claimed', mayHaveLeft, dueAt: until },
      ...endInDoubt(end, { mayHaveLeft, keyHonoured: false }),
      ...{ subject: null, bodyHash: null, providerRef: null, sentAt: null },
    },
  };
}

/** A hold without an end is asked about again after this, ms. */
export const HELD_AGAIN_MS = 6 * 3_600_000;

/** The first reason, which is the weightiest, with the names of the others. */
function heldReason([first, ...others]: readonly Reason[]): Reason {
  if (!first) throw new Error('a hold without a reason');
  return others.length === 0
    ? first
    : { ...first, facts: { ...first.facts, also: others.map(({ code }) => code).join(', ') } };
}

/** A message that nothing but its sender's pace holds takes the moment until which it waits: nobody else is given it. */
function slotOf(reasons: readonly Reason[], until: number | null): number | null {
  return reasons.every(({ code }) => code === PACE) ? until : null;
}

const PACE = 'sender-pace' satisfies ConsentReason;
