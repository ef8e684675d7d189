/** A drawing as Mermaid text. Owns the spelling alone. */
import type { Graph, Stage } from './graph.ts';

const FRAMES: Readonly<Record<Stage['shape'], readonly [string, string]>> = {
  act: ['["', '"]'],
  ask: ['{{"', '"}}'],
  end: ['(["', '"])'],
};

/** A flowchart from top to bottom. */
export function mermaidOf({ title, stages, ways }: Graph): string {
  const names = new Map(stages.map(({ id }, i) => [id, `s${i}`]));
  const nodes = stages.map(({ id, shape, lines }) => {
    const [open, close] = FRAMES[shape];
    return `  ${names.get(id)}${open}${lines.map(escaped).join('<br>')}${close}`;
  });
  const arrows = ways.map(({ from, to, says }) => {
    const label = says === '' ? '' : `|"${escaped(says)}"|`;
    return `  ${names.get(from)} -->${label} ${names.get(to)}`;
  });
  return ['---', `title: ${JSON.stringify(title)}`, '---', 'flowchart TD', ...nodes, ...arrows, ''].join('\n');
}

/** As entity codes, which Mermaid reads in quoted text. */
function escaped(text: string): string {
  return text.replace(/[#"<>&]/g, (sign) => `#${sign.charCodeAt(0)};`);
}
