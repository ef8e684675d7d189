/**
 * A drawing as SVG: stages below each other, the way to the next one straight, all others round the sides. Owns the layout. Every text
 * is shown whole: boxes are as wide as the longest line.
 */
import type { Graph, Stage, Way } from './graph.ts';

const LINE_PX = 18;
const PAD_PX = 14;
const GAP_PX = 40;
/** A character of the font that is used, at most. */
const CHARACTER_PX = 7.4;
const LANE_PX = 22;
const LEAST_PX = 160;
const TITLE_PX = 40;
const CORNER: Readonly<Record<Stage['shape'], number>> = { act: 4, ask: 16, end: 24 };
const FILL: Readonly<Record<Stage['shape'], string>> = { act: '#f5f7fa', ask: '#fff7e0', end: '#e8f5ec' };

interface Box {
  readonly stage: Stage;
  readonly y: number;
  readonly height: number;
}

/** A standalone SVG document. */
export function svgOf({ title, stages, ways }: Graph): string {
  const boxes = boxesOf(stages);
  const width = Math.max(LEAST_PX, ...stages.flatMap(({ lines }) => lines.map(widthOf))) + 2 * PAD_PX;
  const round = ways.filter((way) => !isStraight(way, stages));
  const left = LANE_PX;
  const labels = Math.max(0, ...round.map(({ says }) => widthOf(says)));
  const all = left + width + LANE_PX * (round.length + 1) + labels + PAD_PX;
  const last = boxes.at(-1);
  const height = (last ? last.y + last.height : TITLE_PX) + PAD_PX;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(all)} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    '<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#556"/></marker></defs>',
    `<text x="${left}" y="24" font-size="15" font-weight="bold">${escaped(title)}</text>`,
    ...boxes.map((box) => boxText(box, left, width)),
    ...ways.filter((way) => isStraight(way, stages)).map((way) => straight(way, boxes, left + width / 2)),
    ...round.map((way, lane) => aside(way, boxes, left + width, lane, round.length)),
    '</svg>',
    '',
  ].join('\n');
}

function boxesOf(stages: readonly Stage[]): readonly Box[] {
  let y = TITLE_PX;
  return stages.map((stage) => {
    const box = { stage, y, height: stage.lines.length * LINE_PX + PAD_PX };
    y += box.height + GAP_PX;
    return box;
  });
}

function widthOf(text: string): number {
  return text.length * CHARACTER_PX;
}

function isStraight({ from, to }: Way, stages: readonly Stage[]): boolean {
  return placeOf(to, stages) === placeOf(from, stages) + 1;
}

function placeOf(id: string, stages: readonly Stage[]): number {
  return stages.findIndex((stage) => stage.id === id);
}

function boxText({ stage, y, height }: Box, x: number, width: number): string {
  const corner = CORNER[stage.shape];
  const frame = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${corner}" fill="${FILL[stage.shape]}" stroke="#889"/>`;
  const lines = stage.lines.map((line, i) => {
    const bold = i === 0 ? ' font-weight="bold"' : '';
    return `<text x="${x + PAD_PX}" y="${y + PAD_PX + i * LINE_PX + LINE_PX / 3}"${bold}>${escaped(line)}</text>`;
  });
  return [frame, ...lines].join('\n');
}

function boxOf(id: string, boxes: readonly Box[]): Box {
  return boxes.find(({ stage }) => stage.id === id) as Box;
}

function straight({ from, to, says }: Way, boxes: readonly Box[], x: number): string {
  const [a, b] = [boxOf(from, boxes), boxOf(to, boxes)];
  const path = `<path d="M${x} ${a.y + a.height}V${b.y}" stroke="#556" fill="none" marker-end="url(#a)"/>`;
  return says === '' ? path : `${path}\n${label(x + 6, b.y - GAP_PX / 2 + 4, says)}`;
}

/** Each in a lane of its own, so that no two lie on each other. */
function aside({ from, to, says }: Way, boxes: readonly Box[], x: number, lane: number, lanes: number): string {
  const [a, b] = [boxOf(from, boxes), boxOf(to, boxes)];
  const out = a.y + a.height - PAD_PX / 2 - (lane % 2) * (PAD_PX / 2);
  const into = b.y + PAD_PX / 2 + (lane % 2) * (PAD_PX / 2);
  const at = x + LANE_PX * (lane + 1);
  const path = `<path d="M${x} ${out}H${at}V${into}H${x}" stroke="#556" fill="none" marker-end="url(#a)"/>`;
  return says === '' ? path : `${path}\n${label(x + LANE_PX * lanes + 8, out + 4, says)}`;
}

function label(x: number, y: number, text: string): string {
  return `<text x="${x}" y="${y}" fill="#556">${escaped(text)}</text>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
