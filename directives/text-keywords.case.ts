/** Runs a row of text-keywords.md. */
import { readKeyword } from '../src/domain/conversation/keyword.ts';

export function run({ text }: { readonly text?: string }): { readonly keyword: string | null } {
  return { keyword: readKeyword(text ?? '') };
}
