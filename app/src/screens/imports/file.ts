/** A file that somebody gives: its bytes, as a request carries them. */
import { csvOf } from '../../parts/save.ts';

/** One that was given. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Blob;
}

/** The words of a request that carry it. */
export interface Carried {
  readonly content: string;
  readonly contentIs: 'text' | 'base64';
  readonly fileName: string;
}

/** Bytes of its beginning by which an instance finds out what it is: as many as it would look at in the whole file. */
const HEAD_BYTES = 1_048_576;
const MB = 1_048_576;
/** The most that a request may carry (`LIMITS.apiFileBytes`), as base64, which takes a third more, with room for its other words. */
const MOST_BYTES = 47 * MB;
/** Of a text: each quotation mark and line end of it takes two bytes in a request, so that a long one is shorter as base64. */
const MOST_TEXT_BYTES = 31 * MB;

/** Whether it is too long to be sent, in megabytes of its own and of what may be. */
export function tooLong({ bytes }: GivenFile): { readonly mb: number; readonly most: number } | null {
  if (bytes.size <= MOST_BYTES) return null;
  return { mb: Math.ceil(bytes.size / MB), most: Math.floor(MOST_BYTES / MB) };
}

/** The whole of it. */
export async function carried(file: GivenFile): Promise<Carried> {
  return { ...(await contentOf(file.bytes)), fileName: file.name };
}

/** Its beginning; of what cannot be read in parts, the whole. */
export async function carriedHead(file: GivenFile): Promise<Carried & { readonly head: boolean }> {
  const head = file.bytes.size > HEAD_BYTES && !isPacked(await bytesOf(file.bytes.slice(0, 4)));
  const bytes = head ? file.bytes.slice(0, HEAD_BYTES) : file.bytes;
  return { ...(await contentOf(bytes)), fileName: file.name, head };
}

/** A workbook or what was compressed. */
function isPacked([first, second]: Uint8Array): boolean {
  return (first === 0x50 && second === 0x4b) || (first === 0x1f && second === 0x8b);
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

/** Text where the bytes are those of a text in UTF-8, so that the request can be read; else base64. */
async function contentOf(blob: Blob): Promise<Pick<Carried, 'content' | 'contentIs'>> {
  if (blob.size > MOST_TEXT_BYTES) return { content: await base64Of(blob), contentIs: 'base64' };
  const bytes = await bytesOf(blob);
  try {
    return { content: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), contentIs: 'text' };
  } catch {
    return { content: await base64Of(blob), contentIs: 'base64' };
  }
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(blob);
  });
}

/** A few people who do not exist, in the columns that most exports have. */
export function sampleCsv(): string {
  const head = ['First Name', 'Last Name', 'Email', 'Phone', 'Title', 'Company', 'City', 'Country'];
  return csvOf(head, [
    [
      'Ada',
      'Lopez',
      'ada.lopez@hillside.example',
      '+1 415 555 0101',
      'VP Sales',
      'Hillside',
      'Oakland',
      'United States',
    ],
    [
      'Ben',
      'Okafor',
      'ben@northwind.example',
      '+44 20 7946 0101',
      'Head of Growth',
      'Northwind',
      'London',
      'United Kingdom',
    ],
    ['Chloé', 'Martin', 'chloe.martin@lumiere.example', '', 'Founder', 'Lumière', 'Lyon', 'France'],
  ]);
}
