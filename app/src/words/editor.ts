/** The words of the editor of playbooks for whoever reads them. */
import type { EDITOR } from './en/editor.ts';
import { wordGroup } from './group.tsx';

/** The name of one of them. */
export type EditorWord = keyof typeof EDITOR;
/** They are asked for by this. */
export const useEditorWords = wordGroup<EditorWord>({
  en: () => import('./en/editor.ts').then((found) => found.EDITOR),
  es: () => import('./es/editor.ts').then((found) => found.EDITOR),
});
