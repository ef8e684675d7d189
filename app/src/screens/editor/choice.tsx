/** One of many names, which is searched and may be taken out. It comes with the first step that is chosen: most of it is the list below it. */
import { Select } from '@mantine/core';

interface ChoiceProps {
  readonly label: string;
  readonly off: boolean;
  readonly among: readonly string[];
  /** '' = none. */
  readonly value: string;
  set(value: string | undefined): void;
}

/** The field. */
export function Choice({ label, off, among, value, set }: ChoiceProps) {
  return (
    <Select
      size="xs"
      searchable
      clearable
      label={label}
      disabled={off}
      data={[...among]}
      value={value || null}
      onChange={(next) => set(next ?? undefined)}
    />
  );
}
