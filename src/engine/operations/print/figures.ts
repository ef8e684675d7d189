/** `workspace figures` in lines: a day a line under the names of its columns, then how it stands now. */
import { table } from './table.ts';

interface ByChannel {
  readonly email: number;
  readonly sms: number;
  readonly voice: number;
}

interface Figures {
  readonly days: readonly {
    readonly day: string;
    readonly sent: ByChannel;
    readonly failed: ByChannel;
    readonly replied: number;
    readonly bounced: number;
    readonly complained: number;
  }[];
  readonly now: { readonly sent: number; readonly seconds: number; readonly queue: Readonly<Record<string, number>> };
  readonly oldestDueAt: string | null;
  readonly unconfirmed: number;
}

const COLUMNS = ['e-mails', 'texts', 'calls', 'failed', 'replied', 'bounced', 'complained'];

/** Days of UTC, today last. */
export function printFigures({ days, now, oldestDueAt, unconfirmed }: Figures): string {
  const rows = days.map(({ day, sent, failed, replied, bounced, complained }) => {
    const broken = failed.email + failed.sms + failed.voice;
    return [day, ...[sent.email, sent.sms, sent.voice, broken, replied, bounced, complained].map(told)];
  });
  const queue = Object.entries(now.queue).map(([state, count]) => `${told(count)} ${state}`);
  return [
    table([['', ...COLUMNS], ...rows]),
    `In the last ${told(Math.round(now.seconds / 60))} minutes ${told(now.sent)} left. Messages: ${queue.join(', ')}.`,
    ...(oldestDueAt === null ? [] : [`The oldest work that is due and not done: since ${oldestDueAt}.`]),
    ...(unconfirmed > 0
      ? [`${told(unconfirmed)} of unknown fate: rekindle message list --state unconfirmed, then message settle.`]
      : []),
    '',
  ].join('\n');
}

function told(count: number): string {
  return count.toLocaleString('en');
}
