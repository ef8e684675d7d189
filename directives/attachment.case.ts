/** Runs a row of attachment.md. */
import { attachedFiles } from '../src/domain/playbook/attachment.ts';

/** A name of so many characters. */
const named = (length: number) => `${'n'.repeat(length - '.png'.length)}.png`;

const FOLDER: Readonly<Record<string, number>> = {
  ...{ 'prices.pdf': 100, 'Plan.DOCX': 200, 'empty.pdf': 0, 'run.exe': 10, noending: 10, 'a?.pdf': 10 },
  ...{ 'toString.png': 30, 'half.pdf': 2_500_000, 'other half.pdf': 2_500_000, 'bit.txt': 1 },
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`${n}.gif`, 1])),
  ...{ [named(100)]: 5, [named(101)]: 5 },
};

export function run({ written = '', channel }: { readonly written?: string; readonly channel: string }) {
  const asked = written.replaceAll('`', '').replace(/<(\d+)>\.png/, (_, length) => named(Number(length)));
  const { files, mistakes } = attachedFiles(asked, channel, FOLDER);
  return { types: files.map(({ type }) => type), mistakes: mistakes.map(({ code }) => code) };
}
