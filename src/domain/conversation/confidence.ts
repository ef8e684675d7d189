/** How surely a reply was read, by how it was found; told of the reasons that are kept with it. Owns the measure. */
import type { Reason } from '../reason.ts';

/** 0–1, by how the meaning was found; not a probability. */
export const CONFIDENCE = { command: 0.95, said: 0.9, mixed: 0.6, asked: 0.6, unclear: 0.2 } as const;

const HOW: Readonly<Record<string, keyof typeof CONFIDENCE>> = {
  'reply-command': 'command',
  'reply-keyword': 'command',
  'reply-says': 'said',
  'reply-denies': 'said',
  'reply-asks': 'asked',
  'reply-unclear': 'unclear',
  'reply-mixed': 'unclear',
};

/** The confidence of a reading that gave these reasons; null = its words were not read. */
export function confidenceOf(reasons: readonly Reason[]): number | null {
  const how = reasons.flatMap(({ code }) => HOW[code] ?? [])[0];
  if (how === undefined) return null;
  const mixed = how === 'said' && reasons.some(({ code }) => code === 'reply-mixed');
  return CONFIDENCE[mixed ? 'mixed' : how];
}
