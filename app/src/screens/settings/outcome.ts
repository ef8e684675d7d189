/** What a provider answered when it was asked whether it takes us. */
import type { RekindleClient } from '../../api/client.ts';

type Outcome = Awaited<ReturnType<RekindleClient['connections']['test']>>;

/** As a line. `done` where it was not asked. */
export function outcomeSays(done: string, works: string, fails: string): (outcome: Outcome) => string {
  return ({ test }) => {
    if (test === null) return done;
    return test.works ? `${works} ${test.says}` : `${fails} ${test.says} ${test.remedy}`;
  };
}
