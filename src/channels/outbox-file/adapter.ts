/**
 * Mail into a folder: one `.eml` file a message, which any mail program opens. Owns that its bytes are right; how files are
 * written is `folder.ts`. Nothing leaves the machine.
 */
import { z } from 'zod';
import type { Mail } from '../../domain/message.ts';
import type { MailChannel, SendResult } from '../../engine/ports.ts';
import { composeMail, defective, MailDefect } from '../compose.ts';
import { type OutboxFile, OutboxFolder, WRITES_AT_ONCE } from './folder.ts';

/** Settings of an outbox folder. */
export const OutboxSettingsSchema = z.strictObject({
  /** The folder; made where it is missing. */
  dir: z.string().min(1),
  /** Waits until a file is on the disk and not only on its way there; false is faster and may lose files with the power. */
  fsync: z.boolean().default(true),
});

/** Settings as used. */
export type OutboxSettings = z.output<typeof OutboxSettingsSchema>;

const FILE_NAME = /^\w[\w.-]{0,199}$/;

/**
 * A way into a folder: `<dir>/<yyyy-mm-dd>/<message id>.eml`, the day being the mail's own in UTC.
 * Limits: a message that was written under another day is found among the latest `LIMITS.outboxDays` days.
 * `send` answers `refused` where the mail cannot be composed, or its id is no file name.
 * Why recovery `idempotent`: a message has one file, so sending it again changes nothing.
 */
export function outboxChannel(settings: OutboxSettings): MailChannel {
  return new OutboxChannel(settings);
}

class OutboxChannel implements MailChannel {
  readonly name = 'outbox-file';
  readonly concurrency = WRITES_AT_ONCE;
  readonly recovery = 'idempotent';
  readonly #folder: OutboxFolder;

  constructor(settings: OutboxSettings) {
    this.#folder = new OutboxFolder(settings);
  }

  async send(mail: Mail): Promise<SendResult> {
    let file: OutboxFile;
    try {
      file = fileOf(mail);
    } catch (error) {
      return defective(error);
    }
    return this.#folder.put(file);
  }

  close(): Promise<void> {
    return this.#folder.close();
  }
}

function fileOf(mail: Mail): OutboxFile {
  if (!FILE_NAME.test(mail.id))
    throw new MailDefect(`the id of a message must be a file name: ${JSON.stringify(mail.id)}`);
  return { name: `${mail.id}.eml`, at: mail.date, bytes: composeMail(mail) };
}
