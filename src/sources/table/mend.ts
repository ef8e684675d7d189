/** Cells that a person mended, laid over the rows of a file as they are read. The file itself is never touched. */

/** What was mended, by line and column; and the lines that are left out. */
export interface Mends {
  readonly cells: Readonly<Record<string, string>>;
  readonly leaveOut: readonly number[];
}

/** What becomes of a row: null = it is left out. `mended`: a cell of it was written over. */
export type Mender = (
  line: number,
  cells: readonly string[],
) => { readonly cells: readonly string[]; readonly mended: boolean } | null;

/** A mender for the rows below these headers; a column that is there twice is mended where it stands first. */
export function menderOf(mends: Mends | undefined, headers: readonly string[]): Mender {
  const byLine = new Map<number, [at: number, text: string][]>();
  for (const [where, text] of Object.entries(mends?.cells ?? {})) {
    const [, line = '', column = ''] = /^(\d+)\.(.*)$/s.exec(where) ?? [];
    const at = headers.indexOf(column);
    if (at < 0) continue;
    byLine.set(Number(line), [...(byLine.get(Number(line)) ?? []), [at, text]]);
  }
  const out = new Set(mends?.leaveOut);
  return (line, cells) => {
    if (out.has(line)) return null;
    const over = byLine.get(line);
    if (over === undefined) return { cells, mended: false };
    const mended = headers.map((_, at) => cells[at] ?? '');
    for (const [at, text] of over) mended[at] = text;
    return { cells: [...mended, ...cells.slice(headers.length)], mended: true };
  };
}
