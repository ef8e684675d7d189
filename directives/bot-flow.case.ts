/** Runs a row of bot-flow.md: what is said to each line, and where the conversation stands after the last. */
import { flowStart, flowTurn } from '../src/domain/qualification/flow.ts';
import type { FlowMode, FlowName } from '../src/domain/qualification/questions.ts';

interface Row {
  readonly flow: FlowName;
  readonly mode?: FlowMode;
  readonly lines: readonly string[];
  /** Minutes between two lines. */
  readonly apart?: number;
}

const MINUTE_MS = 60_000;

export function run({ flow, mode = 'simple', lines, apart = 60 }: Row): Readonly<Record<string, unknown>> {
  let state = flowStart(flow);
  let last: ReturnType<typeof flowTurn> | null = null;
  const says: (string | null)[] = [];
  for (const [i, text] of lines.entries()) {
    last = flowTurn({ flow, mode }, state, text, i * apart * MINUTE_MS);
    state = last.state;
    says.push(last.say);
  }
  const answers = Object.fromEntries(Object.entries(state.answers).map(([id, { value }]) => [id, value]));
  return {
    says,
    why: last?.reasons[0]?.code,
    answers,
    temperature: last?.verdict.temperature,
    handOff: last?.handOff,
    over: state.over,
    language: state.language,
  };
}
