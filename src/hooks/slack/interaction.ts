/**
 * Clicks in Slack: proven over the raw bytes, read into what was clicked on.
 * Source: docs.slack.dev/authentication/verifying-requests-from-slack; docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
import { z } from 'zod';
import type { HookVerdict } from '../../engine/hook-port.ts';
import type { RoomCall, RoomReading } from '../../engine/ports.ts';
import { anySame, FIVE_MINUTES, GENUINE, hmac, isFresh, refused, timeOfDigits } from '../proof.ts';

/** Names under which our buttons come back. */
const ACTS = { 'plan-approve': 'approve', 'plan-refuse': 'refuse' } as const;

const Payload = z.object({
  type: z.string(),
  user: z.object({ id: z.string().min(1).max(100) }).optional(),
  response_url: z.string().max(2_000).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().max(2_000).optional() })).optional(),
});
const Value = z.object({ workspace: z.string().max(100), plan: z.string().max(100), seen: z.string().max(100) });

/** Whether Slack signed it, and not long ago. */
export function verifySlack({ headers, body }: RoomCall, secrets: readonly string[], now: number): HookVerdict {
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': at } = headers;
  if (!signature || !at) return refused('hook-unsigned');
  const expected = secrets.map((secret) => `v0=${hmac('sha256', secret, 'hex', `v0:${at}:`, body)}`);
  if (!anySame([signature], expected)) return refused('hook-bad-signature');
  return isFresh(timeOfDigits(at, 'seconds'), now, FIVE_MINUTES) ? GENUINE : refused('hook-stale');
}

/** What a call says once it is proven. */
export function readInteraction(call: RoomCall, secrets: readonly string[], now: number): RoomReading {
  const verdict = verifySlack(call, secrets, now);
  if (verdict.kind === 'refused') return verdict;
  const form = new URLSearchParams(Buffer.from(call.body).toString('utf8'));
  const payload = Payload.safeParse(jsonIn(form.get('payload')));
  if (!payload.success) return { kind: 'refused', code: 'hook-unreadable' };
  const { type, user, response_url: answerTo, actions } = payload.data;
  const [action] = actions ?? [];
  const act = ACTS[action?.action_id as keyof typeof ACTS];
  if (type !== 'block_actions' || act === undefined) return { kind: 'other' };
  const value = Value.safeParse(jsonIn(action?.value ?? null));
  if (!value.success || !user || answerTo === undefined) return { kind: 'refused', code: 'hook-unreadable' };
  const { workspace: workspaceId, plan, seen } = value.data;
  return { kind: 'click', click: { act, member: user.id, workspaceId, plan, seen, answerTo } };
}

/** Undefined = it is none. */
function jsonIn(text: string | null): unknown {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
