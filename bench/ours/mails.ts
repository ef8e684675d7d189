/** Delivery as it is in real use: from the queue by claim, words, last gate and `sending` to a mail server, and written as sent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smtpChannel } from '../../src/channels/smtp/adapter.ts';
import { SmtpSettingsSchema } from '../../src/channels/smtp/settings.ts';
import { LIMITS } from '../../src/domain/limits.ts';
import { advanceBatch } from '../../src/engine/advance/advance.ts';
import { deliverOn } from '../../src/engine/deliver/deliver.ts';
import { underWay } from '../../src/engine/deliver/under-way.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Measured } from '../runs/measure.ts';
import { openInstance, START } from './instance.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Takes each lead's first step, and delivers what it made; the messages, and the time of the delivery alone, ms. */
export async function deliverBySmtp(db: string, port: number, connections: number): Promise<Measured> {
  const from = { address: 'ana@example.com' };
  const settings = { host: '127.0.0.1', port, secure: 'none', connections, from };
  const channel = smtpChannel(SmtpSettingsSchema.parse(settings));
  const notedIn = mkdtempSync(join(tmpdir(), 'rekindle-left-'));
  const { engine, clock } = await openInstance(db, { channel, notedIn });
  await engine.playbooks.refresh();
  let [items, ms] = [0, 0];
  for (let hour = 0; hour < HOURS; hour++) {
    clock.moveTo(START + hour * HOUR_MS);
    while ((await advanceBatch(engine)).taken > 0);
    const start = performance.now();
    items += await deliverAll(engine);
    ms += performance.now() - start;
  }
  await engine.close();
  rmSync(notedIn, { recursive: true });
  return { items, ms };
}

/** As a worker does it, until nothing is left; how many were sent. */
async function deliverAll(engine: Engine): Promise<number> {
  const under = underWay(engine);
  let sent = 0;
  for (let isLeft = true; isLeft; ) {
    const report = await deliverOn(engine, LIMITS.deliverBatchMessages);
    sent += report.sent;
    isLeft = report.claimed > 0;
    if (isLeft) continue;
    isLeft = under.waiting() > 0;
    await under.landed();
  }
  return sent + under.report().sent;
}
