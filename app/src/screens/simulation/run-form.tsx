/** What a run is told: how long, from when, which seed; what is tried in it, and what is assumed of people, apart from it and named as that. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { useNow } from '../../api/now.ts';
import { Panel } from '../../parts/page.tsx';
import { type SimulationWord, useSimulationWords } from '../../words/simulation.ts';
import { MOST_DAYS, type Run } from './run.ts';
import { TrialForm, tried } from './trial-form.tsx';

type Assumption = Awaited<ReturnType<RekindleClient['assumptions']['list']>>['assumptions'][number];

interface FormProps {
  readonly campaign: string;
  /** Null = nothing was lived through yet. */
  readonly run: Run | null;
  start(run: Run): void;
}

const DAY_MS = 86_400_000;
const STANDARD_DAYS = 30;

/** Shares are written in per cent; hours as they are. */
const isShare = ({ most }: Assumption) => most <= 1;
const shown = (of: Assumption, value: number) => String(isShare(of) ? Math.round(value * 100_000) / 1_000 : value);
const read = (of: Assumption, text: string) =>
  isShare(of) ? Math.round(Number(text) * 1_000) / 100_000 : Number(text);

/** The form. */
export function RunForm({ campaign, run, start }: FormProps) {
  const { t } = useSimulationWords();
  const tomorrow = new Date(useNow() + DAY_MS).toISOString().slice(0, 10);
  const [days, setDays] = useState(String(run?.days ?? STANDARD_DAYS));
  const [seed, setSeed] = useState(String(run?.seed ?? 1));
  const [from, setFrom] = useState(run?.from ?? tomorrow);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const all = useAsk('assumptions', {}, (client, how) => client.assumptions.list({}, how)).data?.assumptions ?? [];
  const [values, setValues] = useState(run?.set ?? {});
  const trials = useAsk('trials', { campaign }, (client, how) => client.trials.list({ campaign }, how)).data;
  const textOf = (of: Assumption) => texts[of.name] ?? shown(of, run?.assume[of.name] ?? of.standard);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const assumed = all.map((of) => [of, read(of, textOf(of))] as const);
    const changed = assumed.filter(([of, value]) => value !== of.standard).map(([{ name }, value]) => [name, value]);
    const set = trials ? tried(trials.values, values) : values;
    start({ days: Number(days), seed: Number(seed), from, assume: Object.fromEntries(changed), set });
  };
  return (
    <form className="sim-form" onSubmit={submit}>
      <Panel title={t('sim.what')}>
        <div className="sim-fields">
          <TextInput
            {...{ type: 'number', size: 'xs', required: true, withAsterisk: false, min: 1, max: MOST_DAYS }}
            label={t('simulate.days')}
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
          <TextInput
            {...{ type: 'number', size: 'xs', required: true, withAsterisk: false, min: 0, max: 999_999_999 }}
            label={t('simulate.seed')}
            value={seed}
            onChange={(event) => setSeed(event.currentTarget.value)}
          />
          <TextInput
            {...{ type: 'date', size: 'xs', required: true, withAsterisk: false, className: 'sim-wide' }}
            label={t('sim.from')}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
        </div>
        {trials && <TrialForm listed={trials} texts={values} put={setValues} />}
        <fieldset className="sim-assume">
          <legend>{t('sim.assumptions')}</legend>
          <p className="dim small">{t('sim.assumptionsSay')}</p>
          <div className="sim-fields">
            {all.map((of) => (
              <TextInput
                key={of.name}
                {...{ type: 'number', size: 'xs', required: true, withAsterisk: false, step: 'any' }}
                min={isShare(of) ? of.least * 100 : of.least}
                max={isShare(of) ? of.most * 100 : of.most}
                label={t(`assume.${of.name}` as SimulationWord) || of.says}
                value={textOf(of)}
                onChange={(event) => setTexts({ ...texts, [of.name]: event.currentTarget.value })}
              />
            ))}
          </div>
          {all.some((of) => read(of, textOf(of)) !== of.standard) && (
            <button
              type="button"
              className="link"
              onClick={() => setTexts(Object.fromEntries(all.map((of) => [of.name, shown(of, of.standard)])))}
            >
              {t('sim.standard')}
            </button>
          )}
        </fieldset>
        <Button type="submit" size="sm" fullWidth disabled={all.length === 0}>
          {t(run ? 'sim.again' : 'simulate.run')}
        </Button>
      </Panel>
    </form>
  );
}
