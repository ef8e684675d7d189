/** Errors of operations as problem details with their reason code. Source: RFC 9457. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { FILE_REASONS, type FileCode } from '../../domain/lead/reasons-import.ts';
import { reasonText } from '../../domain/reason.ts';
import { passes } from '../../engine/instance/patience.ts';
import { Refusal } from '../../engine/operations/operation.ts';
import { PROBLEM_TYPE, reasonUrn, titleOf } from '../problem.ts';

/** What is wrong with a field of the input. */
interface FieldProblem {
  readonly field: string;
  readonly says: string;
}

/** A problem as it is told. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  readonly errors?: readonly FieldProblem[];
}

/** Statuses of the codes that are not of the operation itself. */
const STATUSES: Readonly<Record<string, number>> = {
  'not-known': 401,
  'login-refused-here': 401,
  'foreign-origin': 403,
  'csrf-missing': 403,
  'workspace-not-yours': 403,
  'whole-instance-only': 403,
  'not-for-clients': 403,
  'role-too-low': 403,
  'only-on-the-machine': 403,
  'people-only': 403,
  'plan-needed': 403,
  'plan-own': 403,
  'plan-not-yours': 403,
  'body-no-object': 400,
  'body-no-json': 400,
  'body-packed': 415,
  'body-no-utf8': 400,
  'body-name-forbidden': 400,
  'body-other-length': 400,
  'body-too-long': 413,
  'body-of-other-type': 415,
  'address-unreadable': 400,
  'address-too-long': 414,
  'other-method': 405,
  'request-unreadable': 400,
  'request-too-slow': 408,
  'headers-too-long': 431,
  'bad-idempotency-key': 400,
  'key-under-way': 409,
  'key-of-other-request': 422,
  'answer-not-kept': 409,
  'too-many-streams': 429,
  'database-away': 503,
};

/** Errors of Fastify about a request, by their codes. Source: https://fastify.dev/docs/latest/Reference/Errors/ */
const OF_THE_REQUEST: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-long',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body-other-length',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'body-of-other-type',
  FST_ERR_BAD_URL: 'address-unreadable',
  FST_ERR_MAX_PARAM_LENGTH: 'address-too-long',
};

/** The status of a refusal: 404 for what is not there, 422 for what is there and not to be done. */
export function statusOfCode(code: string): number {
  return STATUSES[code] ?? (/^no-such-/.test(code) ? 404 : 422);
}

/** What an error means to whoever asked; null = it is our own fault. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Refusal) {
    const { code, message, remedy } = error;
    return { status: statusOfCode(code), code, detail: message, remedy };
  }
  if (error instanceof z.ZodError) return badInput(error);
  // The loop logs it, once; and no stack of ours says more.
  if (passes(error)) return problemIn('database-away');
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (typeof code !== 'string') return null;
  return Object.hasOwn(OF_THE_REQUEST, code) ? problemIn(OF_THE_REQUEST[code] as string) : badFile(code);
}

/** A problem in the words of its reason. */
export function problemIn(code: string): Problem {
  const { says, remedy } = reasonText(code);
  return { status: statusOfCode(code), code, detail: says, remedy };
}

/** A file that was sent and cannot be read. Its name here says nothing to whoever sent it. */
function badFile(code: string): Problem | null {
  if (!Object.hasOwn(FILE_REASONS, code)) return null;
  const { says, remedy } = FILE_REASONS[code as FileCode];
  return { status: statusOfCode(code), code, detail: says, remedy };
}

function badInput({ issues }: z.ZodError): Problem {
  const errors = issues.map(({ path, message }) => ({ field: path.map(String).join('.'), says: message }));
  const detail = errors.map(({ field, says }) => (field ? `${field}: ${says}` : says)).join('; ');
  return { status: 400, code: 'bad-input', detail, remedy: 'See the parameters of this operation.', errors };
}

/** Answers with it. */
export function tellProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type(PROBLEM_TYPE).send(problemBody(problem, reply.request.id));
}

/** It as it is told. `type` leads to what the code means. */
export function problemBody({ status, code, ...rest }: Problem, requestId: string): object {
  return { type: reasonUrn(code), title: titleOf(status), status, code, ...rest, requestId };
}
