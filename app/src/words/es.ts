/** All words of the app in Spanish. The compiler holds them complete. */
import type { Word } from './en.ts';
import { LEADS } from './es/leads.ts';
import { SHELL } from './es/shell.ts';
import { WORK } from './es/work.ts';

/** The words. */
export const ES: Readonly<Record<Word, string>> = { ...SHELL, ...LEADS, ...WORK };
