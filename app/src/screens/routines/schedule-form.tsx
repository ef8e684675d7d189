/** When a routine runs, in which zone, how much and how long; what is typed is read back in words, with the times that it means. */
import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type ComponentProps, type FormEvent, useEffect, useId, useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import { type RekindleClient, RekindleError } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { When } from '../../parts/when.tsx';
import { useRoutineWords } from '../../words/routines.ts';
import type { Routine } from './did.ts';
import { cronOf, isTimed, OFTEN, type Often, oftenOf } from './often.ts';
import { readCron, scheduleSays } from './schedule.ts';
import { changed, type SettingsSaid, settingsSaid } from './settings-said.ts';
import { titleOf } from './title.ts';

interface ScheduleFormProps {
  readonly of: Routine;
  close(): void;
}

/** The form. */
export function ScheduleForm({ of, close }: ScheduleFormProps) {
  const tongue = useRoutineWords();
  const { t } = tongue;
  const act = useAct();
  const [said, setSaid] = useState(() => settingsSaid(of));
  const put = (part: Partial<SettingsSaid>) => setSaid((before) => ({ ...before, ...part }));
  const { name } = of;
  const title = titleOf(name, t);
  const { to, from, none } = changed(settingsSaid(of), said);
  const slots = useSlots(said);
  const call = (client: RekindleClient) => client.routines.set({ name, ...to });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (none) return close();
    act.run<Awaited<ReturnType<typeof call>>>({
      call,
      undo: (client) => client.routines.set({ name, ...from }),
      done: ({ cron, zone }) => {
        const when = scheduleSays(cron, zone, tongue) ?? `${cron} ${zone}`;
        return t('routines.changed', { name: title, when });
      },
      then: close,
      refused: ({ code }) => code === 'bad-schedule' || code === 'bad-zone',
    });
  };
  const isWrong = slots.cron !== null || slots.zone !== null;
  return (
    <Modal
      opened
      onClose={close}
      title={t('routines.changeNamed', { name: title })}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <form onSubmit={submit} className="form-stack">
        <HowOften {...{ said, put }} />
        <CronField {...{ said, put }} error={slots.cron} />
        <ZoneField {...{ said, put }} error={slots.zone} />
        <ReadBack said={said} slots={slots} zone={slots.inZone ?? of.zone} />
        <More {...{ said, put }} />
        <Group justify="space-between" mt="sm">
          <CopyCurl call={call} />
          <Button type="submit" loading={act.busy} disabled={isWrong}>
            {t('act.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Ms that nobody typed, after which the instance is asked. */
const REST_MS = 250;

interface Slots {
  /** ISO 8601. */
  readonly next: readonly string[];
  /** The zone that they are of; null = not known yet. */
  readonly inZone: string | null;
  /** What is wrong with each; null = nothing, or it is not known yet. */
  readonly cron: string | null;
  readonly zone: string | null;
}

/** When what is typed comes round, by the instance itself. */
function useSlots({ cron, zone }: SettingsSaid): Slots {
  const { t } = useRoutineWords();
  const [typed, setTyped] = useState({ cron, zone });
  useEffect(() => {
    const rested = setTimeout(() => setTyped({ cron, zone }), REST_MS);
    return () => clearTimeout(rested);
  }, [cron, zone]);
  const isRead = readCron(cron) !== null;
  const asked = useAsk('routine next', typed, (client, how) => client.routines.next(typed, how), {
    enabled: readCron(typed.cron) !== null,
    kept: true,
  });
  const { error } = asked;
  const told = error instanceof RekindleError ? error : null;
  const says = told && `${told.message}: ${told.remedy}`;
  return {
    next: (isRead && asked.data?.next) || [],
    inZone: asked.data?.zone ?? null,
    cron: isRead ? (told?.code === 'bad-schedule' ? says : null) : t('routines.noCron'),
    zone: told?.code === 'bad-zone' ? says : null,
  };
}

interface PartProps {
  readonly said: SettingsSaid;
  put(part: Partial<SettingsSaid>): void;
}

/** What most people want, by its name; choosing it writes the schedule. */
function HowOften({ said: { cron }, put }: PartProps) {
  const { t } = useRoutineWords();
  const is = oftenOf(cron);
  const names = [...OFTEN, ...(is === null ? (['other'] as const) : [])];
  return (
    <div className="often">
      <NativeSelect
        data-autofocus
        label={t('routines.often')}
        data={names.map((value) => ({ value, label: t(`often.${value}`) }))}
        value={is?.often ?? 'other'}
        onChange={({ currentTarget: { value } }) => {
          if (value !== 'other') put({ cron: cronOf(value as Often, is?.time ?? '') });
        }}
      />
      {is && isTimed(is.often) && (
        <TextInput
          type="time"
          required
          withAsterisk={false}
          label={t('routines.time')}
          value={is.time}
          onChange={({ currentTarget: { value } }) => put({ cron: cronOf(is.often, value) })}
        />
      )}
    </div>
  );
}

function CronField({ said: { cron }, put, error }: PartProps & { readonly error: string | null }) {
  const { t } = useRoutineWords();
  return (
    <TextInput
      required
      withAsterisk={false}
      label={t('routines.cron')}
      description={t('routines.cronSays')}
      classNames={{ input: 'mono' }}
      spellCheck={false}
      autoComplete="off"
      value={cron}
      error={error}
      onChange={({ currentTarget: { value } }) => put({ cron: value })}
    />
  );
}

const OF_INSTANCE = 'instance';

function ZoneField({ said: { zone }, put, error }: PartProps & { readonly error: string | null }) {
  const { t } = useRoutineWords();
  const list = useId();
  return (
    <>
      <TextInput
        label={t('routines.zone')}
        description={t('routines.zoneSays')}
        placeholder="Europe/Berlin"
        list={list}
        spellCheck={false}
        autoComplete="off"
        value={zone === OF_INSTANCE ? '' : zone}
        error={error}
        onChange={({ currentTarget: { value } }) => put({ zone: value.trim() || OF_INSTANCE })}
      />
      <datalist id={list}>
        {Intl.supportedValuesOf('timeZone').map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}

interface ReadBackProps {
  readonly said: SettingsSaid;
  readonly slots: Slots;
  readonly zone: string;
}

/** What was typed, in words. */
function ReadBack({ said: { cron }, slots, zone }: ReadBackProps) {
  const tongue = useRoutineWords();
  const { t } = tongue;
  if (slots.cron !== null || slots.zone !== null) return null;
  return (
    <div className="next-box" role="status">
      <b>{scheduleSays(cron, zone, tongue) ?? t('routines.noWords')}</b>
      {slots.next.length > 0 && (
        <>
          <span className="label">{t('routines.nextTimes')}</span>
          <ul className="plain-list">
            {slots.next.map((at) => (
              <li key={at}>
                <When at={at} exact />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** How much at a time, for how long and how often again: what few people set. */
function More({ said, put }: PartProps) {
  const { t } = useRoutineWords();
  return (
    <details
      className="why"
      // A field that is wrong cannot be shown to be where it is folded away.
      onInvalidCapture={({ currentTarget }) => {
        currentTarget.open = true;
      }}
    >
      <summary>{t('routines.moreSettings')}</summary>
      <div className="form-grid">
        <Whole word="batch" min={1} value={said.batch} put={(batch) => put({ batch })} />
        <Whole word="most" min={0} value={said.most} put={(most) => put({ most })} />
        <Whole
          word="timeout"
          {...{ min: 1 / MINUTE_S, max: DAY_MINUTES, step: 'any' }}
          value={said.timeout / MINUTE_S}
          put={(minutes) => put({ timeout: Math.round(minutes * MINUTE_S) })}
        />
        <Whole word="retries" min={0} max={MOST_RETRIES} value={said.retries} put={(retries) => put({ retries })} />
      </div>
    </details>
  );
}

const MINUTE_S = 60;
const DAY_MINUTES = 1_440;
const MOST_RETRIES = 20;

interface WholeProps extends Pick<ComponentProps<typeof TextInput>, 'min' | 'max' | 'step'> {
  readonly word: 'batch' | 'most' | 'timeout' | 'retries';
  readonly value: number;
  put(value: number): void;
}

/** A number; while it is none, the last one that was. */
function Whole({ word, value, put, ...bounds }: WholeProps) {
  const { t } = useRoutineWords();
  const [text, setText] = useState(String(value));
  return (
    <TextInput
      type="number"
      required
      withAsterisk={false}
      label={t(`routines.${word}`)}
      description={t(`routines.${word}Says`)}
      value={text}
      {...bounds}
      onChange={({ currentTarget: { value: typed } }) => {
        setText(typed);
        if (typed !== '' && Number.isFinite(Number(typed))) put(Number(typed));
      }}
    />
  );
}
