/** The words of templates and of publishing for whoever reads them. */
import type { EDITOR_PARTS } from './en/editor-parts.ts';
import { wordGroup } from './group.tsx';

/** They are asked for by this. */
export const useEditorPartWords = wordGroup<keyof typeof EDITOR_PARTS>({
  en: () => import('./en/editor-parts.ts').then((found) => found.EDITOR_PARTS),
  es: () => import('./es/editor-parts.ts').then((found) => found.EDITOR_PARTS),
});
