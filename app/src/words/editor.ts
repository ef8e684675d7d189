/** The words of the editor of playbooks for whoever reads them. */
import { EDITOR } from './en/editor.ts';
import { wordGroup } from './group.tsx';

/** They are asked for by this. */
export const useEditorWords = wordGroup(EDITOR, () => import('./es/editor.ts').then((found) => found.EDITOR));
/** The name of one of them. */
export type EditorWord = keyof typeof EDITOR;
