/** Whether a template may be sent as a test (directives/test-send.md). A test is no message, so the gate never sees it: this is what is asked in its place. */
import { LIMITS } from '../limits.ts';
import type { MessageChannel } from '../message.ts';

/** What is asked for, and how things stand. */
export interface TestSend {
  readonly channel: MessageChannel;
  readonly mode: 'dry' | 'live';
  readonly connection: 'none' | 'well' | 'failing';
  /** This database does not send. */
  readonly closed: boolean;
  /** A person stopped sending. */
  readonly stopped: boolean;
  /** The campaign says who writes. */
  readonly sender: boolean;
  readonly to: 'own' | 'colleague' | 'lead';
  /** A refusal stands against the address. */
  readonly refused: boolean;
  /** Tests that left the workspace within the hour. */
  readonly lastHour: number;
}

/** Why not. */
export type TestRefusal =
  | 'test-not-email'
  | 'test-in-dry'
  | 'test-not-connected'
  | 'test-connection-failing'
  | 'test-closed'
  | 'test-stopped'
  | 'test-without-sender'
  | 'test-refused'
  | 'test-to-a-lead'
  | 'too-many-tests';

/** Null = it may leave. */
export function testSendVerdict(asked: TestSend): TestRefusal | null {
  const { channel, mode, connection, closed, stopped, sender, to, refused, lastHour } = asked;
  if (channel !== 'email') return 'test-not-email';
  if (mode === 'dry') return 'test-in-dry';
  if (connection === 'none') return 'test-not-connected';
  if (connection === 'failing') return 'test-connection-failing';
  if (closed) return 'test-closed';
  if (stopped) return 'test-stopped';
  if (!sender) return 'test-without-sender';
  if (refused) return 'test-refused';
  if (to === 'lead') return 'test-to-a-lead';
  return lastHour >= LIMITS.testSendsHour ? 'too-many-tests' : null;
}
