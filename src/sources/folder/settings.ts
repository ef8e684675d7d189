/** What a watched folder needs to be told. Owns the shape; opens nothing. */
import { basename, resolve } from 'node:path';
import { z } from 'zod';

/** Settings of one watched folder of CSV files and workbooks. */
export const FolderSettingsSchema = z.strictObject({
  folder: z.string().min(1),
  /** What the source is called; the folder's last name where absent. */
  name: z.string().min(1).optional(),
  /** On what basis the people in it may be contacted; absent = not stated, and they are held where the law asks for one. */
  basis: z.enum(['consent', 'legitimate-interest', 'contract', 'none']).nullable().default(null),
  /** Country of phone numbers that name none, ISO alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two capital letters, such as US')
    .nullable()
    .default(null),
  /** A file that changed within this time may still be being written, seconds. */
  settleSeconds: z.number().min(0).max(3_600).default(5),
});

/** Settings as used. */
export type FolderSettings = z.output<typeof FolderSettingsSchema>;

/** What the source of a folder is called. */
export function folderSourceName({ folder, name }: Pick<FolderSettings, 'folder' | 'name'>): string {
  return name ?? basename(resolve(folder));
}
