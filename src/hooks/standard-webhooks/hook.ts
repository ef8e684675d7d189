/** Calls in the form of Standard Webhooks, by systems of the user's own: they name our kinds of events themselves. */
import { EVENT_CHANNELS, EVENT_DIRECTIONS, EVENT_KINDS, EVENT_OUTCOMES, type EventKind } from '../../domain/event.ts';
import type { HookAdapter, HookReading } from '../../engine/hook-port.ts';
import { addressOf, hookEvent, jsonOf, type Shape, shapeOf, textOf, timeOf, toldOf } from '../shape.ts';
import { verifyStandard } from '../standard-signature.ts';

/** How such calls are proven and read. Secrets: `whsec_` and base64. */
export const standardWebhooksHook: HookAdapter = {
  provider: 'standard-webhooks',
  verify: verifyStandard,
  read({ headers, body }) {
    const told = shapeOf(jsonOf(body));
    const type = textOf(told.type);
    return type === null ? null : readTold(type, told, headers['webhook-id'] ?? '');
  },
};

/** `{type: "lead.replied", timestamp, data: {email, phone, lead, message, outcome, channel, direction, text}}`. */
function readTold(type: string, told: Shape, id: string): HookReading {
  const data = shapeOf(told.data);
  const about = aboutOf(data);
  if (type === SECTION_DONE) return readProgress(told, data, about, id);
  const kind = EVENT_KINDS.find((known) => known !== 'class' && type === `lead.${known}`);
  const outcome = textOf(data.outcome);
  if (kind === undefined || !fits(kind, outcome)) return toldOf([], [type]);
  return toldOf([
    hookEvent({
      originId: id,
      kind,
      at: timeOf(told.timestamp),
      verdict: 'human',
      outcome,
      channel: EVENT_CHANNELS.find((known) => known === data.channel) ?? null,
      direction: EVENT_DIRECTIONS.find((known) => known === data.direction) ?? null,
      text: textOf(data.text),
      about,
    }),
  ]);
}

function aboutOf(data: Shape) {
  return {
    ours: textOf(data.message) ?? textOf(data.lead),
    email: addressOf(data.email),
    phone: textOf(data.phone),
  };
}

/** A section that was done in a class elsewhere; what follows from it is told by nobody but the class. */
const SECTION_DONE = 'class.section-completed';

/** `{type: "class.section-completed", timestamp, data: {email, phone, lead, class, section, score, tries}}`. */
function readProgress(told: Shape, data: Shape, about: ReturnType<typeof aboutOf>, id: string): HookReading {
  const section = textOf(data.section);
  if (section === null) return toldOf([], [SECTION_DONE]);
  const tries = data.tries ?? 1;
  // What is told as a score and is no number is impossible, and is refused where the others are.
  const score = typeof data.score === 'number' ? data.score : Number.NaN;
  const quiz = data.score === undefined ? null : { score, tries: typeof tries === 'number' ? tries : Number.NaN };
  const progress = { course: textOf(data.class), section, quiz };
  return toldOf([
    hookEvent({ originId: id, kind: 'class', at: timeOf(told.timestamp), verdict: 'human', about, progress }),
  ]);
}

function fits(kind: EventKind, outcome: string | null): boolean {
  return outcome === null || (EVENT_OUTCOMES[kind] ?? []).includes(outcome);
}
