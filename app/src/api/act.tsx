/**
 * Doing something: the act, what is asked anew after it, a word that it is done with the curl command that does the same, and the way
 * back where there is one. What is refused says why and what to do.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback } from 'react';
import { useHere } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import { type Call, RekindleError } from './client.ts';
import { notice } from './notices.ts';

const Done = lazy(() => import('../parts/done.tsx').then((found) => ({ default: found.Done })));

/** An act, and what is said of it. */
export interface Act<Answer = unknown> {
  readonly call: Call<Answer>;
  /** What is said when it is done. */
  readonly done: string | ((answer: Answer) => string);
  /** Takes it back. */
  readonly undo?: Call<unknown>;
  /** Takes back what was answered, where that tells what it was; null = there is nothing to take back. */
  undoOf?(answer: Answer): Call<unknown> | null;
  /** What is said once it is taken back, where that is more than that it is. */
  readonly undone?: string;
  then?(answer: Answer): void;
  /** True = it is said where it was typed. */
  refused?(by: RekindleError): boolean;
}

/** Seconds in which an act can be taken back from where it is told. */
const TOLD_MS = 10_000;

/** Why nothing was done, and what to do. */
function tellRefusal(error: Error, close: string): void {
  const remedy = error instanceof RekindleError ? error.remedy : '';
  notice({
    ...{ color: 'red', autoClose: TOLD_MS, title: error.message, message: remedy },
    closeButtonProps: { 'aria-label': close },
  });
}

/** Does acts of this session. */
export function useAct() {
  const { client, workspace, standing } = useHere();
  const { t } = useWords();
  const queries = useQueryClient();
  const anew = () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === workspace });
  const undoing = async (undo: Call<unknown>, undone = t('act.undone')) => {
    try {
      await undo(client, {});
      notice({ message: undone, color: 'gray', closeButtonProps: { 'aria-label': t('act.close') } });
    } catch (error) {
      tellRefusal(error as Error, t('act.close'));
    }
    await anew();
  };
  const { mutate, isPending } = useMutation<unknown, Error, Act>({
    mutationFn: ({ call }) => call(client, {}),
    onSuccess(answer, act) {
      const { done, call, undone } = act;
      const undo = act.undo ?? act.undoOf?.(answer) ?? undefined;
      const says = typeof done === 'string' ? done : done(answer);
      const undoIt = () => {
        hide();
        if (undo) void undoing(undo, undone);
      };
      const hide = notice({
        ...{ color: 'petrol', autoClose: TOLD_MS, closeButtonProps: { 'aria-label': t('act.close') } },
        message: (
          <Suspense fallback={says}>
            <Done {...{ says, call, standing }} undo={undo && undoIt} />
          </Suspense>
        ),
      });
      act.then?.(answer);
      void anew();
    },
    onError(error, act) {
      if (error instanceof RekindleError && act.refused?.(error)) return;
      tellRefusal(error, t('act.close'));
    },
  }); // What an act answers is its own affair: what it says and does of it was typed where it was made.
  const run = useCallback(<Answer,>(act: Act<Answer>) => mutate(act as unknown as Act), [mutate]);
  return { run, busy: isPending };
}
