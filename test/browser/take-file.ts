/** The steps of taking a file in, as somebody who knows them goes through. */
import type { Page } from 'playwright-core';

/** A file that is given. */
export interface File {
  readonly name: string;
  readonly text: string | Buffer;
}

/** Gives it; its columns stand then. */
export async function giveFile(page: Page, { name, text }: File): Promise<void> {
  const buffer = Buffer.from(text);
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Go on' }).waitFor();
}

/** From its columns to what would happen, by consent. */
export async function tryFile(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Basis for contact').selectOption('consent');
  await page.getByRole('button', { name: 'Show what would happen' }).click();
  await page.getByText(/rows would give/).waitFor();
}
