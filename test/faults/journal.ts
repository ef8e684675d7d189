/** What happened in a run, line by line. Its digest tells whether two runs were the same. */
import { hash } from 'node:crypto';

/** Lines kept of a run; one that writes more does not end. */
const MOST_LINES = 200_000;

/** The journal of one run. */
export class Journal {
  readonly #lines: string[] = [];
  readonly #told: ((line: string) => void) | null;

  /** `told` hears each line at once, for a trace. */
  constructor(told: ((line: string) => void) | null) {
    this.#told = told;
  }

  tell(line: string): void {
    if (this.#lines.length >= MOST_LINES) throw new Error('the run does not end');
    this.#lines.push(line);
    this.#told?.(line);
  }

  get lines(): number {
    return this.#lines.length;
  }

  digest(): string {
    return hash('sha256', this.#lines.join('\n'));
  }
}
