/** Runs a row of account-stage.md. */
import { accountStageOf, type StageFacts } from '../src/domain/account/stage/stage.ts';

type Row = Pick<StageFacts, 'status' | 'touches'> & { readonly waitsFor?: string };

export function run({ status, touches, waitsFor }: Row): { readonly stage: string } {
  return { stage: accountStageOf({ status, touches, waitsFor: waitsFor ?? null }) };
}
