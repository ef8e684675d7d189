/** Runs a row of instance-fence.md. */
import { fenceVerdict, type Note } from '../src/domain/instance/fence.ts';

interface Row {
  readonly mark?: string;
  readonly note?: string;
  readonly place: string;
}

export function run({ mark, note, place }: Row): { readonly verdict: string } {
  return { verdict: fenceVerdict(read(mark), read(note), place) };
}

function read(text: string | undefined): Note | null {
  if (text === undefined) return null;
  const [token = '', epoch, place = ''] = text.split(' ');
  return { token, epoch: Number(epoch), place };
}
