/** How signals read on a terminal. Words only. */

/** A signal as it is shown: whose it is, since when, and by what. */
export interface SignalLine {
  readonly leadId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly signal: string;
  readonly points: number;
  readonly since: string | null;
  readonly fallsAt: string | null;
  readonly because: readonly { readonly kind: string; readonly at: string; readonly points: number }[];
}

/** `signal list`, two lines each. */
export function printSignals({ signals }: { readonly signals: readonly SignalLine[] }): string {
  if (signals.length === 0) return 'No signal is up.\n';
  return signals.map((one) => `${lines(one).join('\n')}\n`).join('');
}

function lines({ leadId, name, email, signal, points, since, fallsAt, because }: SignalLine): readonly string[] {
  const earned = because.map((piece) => `${piece.kind} ${day(piece.at)} (${piece.points})`);
  return [
    `${signal}: ${name ?? email ?? leadId}, ${points} points, since ${day(since)}, falls on ${day(fallsAt)}`,
    `  ${earned.join(', ')}`,
  ];
}

function day(at: string | null): string {
  return at === null ? '–' : at.slice(0, 10);
}
