/**
 * Numbers that Apollo was asked for, and tells minutes later. It signs nothing: the address that it calls was made for one question, and
 * bears its proof. Source: Apollo's OpenAPI, “Webhook details”, and GET /webhook_result for the shape.
 */
import { mapColumns } from '../../domain/lead/columns.ts';
import { compileDraft } from '../../domain/lead/draft.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { HookAdapter, HookRequest } from '../../engine/hook-port.ts';
import { anySame, GENUINE, hmac, refused } from '../proof.ts';
import { jsonOf, listOf, queryOf, type Shape, shapeOf, textOf } from '../shape.ts';

const HEADERS = ['Apollo Contact Id', 'Mobile Phone', 'Other Phone'];

/** How its calls are proven and read. */
export const apolloHook: HookAdapter = {
  provider: 'apollo',
  verify(request, secrets) {
    const { of, proof } = questionOf(request);
    if (secrets.length === 0) return refused('hook-no-secret');
    if (!of || !proof) return refused('hook-unsigned');
    return anySame(
      [proof],
      secrets.map((secret) => hmac('sha256', secret, 'hex', of)),
    )
      ? GENUINE
      : refused('hook-bad-signature');
  },
  read(request) {
    const told = jsonOf(request.body);
    if (told === undefined) return null;
    const { people, credits_consumed: credits } = shapeOf(told);
    const read = compileDraft(mapColumns(HEADERS), { defaultCountry: null, basis: null });
    const drafts = listOf(people)
      .slice(0, LIMITS.enrichedAtOnce)
      .map((person) => read(cellsOf(shapeOf(person))))
      .flatMap((outcome) => (outcome.ok ? [outcome.draft] : []));
    const cost = typeof credits === 'number' && credits >= 0 ? credits : 0;
    const later = { question: questionOf(request).of ?? '', credits: cost, drafts };
    return { events: [], passedOver: [], wish: null, later };
  },
};

function questionOf({ url }: HookRequest) {
  const query = queryOf(url);
  return { of: query.get('of'), proof: query.get('proof') };
}

/** The person, and the first two numbers that are not known to be wrong. */
function cellsOf({ id, phone_numbers: numbers }: Shape): string[] {
  const good = listOf(numbers).flatMap((one) => {
    const { sanitized_number: number, raw_number: raw, status_cd: status } = shapeOf(one);
    return /invalid/i.test(textOf(status) ?? '') ? [] : [textOf(number) ?? textOf(raw) ?? ''];
  });
  return [textOf(id) ?? '', good[0] ?? '', good[1] ?? ''];
}
