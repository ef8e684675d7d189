/** Delivery as it is in real use: from the queue by claim, words, last gate and `sending` to a mail server, and written as sent. */
import { smtpChannel } from '../../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../../src/channels/smtp/settings.ts';
import { LIMITS } from '../../src/domain/limits.ts';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { deliverBatch } from '../../src/engine/deliver/deliver.ts';
import type { Measured } from '../runs/measure.ts';
import { openInstance, START } from './instance.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Takes each lead's first step, and delivers what it made; the messages, and the time of the delivery alone, ms. */
export async function deliverBySmtp(db: string, port: number, connections: number): Promise<Measured> {
  const from = { address: 'ana@example.com' };
  const settings = { host: '127.0.0.1', port, secure: 'none', connections, from };
  const channel = smtpChannel(SmtpSettingsSchema.parse(settings));
  const { engine, clock } = await openInstance(db, { channel });
  await engine.playbooks.refresh();
  let [items, ms] = [0, 0];
  for (let hour = 0; hour < HOURS; hour++) {
    clock.moveTo(START + hour * HOUR_MS);
    while ((await advanceBatch(engine)).taken > 0);
    const start = performance.now();
    for (let sent = 1; sent > 0; items += sent) sent = (await deliverBatch(engine, LIMITS.deliverBatchMessages)).sent;
    ms += performance.now() - start;
  }
  await engine.close();
  return { items, ms };
}
