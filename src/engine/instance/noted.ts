/** Notes from outside of the database, taken in as a person claims it: page by page, by workspace. Owns no rule of what they mean. */
import type { Store } from '../store-port.ts';

/** Notes of one transaction. */
const AT_ONCE = 500;

/** Hands notes on in their order, a page of one workspace at a time. Those of workspaces that the database does not have are left; '' is all of them. */
export async function takeNotes<Note>(
  { workspaces }: Pick<Store, 'workspaces'>,
  notes: AsyncIterable<Note>,
  workspaceOf: (note: Note) => string,
  take: (workspaceId: string, notes: readonly Note[]) => Promise<void>,
): Promise<void> {
  let page: Note[] = [];
  const turn = async () => {
    for (const [workspaceId, mine] of Map.groupBy(page, workspaceOf)) {
      const isHere = workspaceId === '' || (await workspaces.get(workspaceId)) !== null;
      if (isHere) await take(workspaceId, mine);
    }
    page = [];
  };
  for await (const note of notes) {
    page.push(note);
    if (page.length === AT_ONCE) await turn();
  }
  await turn();
}
