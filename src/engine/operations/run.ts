/**
 * Running an operation: the same for every face. Input is held to its schema, what changes something is written to the
 * audit log. Adds no rule of its own.
 */
import { canonicalJson } from '../../domain/canonical-json.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Operation, OperationContext } from './operation.ts';

/**
 * Runs an operation on raw input. Errors: zod's for input that the schema refuses; `Refusal` for what the operation
 * refuses; faults of store and files as their own errors with a code.
 */
export async function runOperation(context: OperationContext, operation: Operation, input: unknown): Promise<unknown> {
  const parsed = operation.input.parse(input);
  const output = await operation.run(context, parsed);
  if (operation.effect !== 'none' && !isDryRun(parsed)) await audit(context, operation, parsed);
  return output;
}

function isDryRun(input: unknown): boolean {
  return (input as { readonly dryRun?: unknown } | null)?.dryRun === true;
}

async function audit(
  { engine, workspaceId, actor }: OperationContext,
  operation: Operation,
  input: unknown,
): Promise<void> {
  const plain = withoutPasswords(canonicalJson(JSON.parse(JSON.stringify(input))));
  await engine.store.audit({
    workspaceId,
    id: engine.ids.next('aud'),
    at: engine.clock.now(),
    actor,
    operation: operation.command,
    input: plain.length <= LIMITS.auditCharacters ? plain : canonicalJson({ tooLong: plain.length }),
  });
}

/** An address may carry a password: the log of acts must not. */
function withoutPasswords(text: string): string {
  return text.replace(/(:\/\/[^\s"/:@]*):[^\s"/@]*@/g, '$1:…@');
}
