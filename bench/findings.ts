/** What was measured, against what was promised; and the table that shows it. */

/** One line of the table. `floor` and `ratio` are null where a number stands for itself. */
export interface Finding {
  readonly stage: string;
  readonly unit: string;
  readonly floor: number | null;
  /** Null where the stage was skipped. */
  readonly ours: number | null;
  readonly ratio: number | null;
  /** `≥ 0.6`, `< 300`; empty = told, not promised. */
  readonly target: string;
  /** Null where nothing was promised. */
  readonly met: boolean | null;
}

/** A stage whose promise is a ratio to its floor. */
export function ratioFinding(
  stage: string,
  unit: string,
  { floor, ours, ratio }: { readonly floor: number; readonly ours: number; readonly ratio: number },
  atLeast: number | null,
): Finding {
  const target = atLeast === null ? '' : `≥ ${atLeast}`;
  return { stage, unit, floor, ours, ratio, target, met: atLeast === null ? null : ratio >= atLeast };
}

/** A number that stands for itself. */
export function toldFinding(stage: string, unit: string, ours: number): Finding {
  return { stage, unit, floor: null, ours, ratio: null, target: '', met: null };
}

/** Why a stage was not measured. */
export function skippedFinding(stage: string, why: string): Finding {
  return { stage: `${stage}: skipped, ${why}`, unit: '', floor: null, ours: null, ratio: null, target: '', met: null };
}

/** A number that must stay below a bound. */
export function belowFinding(
  stage: string,
  unit: string,
  ours: number,
  below: number,
  floor: number | null = null,
): Finding {
  return { stage, unit, floor, ours, ratio: null, target: `< ${below}`, met: ours < below };
}

/** A number that must reach a bound. */
export function atLeastFinding(stage: string, unit: string, ours: number, atLeast: number): Finding {
  return { stage, unit, floor: null, ours, ratio: null, target: `≥ ${atLeast}`, met: ours >= atLeast };
}

const HEADS = ['stage', 'floor', 'ours', 'unit', 'ratio', 'target', 'verdict'] as const;

/** Prints the findings as a table. */
export function printFindings(findings: readonly Finding[]): void {
  const rows = [[...HEADS], ...findings.map(rowOf)];
  const widths = HEADS.map((_, at) => Math.max(...rows.map((row) => (row[at] as string).length)));
  for (const row of rows) {
    console.log(
      row
        .map((cell, at) =>
          at === 1 || at === 2 || at === 4 ? cell.padStart(widths[at] as number) : cell.padEnd(widths[at] as number),
        )
        .join('  ')
        .trimEnd(),
    );
  }
}

function rowOf({ stage, floor, ours, unit, ratio, target, met }: Finding): string[] {
  const verdict = met === null ? '' : met ? 'met' : 'NOT MET';
  return [
    stage,
    floor === null ? '' : shown(floor),
    ours === null ? '' : shown(ours),
    unit,
    ratio === null ? '' : ratio.toFixed(2),
    target,
    verdict,
  ];
}

function shown(number: number): string {
  return number < 100 ? number.toFixed(number < 10 ? 2 : 1) : Math.round(number).toLocaleString('en');
}
