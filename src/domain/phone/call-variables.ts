/** What an artificial voice is told, from the words of a template: one `name: value` a line. Owns that form and its bounds. */
import { LIMITS } from '../limits.ts';

const LINE = /^([A-Za-z_]\w{0,63}):[ \t]*(.*)$/;

/** Names and values, or the line that is none. */
export function callVariables(
  words: string,
): { readonly variables: Readonly<Record<string, string>> } | { readonly wrong: string } {
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > LIMITS.callVariables) return { wrong: `more than ${LIMITS.callVariables} lines` };
  const variables: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value = ''] = LINE.exec(line) ?? [];
    if (name === undefined || value.length > LIMITS.callVariableCharacters) return { wrong: line.slice(0, 80) };
    variables[name] = value.trimEnd();
  }
  return { variables };
}
