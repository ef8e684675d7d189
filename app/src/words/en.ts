/** Words that every screen may say, in English. Those of a group of screens come with these screens. Names in braces are filled in. */
import { SHELL } from './en/shell.ts';

/** The words. */
export const EN = SHELL;

/** The name of a sentence. */
export type Word = keyof typeof EN;
