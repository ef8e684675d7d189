/** What the doctor found: each with its verdict, what mends it, and the record to publish where there is one. */
import { IconAlertTriangle, IconCheck, IconHelp, IconX } from '@tabler/icons-react';
import type { RekindleClient } from '../../api/client.ts';
import { type SettingWord, useSettingWords } from '../../words/settings.ts';

/** What an examination answers. */
export type Examined = Awaited<ReturnType<RekindleClient['doctor']['examine']>>;

const MARKS = { ok: IconCheck, weak: IconAlertTriangle, bad: IconX, unknown: IconHelp } as const;
const CLASSES = { ok: 'good', weak: 'warn', bad: 'bad', unknown: 'dim' } as const;

/** The list; `only` = those whose check fits. */
export function Symptoms({ of, only }: { readonly of: Examined; readonly only?: RegExp }) {
  const { t } = useSettingWords();
  const shown = of.symptoms.filter(({ check }) => only === undefined || only.test(check));
  if (shown.length === 0) return <p className="dim">{t('health.nothing')}</p>;
  return (
    <ul className="checks">
      {shown.map(({ check, verdict, says, remedy, publish }) => {
        const Mark = MARKS[verdict];
        return (
          <li key={check + says}>
            <span className={CLASSES[verdict]} title={t(`verdict.${verdict}`)}>
              <Mark size={16} aria-label={t(`verdict.${verdict}`)} />
            </span>
            <span>{t(`symptom.${check}` as SettingWord) || check}</span>
            <span>
              {says} <span className="dim">{remedy}</span>
              {publish && <pre className="code-block">{`${publish.name}  ${publish.type}  ${publish.value}`}</pre>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
