/** Sources for whoever asks from elsewhere: built-in playbooks, and nothing else that lies on this machine. */
import { refusalOf } from '../access/caller.ts';
import type { Sources } from '../ports.ts';

/** The same, without any file. Errors of all but built-in playbooks: refusal `only-on-the-machine`. */
export function withoutFiles(sources: Sources): Sources {
  const refuse = async (): Promise<never> => {
    throw refusalOf('only-on-the-machine');
  };
  const nothing = (): never => {
    throw refusalOf('only-on-the-machine');
  };
  return {
    ...{ openTable: refuse, openLeads: refuse, fingerprint: refuse, openRejects: refuse, openText: refuse },
    ...{ readLines: nothing, readMails: nothing, builtIn: sources.builtIn },
    readPlaybook: (ref, settings) => (sources.builtIn.includes(ref) ? sources.readPlaybook(ref, settings) : nothing()),
  };
}
