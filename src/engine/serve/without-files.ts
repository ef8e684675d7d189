/**
 * Sources for whoever asks from elsewhere: built-in playbooks, the one file that came with the request, the secrets that did; and nothing
 * else that lies on this machine.
 */
import { refusalOf } from '../access/caller.ts';
import type { Sources } from '../ports.ts';

/** What came with a request: where its file is held, its secrets in the order in which they are asked for. */
export interface Brought {
  readonly path: string | null;
  readonly lines: readonly string[];
}

const NOTHING: Brought = { path: null, lines: [] };

/** The same, without any file but the one brought. Errors of all else: refusal `only-on-the-machine`. */
export function withoutFiles(sources: Sources, { path, lines }: Brought = NOTHING): Sources {
  const only = (asked: string): string => {
    if (path === null || asked !== path) throw refusalOf('only-on-the-machine');
    return asked;
  };
  const nowhere = { add: () => undefined, commit: async () => 0, close: async () => undefined };
  return {
    openTable: async (asked) => sources.openTable(only(asked)),
    openLeads: async (asked, options) => sources.openLeads(only(asked), options),
    fingerprint: async (asked) => sources.fingerprint(only(asked)),
    // What is rejected is counted in the answer, by reason; there is nobody here to read a file of it.
    openRejects: async () => nowhere,
    openText: async () => {
      throw refusalOf('only-on-the-machine');
    },
    readLines: (asked) => (asked === '-' ? given(lines) : sources.readLines(only(asked))),
    readMails: (asked) => sources.readMails(only(asked)),
    builtIn: sources.builtIn,
    readPlaybook(ref, settings) {
      if (!sources.builtIn.includes(ref)) throw refusalOf('only-on-the-machine');
      return sources.readPlaybook(ref, settings);
    },
    aboutPlaybook: sources.aboutPlaybook,
    playbookFiles(ref) {
      if (!sources.builtIn.includes(ref)) throw refusalOf('only-on-the-machine');
      return sources.playbookFiles(ref);
    },
    checkFiles: sources.checkFiles,
  };
}

async function* given(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
