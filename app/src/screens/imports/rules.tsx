/** By which rules a file is taken in: on what basis its people may be contacted, what becomes of those who are known, where they come from. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useImportWords } from '../../words/imports.ts';

const BASES = ['consent', 'legitimate-interest', 'contract', 'none'] as const;

/** Them. */
export interface ImportRules {
  readonly basis: (typeof BASES)[number] | null;
  readonly overwrite: boolean;
  /** Two letters; `''` = none is said. */
  readonly country: string;
  /** `''` = as it is found. */
  readonly source: string;
}

/** Nothing is said yet. */
export const NO_RULES: ImportRules = { basis: null, overwrite: false, country: '', source: '' };

/** Whether they can be followed. */
export function areWhole({ basis, country }: ImportRules): boolean {
  return basis !== null && /^(?:[A-Za-z]{2})?$/.test(country);
}

interface RulesProps {
  readonly of: ImportRules;
  /** Where they come from, as the file tells. */
  readonly found: string;
  put(rules: ImportRules): void;
}

/** The fields of them. */
export function Rules({ of, found, put }: RulesProps) {
  const { t } = useImportWords();
  const { basis, overwrite, country, source } = of;
  return (
    <div className="form-fields import-rules">
      <NativeSelect
        label={t('imports.basis')}
        description={t('imports.basisSays')}
        required
        data={[
          { value: '', label: t('imports.basisAsk') },
          ...BASES.map((value) => ({ value, label: t(`basis.${value}`) })),
        ]}
        value={basis ?? ''}
        onChange={({ currentTarget: { value } }) => put({ ...of, basis: (value || null) as ImportRules['basis'] })}
      />
      <NativeSelect
        label={t('imports.known')}
        data={[
          { value: 'fill', label: t('imports.knownFill') },
          { value: 'overwrite', label: t('imports.knownOverwrite') },
        ]}
        value={overwrite ? 'overwrite' : 'fill'}
        onChange={({ currentTarget: { value } }) => put({ ...of, overwrite: value === 'overwrite' })}
      />
      <TextInput
        label={t('imports.country')}
        description={t('imports.countrySays')}
        maxLength={2}
        value={country}
        error={/^(?:[A-Za-z]{0,2})$/.test(country) ? undefined : t('imports.countrySays')}
        onChange={({ currentTarget: { value } }) => put({ ...of, country: value.toUpperCase() })}
      />
      <TextInput
        label={t('imports.source')}
        description={t('imports.sourceSays', { name: found })}
        maxLength={100}
        value={source}
        onChange={({ currentTarget: { value } }) => put({ ...of, source: value })}
      />
    </div>
  );
}
