/** The log of a process: a line of JSON on stderr for each thing worth knowing. Owns what must not stand in it: addresses, numbers and secrets. */
import type { Log } from '../engine/ports.ts';

/** What is taken out of a line, and what stands in its place. Errors of servers and libraries quote what they were handed. */
const HIDDEN: readonly (readonly [found: RegExp, instead: string])[] = [
  // A login in an address.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"]+@/gi, '$1…@'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 …'],
  [/\b((?:password|passwd|pass|secret|token|api[_-]?key|authorization)["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi, '$1…'],
  // What our own links end in: it takes somebody off, or opens a class.
  [/(\/(?:u|o|c|class|valuation)\/)[\w.~-]{16,}/g, '$1…'],
  // Of a mailbox its domain stays, which says whose server it was.
  [/[^\s<>"'@(),:;=/…]+@(?=[\w-]+\.[\w.-]+)/g, '…@'],
  [/\+\d[\d ()./-]{6,}\d/g, '+…'],
];

/** A text without addresses, numbers and secrets. */
export function redacted(text: string): string {
  return HIDDEN.reduce((told, [found, instead]) => told.replace(found, instead), text);
}

/** A log that hands each line, redacted, to `write`. */
export function lineLog(write: (line: string) => unknown): Log {
  const line = (level: string, message: string, facts: Readonly<Record<string, unknown>> = {}) => {
    const shown = (_name: string, value: unknown) => (typeof value === 'string' ? redacted(value) : value);
    write(`${JSON.stringify({ level, message, ...facts }, shown)}\n`);
  };
  return {
    info: (message, facts) => line('info', message, facts),
    error: (message, facts) => line('error', message, facts),
  };
}
