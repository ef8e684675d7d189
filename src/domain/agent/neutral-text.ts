/**
 * Words of others as an agent is shown them (directives/agent-strangers.md): they look the same to people, and pass for nothing else. Why all text
 * and not the fields that are known to be theirs: names of campaigns, titles and reasons carry words of others too.
 */
import { REASONS } from '../reason.ts';

/** Ids, codes, times, numbers and single words: too short to tell anybody what to do. */
const PLAIN = /^[A-Za-z0-9][\w.:+-]{0,63}$/;
/** Controls but line ends and tabs, signs that are not seen or turn the direction of writing, and letters of tags. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const LINE_ENDS = /[\u2028\u2029]/g;
/** What begins a tag, and its look-alikes. */
const TAG = /[<\uff1c\ufe64](?=\s*[/!?|A-Za-z])/g;
const TURN = /\[(?=\s*\/?\s*(?:inst|sys|system|assistant|user)\b)/gi;
const FENCE = /`{3,}|~{3,}/g;
const SPEAKER = /^(\s*(?:[#*>_-]+\s*)?(?:system|assistant|human|user|developer|tool)(?:\s*[*_]+)?\s*):/gim;

/** Text that looks the same to people, and is no tag, fence, turn of a conversation or hidden sign. */
export function neutralText(text: string): string {
  return text
    .replace(UNSEEN, '')
    .replace(LINE_ENDS, '\n')
    .replace(TAG, '‹')
    .replace(TURN, '(')
    .replace(FENCE, "'''")
    .replace(SPEAKER, '$1∶');
}

let sentences: ReadonlySet<string> | undefined;

/** Whether nobody else can have written it. */
export function isOwnText(text: string): boolean {
  sentences ??= new Set(Object.values(REASONS).flatMap(({ says, remedy }) => [says, remedy]));
  return text === '' || PLAIN.test(text) || sentences.has(text);
}
