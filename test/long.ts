/**
 * Files of minutes: whole programs started again and again, real servers that are killed, months that pass. `npm test`, something to run
 * between two edits, leaves them to `npm run check`, and says so; a file that is asked for by its name is run.
 */
import { THOROUGH } from './thorough.ts';

/**
 * Beside each stands a shorter one: a kill is tried by `crash/kill`, the commands by `docs/readme`, both stores by their conformance, the web
 * app by `browser/app-compare`.
 */
export const LONG: readonly string[] = [
  'test/accounts/stories.test.ts',
  'test/agents/slack.test.ts',
  'test/browser/app-campaigns.test.ts',
  'test/browser/app-edit.test.ts',
  'test/browser/app-editor.test.ts',
  'test/browser/app-figures.test.ts',
  'test/browser/app-import.test.ts',
  'test/browser/app-journeys.test.ts',
  'test/browser/app-lists.test.ts',
  'test/browser/app-live.test.ts',
  'test/browser/app-login.test.ts',
  'test/browser/app-names.test.ts',
  'test/browser/app-ops.test.ts',
  'test/browser/app-queue.test.ts',
  'test/browser/app-routines.test.ts',
  'test/browser/app-screens.test.ts',
  'test/browser/app-sequences.test.ts',
  'test/browser/app-simulate.test.ts',
  'test/browser/app-spanish.test.ts',
  'test/browser/app-states.test.ts',
  'test/browser/editor-take.test.ts',
  'test/connections/mailboxes-apart.test.ts',
  'test/crash/away.test.ts',
  'test/crash/bulk.test.ts',
  'test/crash/copies.test.ts',
  'test/crash/full-disk.test.ts',
  'test/crash/opt-out.test.ts',
  'test/crash/provider-kills.test.ts',
  'test/demo/demo.test.ts',
  'test/directives-mutation.test.ts',
  'test/directives/hunt.test.ts',
  'test/docs/guides.test.ts',
  'test/faults/mutations.test.ts',
  'test/handoff/highlevel.test.ts',
  'test/handoff/hubspot.test.ts',
  'test/handoff/sources.test.ts',
  'test/login/oidc.test.ts',
  'test/mailbox/imap.test.ts',
  'test/package/package.test.ts',
  'test/pipeline/opt-out-race.test.ts',
  'test/pipeline/routines.test.ts',
  'test/postgres/faults.test.ts',
  'test/postgres/killed-workers.test.ts',
  'test/postgres/months.test.ts',
  'test/postgres/two-databases.test.ts',
  'test/quarter/quarter.test.ts',
  'test/serve/routines.test.ts',
  'test/serve/serve.test.ts',
  'test/tidy/rooms.test.ts',
];

/** Whether files are asked for by their names: `vitest run test/crash`. */
const isAsked = process.argv.slice(3).some((word) => !word.startsWith('-'));

/** Those that this run leaves out. */
export const LEFT_OUT: readonly string[] = THOROUGH || isAsked ? [] : LONG;
