/** Why a file, a row or a cell of it could not be taken as it stands. Owns the import's codes. */
import type { ReasonTable } from '../reason.ts';

/** A whole file that cannot be read. */
export const FILE_REASONS = {
  'file-missing': {
    says: 'There is no such file, or it may not be read.',
    remedy: 'Check the path and the permissions.',
  },
  'file-unwritable': {
    says: 'The file cannot be written.',
    remedy: 'Check that its folder is there, that it may be written to and that the disk has room.',
  },
  'file-empty': { says: 'The file holds no row.', remedy: 'Export it again.' },
  'file-old-excel': {
    says: 'This is an old binary Excel workbook or one with a password.',
    remedy: 'Open it and save it as .xlsx or CSV, without a password.',
  },
  'file-no-text': {
    says: 'This is no text and no workbook: a picture, say, or a program.',
    remedy: 'Name the table itself: CSV, or an Excel workbook.',
  },
  'file-no-table': {
    says: 'This is a web page, XML, JSON, a card or a document, and no table.',
    remedy: 'Save it as CSV or as an Excel workbook (.xlsx).',
  },
  'file-not-workbook': {
    says: 'This is a zip archive, but no Excel workbook inside can be read.',
    remedy: 'Unpack it and import the file inside, or save the workbook again.',
  },
  'file-no-sheet': {
    says: 'No sheet of the workbook has a row.',
    remedy: 'Check that the right workbook was exported.',
  },
  'file-too-large': {
    says: 'The workbook is larger than can be held.',
    remedy: 'Save it as CSV: a CSV of any size is read.',
  },
  'file-damaged': {
    says: 'The file breaks off or cannot be decompressed.',
    remedy: 'Copy or export it again; rows before the damage were read.',
  },
  'file-changed': { says: 'The file is shorter than at the last run.', remedy: 'Import it as a new file.' },
} as const satisfies ReasonTable;

/** A row that cannot be taken; it goes into the rejects file. */
export const ROW_REASONS = {
  'unclosed-quote': {
    says: 'A quotation mark is opened in this row and never closed.',
    remedy: 'Close the quotation mark, or double it if it is part of the text.',
  },
  'row-too-long': { says: 'The row is longer than any row can be.', remedy: 'Check that line ends were not lost.' },
  'left-out': { says: 'A person took the row out of the file.', remedy: '' },
  'empty-row': { says: 'Nothing in the row says anything.', remedy: '' },
  'below-table': {
    says: 'The row stands below the table, behind a blank line, and has one cell alone: a remark, and nobody.',
    remedy: 'Take the blank line out where it is somebody.',
  },
  'says-nobody': {
    says: 'The row says of nobody: no name, address, number or company, though the file has columns for them.',
    remedy: 'Leave out lines of totals and remarks, or fill in who it is.',
  },
} as const satisfies ReasonTable;

/** Something that was mended or set aside in a row that was taken. */
export const CELL_REASONS = {
  'cell-cut': { says: 'A cell was longer than can be kept and was cut.', remedy: 'Shorten it if the rest matters.' },
  'nul-removed': { says: 'NUL characters were taken out of a cell.', remedy: '' },
  'surrogate-removed': {
    says: 'Half a character (a lone surrogate) was replaced.',
    remedy: 'Export the file again as UTF-8.',
  },
  'mixed-encoding': {
    says: 'A cell is not valid in the encoding of the file and was read as Windows-1252.',
    remedy: 'Check its accents; export the file again as UTF-8.',
  },
  'extra-cells': {
    says: 'The row has more cells than the header; the rest is kept as attributes.',
    remedy: 'Quote the cell that holds the delimiter if columns look shifted.',
  },
  'unusable-email': {
    says: 'The e-mail cell holds no address; it is kept as the attribute invalidEmail.',
    remedy: 'Correct the address.',
  },
  'unreadable-value': {
    says: 'The cell could not be read as what its column holds; its text is kept as an attribute.',
    remedy: '',
  },
} as const satisfies ReasonTable;

/** All codes of the import. */
export const IMPORT_REASONS = { ...FILE_REASONS, ...ROW_REASONS, ...CELL_REASONS } as const satisfies ReasonTable;

/** Why a whole file cannot be read. */
export type FileCode = keyof typeof FILE_REASONS;
/** Why a row cannot be taken. */
export type RowCode = keyof typeof ROW_REASONS;
/** What was mended or set aside in a row. */
export type CellCode = keyof typeof CELL_REASONS;
