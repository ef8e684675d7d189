/**
 * A document of text and tables as a PDF, on paper of US letter size. The same document is the same bytes: it holds neither a time nor
 * chance. Owns the layout and the file's structure; fonts are the reader's own, so that a page is a few thousand bytes.
 * Source: PDF 1.7 (ISO 32000-1), 7.5 file structure.
 */
import { type Font, linesOf, pdfString, widthOf } from './letters.ts';

/** A row of a table: what it is, its value at the right, and whether it is the sum of those above. */
export interface PdfRow {
  readonly name: string;
  readonly value: string;
  readonly sum?: boolean;
}

/** What follows one another on the pages. */
export type PdfBlock =
  | { readonly kind: keyof typeof STYLES; readonly text: string }
  | { readonly kind: 'table'; readonly caption: string; readonly rows: readonly PdfRow[] };

/** A document. */
export interface PdfDocument {
  readonly title: string;
  /** Of its words, as HTML says it: `en`. */
  readonly language: string;
  readonly blocks: readonly PdfBlock[];
}

/** Points. */
const PAGE = { width: 612, height: 792, margin: 64 } as const;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const LEADING = 1.35;
const ROW = { size: 10.5, padding: 4 } as const;

interface Style {
  readonly font: Font;
  readonly size: number;
  /** Free room above, points. */
  readonly above: number;
}

const STYLES = {
  title: { font: 'bold', size: 20, above: 0 },
  large: { font: 'bold', size: 26, above: 10 },
  heading: { font: 'bold', size: 14, above: 22 },
  text: { font: 'plain', size: 11, above: 8 },
  small: { font: 'plain', size: 9, above: 18 },
} as const satisfies Record<string, Style>;
const CAPTION: Style = { font: 'bold', size: ROW.size, above: 14 };
const FONTS: Readonly<Record<Font, string>> = { plain: '/F1', bold: '/F2' };

/** The file of a document. */
export function pdfOf({ title, language, blocks }: PdfDocument): Buffer {
  const sheets = new Sheets();
  for (const block of blocks) {
    if (block.kind === 'table') sheets.table(block.caption, block.rows);
    else sheets.text(block.text, STYLES[block.kind]);
  }
  return fileOf(objectsOf(sheets.pages, title, language));
}

/** Pages, filled from above. */
class Sheets {
  readonly pages: string[] = [''];
  #y = PAGE.height - PAGE.margin;

  text(text: string, { font, size, above }: Style): void {
    for (const [at, line] of linesOf(text, font, size, WIDTH).entries()) {
      this.#down(size * LEADING + (at === 0 ? above : 0));
      this.#write(line, font, size, PAGE.margin);
    }
  }

  /** A table stays on one page where it is not longer than one. */
  table(caption: string, rows: readonly PdfRow[]): void {
    const tall = heightOf(caption, rows);
    if (tall < PAGE.height - 2 * PAGE.margin) this.#room(tall);
    this.text(caption, CAPTION);
    for (const row of rows) this.#row(row);
  }

  #row({ name, value, sum = false }: PdfRow): void {
    const font = sum ? 'bold' : 'plain';
    const right = widthOf(value, font, ROW.size);
    const lines = linesOf(name, font, ROW.size, WIDTH - right - ROW.size);
    this.#room(rowHeight(lines.length));
    this.#down(ROW.padding);
    this.#line();
    for (const [at, line] of lines.entries()) {
      this.#down(ROW.size * LEADING);
      this.#write(line, font, ROW.size, PAGE.margin);
      if (at === 0) this.#write(value, font, ROW.size, PAGE.margin + WIDTH - right);
    }
  }

  /** A page more where less than this is left. */
  #room(points: number): void {
    if (this.#y - points >= PAGE.margin) return;
    this.pages.push('');
    this.#y = PAGE.height - PAGE.margin;
  }

  #down(points: number): void {
    this.#room(points);
    this.#y -= points;
  }

  #write(text: string, font: Font, size: number, x: number): void {
    this.#put(`BT ${FONTS[font]} ${size} Tf ${rounded(x)} ${rounded(this.#y)} Td ${pdfString(text)} Tj ET`);
  }

  #line(): void {
    this.#put(`0.75 G 0.5 w ${PAGE.margin} ${rounded(this.#y)} m ${PAGE.margin + WIDTH} ${rounded(this.#y)} l S 0 G`);
  }

  #put(operators: string): void {
    this.pages[this.pages.length - 1] += `${operators}\n`;
  }
}

function rowHeight(lines: number): number {
  return ROW.padding + lines * ROW.size * LEADING;
}

function heightOf(caption: string, rows: readonly PdfRow[]): number {
  const head = linesOf(caption, CAPTION.font, CAPTION.size, WIDTH).length * CAPTION.size * LEADING + CAPTION.above;
  const lines = rows.map(({ name, value }) => {
    return linesOf(name, 'bold', ROW.size, WIDTH - widthOf(value, 'bold', ROW.size) - ROW.size).length;
  });
  return lines.reduce((sum, many) => sum + rowHeight(many), head);
}

function rounded(points: number): string {
  return String(Math.round(points * 100) / 100);
}

/** Catalog, tree of pages, two fonts, information, then each page with what is on it. */
const FIXED = 5;

function objectsOf(pages: readonly string[], title: string, language: string): string[] {
  const numberOf = (page: number) => FIXED + 1 + 2 * page;
  const kids = pages.map((_, page) => `${numberOf(page)} 0 R`).join(' ');
  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const view = '/ViewerPreferences << /DisplayDocTitle true >>';
  return [
    `<< /Type /Catalog /Pages 2 0 R /Lang ${pdfString(language)} ${view} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    ...[font('Helvetica'), font('Helvetica-Bold'), `<< /Title ${pdfString(title)} >>`],
    ...pages.flatMap((drawn, page) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents ${numberOf(page) + 1} 0 R ` +
        '/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>',
      `<< /Length ${drawn.length} >>\nstream\n${drawn}endstream`,
    ]),
  ];
}

/** Objects one after the other, and the table that says where each begins. All of it is ASCII, so that letters are bytes. */
function fileOf(objects: readonly string[]): Buffer {
  let file = '%PDF-1.7\n';
  const begins = objects.map((object, at) => {
    const begin = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(begin).padStart(10, '0')} 00000 n \n`;
  });
  const table = file.length;
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${begins.join('')}`;
  return Buffer.from(
    `${file}trailer\n<< /Size ${size} /Root 1 0 R /Info ${FIXED} 0 R >>\nstartxref\n${table}\n%%EOF\n`,
  );
}
