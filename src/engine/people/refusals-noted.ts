/**
 * Refusals are noted outside of the database, so that a backup that is brought back hears of those that were said since: on a strand of
 * their own, and looked through when a person claims the database. Which stand again is `domain/consent/noted`.
 */
import { LastYes, type RefusalNote } from '../../domain/consent/noted.ts';
import type { Engine } from '../engine.ts';
import { takeNotes } from '../instance/noted.ts';
import { keepAtIt } from '../instance/strand.ts';
import type { NoteFound } from '../store-port.ts';

/** How long after it was said a refusal is noted at the latest, ms. */
const LOOK_MS = 2_000;
/** Notes of one transaction. */
const AT_ONCE = 500;

const REMEDY = 'let this process write there; until then they are kept in the database, and in its backups alone';

/** Notes what was said until told to stop. Whatever cannot be written, it is kept until it can. */
export async function keepRefusalsNoted(engine: Engine, signal: AbortSignal): Promise<void> {
  let isTold = false;
  const work = async () => {
    try {
      const noted = await noteRefusals(engine);
      isTold = false;
      return noted;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      if (!isTold)
        engine.log.error('refusals cannot be noted beside the database', { error: String(error), remedy: REMEDY });
      isTold = true;
      return 0;
    }
  };
  await keepAtIt(engine, signal, { restMs: LOOK_MS, work });
}

/** One page of what was said is noted; how many. On disk first: what is noted twice is one refusal. */
export async function noteRefusals({ store, parts }: Engine): Promise<number> {
  const { refusalNotes } = parts;
  if (!refusalNotes) return 0;
  const kept = await store.people.refusalsKept(AT_ONCE);
  if (kept.length === 0) return 0;
  await refusalNotes.add(kept);
  await store.people.refusalsNoted(kept);
  return kept.length;
}

/** Refuses again what this database does not know of; how many refusals. Those of workspaces that it does not have are left. */
export async function refuseAgain({ store, parts }: Engine): Promise<number> {
  const { refusalNotes } = parts;
  if (!refusalNotes) return 0;
  const yes = new LastYes();
  for await (const note of refusalNotes.read()) yes.add(note);
  let again = 0;
  await takeNotes(
    store,
    placed(refusalNotes.read(), yes),
    ({ note }) => note.workspaceId,
    async (workspaceId, notes) => {
      again += await store.people.refuseAgain(workspaceId, notes);
    },
  );
  return again;
}

/** Notes with their places, and where their keys were lifted last. */
async function* placed(notes: AsyncIterable<RefusalNote>, yes: LastYes): AsyncGenerator<NoteFound> {
  let place = 0;
  for await (const note of notes) {
    yield { note, place, lifted: yes.of(note) };
    place += 1;
  }
}
