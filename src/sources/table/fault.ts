/** A file that cannot be read as a table. Owns the one error of this room: a fault of the outside, never a bug. */
import { FILE_REASONS, type FileCode } from '../../domain/lead/reasons-import.ts';

/** Thrown by `openTable` and while its rows are read; `code` names the reason and its remedy. */
export class TableFault extends Error {
  readonly code: FileCode;

  constructor(code: FileCode, path: string, cause?: unknown) {
    super(`${path}: ${FILE_REASONS[code].says} ${FILE_REASONS[code].remedy}`, { cause });
    this.name = 'TableFault';
    this.code = code;
  }
}
