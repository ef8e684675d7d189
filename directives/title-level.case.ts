/** Runs a row of title-level.md. */
import { readTitle, type TitleReading } from '../src/domain/score/title.ts';

export function run({ title }: { readonly title: string }): TitleReading {
  return readTitle(title);
}
