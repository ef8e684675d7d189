/** Files that come with mails: brought to the messages that are about to leave, and kept at hand for the next. Owns how many are kept. */
import { LIMITS } from '../../domain/limits.ts';
import type { MailAttachment } from '../../domain/message.ts';
import { mailTemplateOf } from '../bot/named.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage } from '../store-port.ts';

/** Contents by workspace and hash, of each engine; the least recently used come first. */
const HELD = new WeakMap<Engine, Map<string, Uint8Array>>();

/**
 * Messages with the files that come with them, before what was put on paper for them; those without any as they are, at no cost.
 * Errors: throws where a stored version names a file that is not stored, which cannot be.
 */
export async function withAttachments(
  engine: Engine,
  claimed: readonly ClaimedMessage[],
): Promise<readonly ClaimedMessage[]> {
  const attaching = claimed.map((one) => ({ one, named: mailTemplateOf(engine, one)?.attachments ?? [] }));
  if (!attaching.some(({ named }) => named.length > 0)) return claimed;
  const whole: ClaimedMessage[] = [];
  for (const { one, named } of attaching) {
    const files: MailAttachment[] = [];
    for (const { name, type, hash } of named)
      files.push({ name, type, hash, content: await contentOf(engine, one.message.workspaceId, hash) });
    whole.push(files.length === 0 ? one : { ...one, attachments: [...files, ...(one.attachments ?? [])] });
  }
  return whole;
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
