/** Notes outside of the database, a line of JSON each. Owns how lines are added and read; what stands in them is their owners'. */
import { appendFileSync, closeSync, createReadStream, existsSync, fsyncSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { z } from 'zod';

/** Adds lines to a file. `onDisk`: no power cut takes them any more once this returns. Errors: the file system's own. */
export function addLines(path: string, lines: readonly object[], { onDisk }: { readonly onDisk: boolean }): void {
  const file = openSync(path, 'a', 0o600);
  try {
    // A line break first: what was torn ends there.
    appendFileSync(file, `\n${lines.map((line) => `${JSON.stringify(line)}\n`).join('')}`);
    if (onDisk) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The lines of a file in their order. A line that was torn by a power cut is passed over, as an empty one is. */
export async function* linesOf<T>(path: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const parsed = schema.safeParse(jsonOf(line));
    if (parsed.success) yield parsed.data;
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
