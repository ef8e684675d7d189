/** A progress bar on stderr for work that takes over a second. Nothing where stderr is no terminal. */
import type { Progress } from '../engine/operations/operation.ts';
import type { CommandLineIo } from './run.ts';

const FIRST_AFTER_MS = 700;
const EVERY_MS = 100;
const WIDTH = 24;

/** A bar that shows itself when work has taken a while; `clear` takes it away before anything else is written. */
export function progressBar(io: CommandLineIo, quiet: boolean): { update(progress: Progress): void; clear(): void } {
  const startedAt = performance.now();
  let lastAt = 0;
  let shown = false;
  return {
    update(progress) {
      const now = performance.now();
      if (quiet || !io.isTerminal || now - startedAt < FIRST_AFTER_MS || now - lastAt < EVERY_MS) return;
      lastAt = now;
      shown = true;
      io.err(`\r\x1b[2K${line(progress, now - startedAt)}`);
    },
    clear() {
      if (shown) io.err('\r\x1b[2K');
      shown = false;
    },
  };
}

function line({ stage, done, total, unit }: Progress, elapsedMs: number): string {
  const rate = Math.round((done / elapsedMs) * 1000);
  const counted = `${done.toLocaleString('en')}${total === null ? '' : ` of ${total.toLocaleString('en')}`} ${unit}`;
  return `${stage} ${total === null ? '' : bar(done / Math.max(total, 1))} ${counted}, ${rate.toLocaleString('en')}/s`;
}

function bar(share: number): string {
  const full = Math.round(Math.min(Math.max(share, 0), 1) * WIDTH);
  return `[${'█'.repeat(full)}${'·'.repeat(WIDTH - full)}]`;
}
