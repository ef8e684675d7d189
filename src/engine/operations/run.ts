/**
 * Running an operation: the same for every face. Whoever asks is held to what they may, input to its schema; what changes something is
 * written to the log of acts. Adds no rule of its own.
 */
import { canonicalJson } from '../../domain/canonical-json.ts';
import { LIMITS } from '../../domain/limits.ts';
import { reasonText } from '../../domain/reason.ts';
import { refuseUnlessMay } from '../access/caller.ts';
import { refuseUnwritable } from '../access/plain-words.ts';
import { admit } from '../plans/admit.ts';
import { stateOf } from './access/changed.ts';
import { type Operation, type OperationContext, Refusal } from './operation.ts';

/**
 * Runs an operation on raw input, for an agent by a plan where it needs one. Errors: zod's for input that the schema refuses; `Refusal` for
 * what the caller may not, and for what the operation refuses; faults of store and files as their own errors with a code.
 */
export async function runOperation(context: OperationContext, operation: Operation, input: unknown): Promise<unknown> {
  refuseUnlessMay(context, operation);
  const parsed = operation.input.parse(input);
  refuseUnwritable(parsed);
  if (context.caller?.kind !== 'agent' && context.plan === undefined) return perform(context, operation, parsed);
  const plan = await admit(context, operation, parsed);
  try {
    const output = await perform(context, operation, parsed);
    await plan?.ended('done');
    return output;
  } catch (error) {
    await plan?.ended(error instanceof Refusal ? error.code : 'failed');
    throw error;
  }
}

async function perform(context: OperationContext, operation: Operation, parsed: unknown): Promise<unknown> {
  if (operation.effect === 'none' || isDryRun(parsed)) return refusing(operation, context, parsed);
  const before = await stateOf(context, operation, parsed);
  const output = await refusing(operation, context, parsed);
  await audit(context, operation, parsed, before);
  return output;
}

/** What the store refuses by a code that the operation declares is a refusal of the operation. */
async function refusing(operation: Operation, context: OperationContext, parsed: unknown): Promise<unknown> {
  try {
    return await operation.run(context, parsed);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (error instanceof Refusal || !operation.errors.includes(code)) throw error;
    throw new Refusal(code, (error as Error).message, reasonText(code).remedy);
  }
}

function isDryRun(input: unknown): boolean {
  return (input as { readonly dryRun?: unknown } | null)?.dryRun === true;
}

async function audit(context: OperationContext, operation: Operation, input: unknown, before: unknown): Promise<void> {
  const { engine, workspaceId, actor, requestId = null } = context;
  const after = await stateOf(context, operation, input);
  await engine.store.audit({
    workspaceId,
    id: engine.ids.next('aud'),
    at: engine.clock.now(),
    actor,
    operation: operation.command,
    input: written(withoutFields(input, operation.unwritten ?? [])),
    change: written(before ?? null) === written(after ?? null) ? null : written({ before, after }),
    requestId,
  });
}

function withoutFields(input: unknown, names: readonly string[]): unknown {
  if (names.length === 0) return input;
  return Object.fromEntries(Object.entries(input as object).filter(([name]) => !names.includes(name)));
}

function written(value: unknown): string {
  const plain = withoutPasswords(canonicalJson(JSON.parse(JSON.stringify(value))));
  return plain.length <= LIMITS.auditCharacters ? plain : canonicalJson({ tooLong: plain.length });
}

/** An address may carry a password: the log of acts must not. */
function withoutPasswords(text: string): string {
  return text.replace(/(:\/\/[^\s"/:@]*):[^\s"/@]*@/g, '$1:…@');
}
