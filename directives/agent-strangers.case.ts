/** Runs a row of agent-strangers.md. */
import { isOwnText, neutralText } from '../src/domain/agent/neutral-text.ts';

export function run({ text }: { readonly text: string }) {
  return { shown: neutralText(text), own: isOwnText(text) };
}
