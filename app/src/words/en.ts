/** All words of the app in English, by the screen that says them. Names in braces are filled in. */
import { LEADS } from './en/leads.ts';
import { SHELL } from './en/shell.ts';
import { WORK } from './en/work.ts';

/** The words. */
export const EN = { ...SHELL, ...LEADS, ...WORK } as const;

/** The name of a sentence. */
export type Word = keyof typeof EN;
