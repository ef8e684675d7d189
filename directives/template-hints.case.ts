/** Runs the rows of template-hints.md. `WORDS-n` stands for n words, `SUBJECT-n` for n characters, `\n` for a line end. */
import { templateHints } from '../src/domain/playbook/check/hints.ts';

interface Row {
  readonly channel: 'email' | 'sms' | 'voice';
  readonly subject?: string;
  readonly text: string;
  readonly sender?: string;
  readonly segments: number;
}

function written(text: string): string {
  return text
    .replaceAll('\\n', '\n')
    .replace(/WORDS-(\d+)/, (_, n: string) => Array(Number(n)).fill('word').join(' '))
    .replace(/SUBJECT-(\d+)/, (_, n: string) => 's'.repeat(Number(n)));
}

/** One row. */
export function run({ channel, subject = '', text, sender = '', segments }: Row) {
  const hints = templateHints({ channel, subject: written(subject), text: written(text), sender, segments });
  return { hints: hints.map(({ code }) => code) };
}
