/** What a caller may do, as operations and faces ask. Decides nothing: the rule is the domain's. */
import { type Access, EVERY_PLACE, mayDo, mayGive } from '../../domain/access/role.ts';
import { reasonText } from '../../domain/reason.ts';
import { type Operation, type OperationContext, Refusal } from '../operations/operation.ts';

/** A refusal in the words of its code. */
export function refusalOf(code: string): Refusal {
  const { says, remedy } = reasonText(code);
  return new Refusal(code, says, remedy);
}

/** Refuses an operation that is not for this caller. Errors: refusals of `mayDo`. */
export function refuseUnlessMay(context: Pick<OperationContext, 'caller' | 'workspaceId'>, operation: Operation): void {
  const { caller, workspaceId } = context;
  if (caller === undefined) return;
  const { command, role, scope } = operation;
  const code = mayDo(caller, { command, role, scope, workspaceId });
  if (code !== null) throw refusalOf(code);
}

/** Refuses to give away more than the caller has. Errors: refusals of `mayGive`. */
export function refuseUnlessMayGive({ caller }: Pick<OperationContext, 'caller'>, given: Access): void {
  const code = caller === undefined ? null : mayGive(caller, given);
  if (code !== null) throw refusalOf(code);
}

/** Refuses a wish that reaches beyond one workspace to whoever has only one. */
export function refuseUnlessEverywhere({ caller }: Pick<OperationContext, 'caller'>): void {
  if (caller !== undefined && caller.workspaceId !== EVERY_PLACE) throw refusalOf('whole-instance-only');
}
