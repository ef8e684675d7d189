/** Files that come with mails: brought to the messages that are about to leave, and kept at hand for the next. Owns how many are kept. */
import { hash } from 'node:crypto';
import { LIMITS } from '../../domain/limits.ts';
import type { MailAttachment } from '../../domain/message.ts';
import type { Template } from '../../domain/playbook/playbook.ts';
import { paperName } from '../../domain/valuation/paper.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage } from '../store-port.ts';
import { sheetFor } from '../valuation/valuations.ts';

/** Contents by workspace and hash, of each engine; the least recently used come first. */
const HELD = new WeakMap<Engine, Map<string, Uint8Array>>();

/**
 * Messages with the files that come with them; those without any as they are, at no cost. A step's files come with its words, and so with
 * no answer that a person wrote. Errors: throws where a stored version names a file that is not stored, which cannot be.
 */
export async function withAttachments(
  engine: Engine,
  claimed: readonly ClaimedMessage[],
): Promise<readonly ClaimedMessage[]> {
  const attaching = claimed.map((one) => {
    const { attachments = [], attachesValuation = false } = templateOf(engine, one) ?? {};
    return { one, attachments, attachesValuation };
  });
  if (!attaching.some(({ attachments, attachesValuation }) => attachments.length > 0 || attachesValuation))
    return claimed;
  const whole: ClaimedMessage[] = [];
  for (const { one, attachments, attachesValuation } of attaching) {
    const files: MailAttachment[] = [];
    for (const { name, type, hash: of } of attachments)
      files.push({ name, type, hash: of, content: await contentOf(engine, one.message.workspaceId, of) });
    if (attachesValuation) files.push(...(await valuationFile(engine, one)));
    whole.push(files.length === 0 ? one : { ...one, attachments: files });
  }
  return whole;
}

function templateOf(engine: Engine, { message, answer }: ClaimedMessage): Template | undefined {
  if (message.channel !== 'email' || answer) return undefined;
  return engine.playbooks.get(message.playbookHash).playbook.templates[message.template];
}

/** The valuation of the recipient's home; none where no number is shown. One that cannot be made keeps no mail back: its words hold a link. */
async function valuationFile(engine: Engine, claimed: ClaimedMessage): Promise<MailAttachment[]> {
  const { papers } = engine.parts;
  if (papers === undefined) return [];
  const sheet = await sheetFor(engine, claimed);
  const name = sheet && paperName(sheet.home, sheet.valuation);
  if (sheet === null || name === null) return [];
  try {
    const content = papers.valuation(sheet);
    return [{ name, type: 'application/pdf', hash: hash('sha256', content), content }];
  } catch (error) {
    engine.log.error('a valuation could not be put on paper', { message: claimed.message.id, error: String(error) });
    return [];
  }
}

async function contentOf(engine: Engine, workspaceId: string, hash: string): Promise<Uint8Array> {
  const held = HELD.get(engine) ?? new Map<string, Uint8Array>();
  HELD.set(engine, held);
  const key = `${workspaceId} ${hash}`;
  const content = held.get(key) ?? (await stored(engine, workspaceId, hash));
  held.delete(key);
  held.set(key, content);
  let bytes = 0;
  for (const [other, { length }] of [...held].reverse()) {
    bytes += length;
    if (bytes > LIMITS.attachmentsHeldBytes && other !== key) held.delete(other);
  }
  return content;
}

async function stored(engine: Engine, workspaceId: string, hash: string): Promise<Uint8Array> {
  const content = await engine.store.playbooks.file(workspaceId, hash);
  if (content === null) throw new Error(`the file ${hash} of a playbook is not stored`);
  return Buffer.from(content, 'base64');
}
