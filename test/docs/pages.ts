/** The pages of the documentation as tests see them: fenced blocks, and commands named in the text. Runs nothing. */
import { filesUnder, readText } from '../tidy/tree.ts';

/** A fenced block: its language, the word after it (a file's name), its lines, and where it begins. */
export interface Fence {
  readonly language: string;
  readonly name: string | null;
  readonly lines: readonly string[];
  readonly line: number;
}

/** Every page a reader may come to. */
export const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'playbooks/README.md',
  ...filesUnder('docs', '.md'),
  ...filesUnder('directives', '.md'),
] as const;

/** The fenced blocks of a page, in order. */
export function fencesOf(path: string): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { language: string; name: string | null; lines: string[]; line: number } | null = null;
  for (const [i, line] of readText(path).text.split('\n').entries()) {
    const mark = /^\s*```(\w*)(?: (\S+))?\s*$/.exec(line);
    if (open && mark) {
      fences.push(open);
      open = null;
    } else if (open) open.lines.push(line);
    else if (mark) open = { language: mark[1] ?? '', name: mark[2] ?? null, lines: [], line: i + 1 };
  }
  return fences;
}

/** Commands in code spans and in shell blocks: what follows `rekindle` or `npm run`. */
export function commandsNamed(path: string, program: 'rekindle' | 'npm run'): readonly string[] {
  const { text } = readText(path);
  const spans = [...text.replace(/^\s*```[\s\S]*?^\s*```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  const blocks = fencesOf(path).filter(({ language }) => language === 'sh' || language === 'console');
  const lines = [...spans, ...blocks.flatMap((fence) => fence.lines)];
  const pattern = program === 'rekindle' ? /^(?:\$ )?(?:npx )?rekindle (.+)$/ : /(?:^|&& )npm run ([\w:-]+)/;
  return lines.flatMap((line) => pattern.exec(line.trim())?.[1] ?? []);
}

/** Relative links of a page, without their anchors. */
export function linksOf(path: string): readonly string[] {
  const targets = [...readText(path).text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:|^#/.test(target)).map((target) => target.replace(/#.*$/, ''));
}

/** Rows of tables in a text that have more or fewer cells than their head: whoever shows them drops what is too much. */
export function crookedRows(text: string): readonly string[] {
  const crooked: string[] = [];
  let cells = 0;
  for (const line of text.replace(/^\s*```[\s\S]*?^\s*```/gm, '').split('\n')) {
    const mine = line.startsWith('|') ? line.trim().split(/(?<!\\)\|/).length : 0;
    if (cells > 0 && mine > 0 && mine !== cells) crooked.push(line);
    cells = mine === 0 ? 0 : cells || mine;
  }
  return crooked;
}
