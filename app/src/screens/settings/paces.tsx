/** How fast may be sent, and how mailboxes and campaigns begin: each as a sentence, changed by its numbers, switched off where it can be. */
import { Button } from '@mantine/core';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { type SettingWord, useSettingWords } from '../../words/settings.ts';
import type { Limits } from './limits.tsx';
import { Change, type Field, useSetLimits } from './limits-change.tsx';

type Rule = 'warmUp' | 'jitter' | 'canary';

/** The list of them. */
export function Paces({ of }: { readonly of: Limits }) {
  return (
    <dl className="fields paces">
      <Zone zone={of.zone} />
      <Gap hours={of.minGapHours} />
      <OnOff rule="warmUp" parts={of.warmUp} />
      <OnOff rule="jitter" parts={of.jitter} />
      <OnOff rule="canary" parts={of.canary} />
      <Touch {...of.humanTouch} />
    </dl>
  );
}

function Row({ rule, children }: { readonly rule: string; readonly children: React.ReactNode }) {
  const { t } = useSettingWords();
  return (
    <div className="field field-wide">
      <dt>
        {t(`limits.${rule}` as SettingWord)}
        <span className="dim small">{t(`limits.${rule}.says` as SettingWord)}</span>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function Zone({ zone }: { readonly zone: string }) {
  const { t } = useSettingWords();
  const name = 'zone';
  return (
    <Row rule={name}>
      <Change
        called={t('limits.zone')}
        shown={t('limits.zone.is', { zone })}
        fields={[{ name, label: t('limits.zone.label'), value: zone, isText: true }]}
        before={{ [name]: zone }}
        set={(typed) => ({ [name]: typed[name]?.trim() || 'standard' })}
      />
    </Row>
  );
}

function Gap({ hours }: { readonly hours: number }) {
  const { t } = useSettingWords();
  const name = 'minGapHours';
  return (
    <Row rule={name}>
      <Change
        called={t('limits.minGapHours')}
        shown={hours === 0 ? t('limits.gapNone') : t('limits.gapIs', { n: hours })}
        fields={[{ name, label: t('limits.hours'), value: hours }]}
        before={{ [name]: String(hours) }}
        set={(typed) => ({ [name]: typed[name]?.trim() || '0' })}
      />
    </Row>
  );
}

/** A rule of several numbers, or none. */
function OnOff<Named extends Rule>({ rule, parts }: { readonly rule: Named; readonly parts: Limits[Named] }) {
  return <Row rule={rule}>{parts === null ? <Off rule={rule} /> : <On rule={rule} parts={parts} />}</Row>;
}

function Off({ rule }: { readonly rule: Rule }) {
  const { t } = useSettingWords();
  const { may } = useHere();
  const { set, busy } = useSetLimits(t(`limits.${rule}`));
  return (
    <span className="field-value limit-shown">
      <span className="dim">{t('word.off')}</span>
      {may(ROLE.admin) && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t('limits.switchOn', { name: t(`limits.${rule}`) })}
          loading={busy}
          onClick={() => set({ [rule]: 'standard' }, { [rule]: 'none' })}
        >
          {t('word.switchOn')}
        </Button>
      )}
    </span>
  );
}

function On({ rule, parts }: { readonly rule: Rule; readonly parts: Readonly<Record<string, number>> }) {
  const words = useSettingWords();
  const { t } = words;
  const fields = Object.entries(parts).map(
    ([part, value]): Field => ({
      name: `${rule}.${part}`,
      label: t(`limits.${rule}.${part}` as SettingWord),
      value: part.endsWith('Share') ? asPercents(value) : value,
    }),
  );
  return (
    <Change
      called={t(`limits.${rule}`)}
      shown={sentenceOf(rule, parts, words)}
      fields={fields}
      off={{ [rule]: 'none' }}
      before={Object.fromEntries(Object.entries(parts).map(([part, value]) => [`${rule}.${part}`, String(value)]))}
      set={(typed) => Object.fromEntries(Object.entries(typed).map(asTyped))}
    />
  );
}

function sentenceOf(
  rule: Rule,
  parts: Readonly<Record<string, number>>,
  { t, number, percent }: ReturnType<typeof useSettingWords>,
): string {
  const blanks = Object.entries(parts).map(([part, value]) => [
    part,
    part.endsWith('Share') ? percent(value) : number(value),
  ]);
  return t(`limits.${rule}.is`, Object.fromEntries(blanks));
}

/** Shares are typed as people say them, in percent. */
function asPercents(share: number): number {
  return Number((share * 100).toPrecision(6));
}

/** What is no number stays as it was typed: it is refused with the reason. */
function asTyped([name, typed]: readonly [string, string]): [string, string] {
  const percents = Number(typed.replace(',', '.').replace('%', '').trim());
  if (!name.endsWith('Share') || typed.trim() === '' || Number.isNaN(percents)) return [name, typed.trim()];
  return [name, String(percents / 100)];
}

function Touch({ then, days }: Limits['humanTouch']) {
  const { t } = useSettingWords();
  const [kind, span] = ['humanTouch.then', 'humanTouch.days'];
  const held = days === null ? t('limits.touchHeld') : t('limits.touchHeldFor', { n: days });
  return (
    <Row rule="humanTouch">
      <Change
        called={t('limits.humanTouch')}
        shown={then === 'count' ? t('limits.touchCounts') : held}
        fields={[
          {
            ...{ name: kind, label: t('limits.humanTouch.then'), value: then },
            choices: (['count', 'hold'] as const).map((value) => ({ value, label: t(`limits.touch.${value}`) })),
          },
          { name: span, label: t('limits.humanTouch.days'), value: days ?? '', placeholder: t('limits.touchOpen') },
        ]}
        before={{ [kind]: then, [span]: String(days ?? 'none') }}
        set={(typed) => ({ [kind]: typed[kind] ?? then, [span]: typed[span]?.trim() || 'none' })}
      />
    </Row>
  );
}
