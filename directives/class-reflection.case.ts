/** Runs a row of class-reflection.md. Answers are written `section/prompt text`. */
import { confidenceOf, type Reflection, reflectionFault } from '../src/domain/course/reflection.ts';

interface Row {
  readonly answers?: readonly string[];
  readonly prompt?: number | string;
  readonly text?: string;
  readonly characters?: number;
}

export function run({ answers, prompt, text = '', characters }: Row): Readonly<Record<string, unknown>> {
  if (answers !== undefined) return { sure: confidenceOf(answers.map(answerOf), ['a', 'b']) };
  const words = characters === undefined ? text : 'x'.repeat(characters);
  return { fault: reflectionFault({ section: 'a', prompt: prompt as number, text: words }, 3) ?? 'none' };
}

function answerOf(written: string): Reflection {
  const [, section = '', prompt, text = ''] = /^(\w)\/(\d+) (.*)$/s.exec(written) ?? [];
  return { section, prompt: Number(prompt), text };
}
