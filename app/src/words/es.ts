/** The same in Spanish. The compiler holds them complete. */
import type { Word } from './en.ts';
import { SHELL } from './es/shell.ts';

/** The words. */
export const ES: Readonly<Record<Word, string>> = SHELL;
