/** When people of a place may be texted and called, and its holidays: what the gate goes by, looked up. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useMemo, useState } from 'react';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { Panel } from '../../parts/page.tsx';
import { useCalendarWords } from '../../words/calendar.ts';

const DAYS = ['weekday', 'saturday', 'sunday', 'holiday'] as const;
/** What has a name and two letters, and is no country. */
const NO_COUNTRY = /^(?:E[UZ]|UN|QO|X[AB]|ZZ)$/;
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

function countriesIn(language: string): readonly { readonly value: string; readonly label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  const known = codes.flatMap((value) => {
    const label = NO_COUNTRY.test(value) ? undefined : names.of(value);
    return label === undefined ? [] : [{ value, label }];
  });
  return known.sort((a, b) => a.label.localeCompare(b.label, language));
}

/** The panel. */
export function HoursOfPlace() {
  const { t, language } = useCalendarWords();
  const navigate = useNavigate();
  const { country = '', region = '' } = useSearch({ from: '/settings/' });
  const [typed, setTyped] = useState({ country, region });
  const countries = useMemo(() => countriesIn(language), [language]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const search = { country: typed.country, ...(typed.region.trim() && { region: typed.region.trim() }) };
    void navigate({ to: '/settings', search, replace: true, resetScroll: false });
  };
  return (
    <Panel title={t('calendar.title')}>
      <p className="line dim">{t('calendar.says')}</p>
      <form onSubmit={submit} className="edit place">
        <NativeSelect
          required
          size="xs"
          label={t('calendar.country')}
          data={[{ value: '', label: t('calendar.choose'), disabled: true }, ...countries]}
          value={typed.country}
          onChange={(event) => setTyped({ country: event.currentTarget.value, region: '' })}
        />
        <TextInput
          size="xs"
          label={t('calendar.region')}
          placeholder={t('calendar.regionHint')}
          maxLength={80}
          value={typed.region}
          onChange={(event) => setTyped({ ...typed, region: event.currentTarget.value })}
        />
        <Button size="xs" type="submit" variant="default" disabled={typed.country === ''}>
          {t('calendar.look')}
        </Button>
      </form>
      {country !== '' && <Found country={country} region={region} />}
    </Panel>
  );
}

function Found({ country, region }: { readonly country: string; readonly region: string }) {
  const { t, language } = useCalendarWords();
  const wish = { country, ...(region && { region }) };
  const asked = useAsk('calendar', wish, (client, how) => client.calendar.show(wish, how));
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const said = (hours: readonly string[] | null) => {
    if (hours === null) return t('calendar.sameDay');
    return hours.length === 0 ? t('calendar.never') : hours.join(', ').replaceAll('-', '–');
  };
  return (
    <div className="told" aria-live="polite">
      <Asked of={asked}>
        {({ zones, calls, attempts, holidays }) => {
          const most = [
            attempts.day !== null && t('calendar.perDay', { n: attempts.day }),
            attempts.month !== null && t('calendar.perMonth', { n: attempts.month }),
          ].filter((one) => one !== false);
          return (
            <dl className="fields paces">
              {DAYS.map((name) => (
                <div key={name} className="field field-wide">
                  <dt>{t(`calendar.${name}`)}</dt>
                  <dd className="num">{said(calls[name])}</dd>
                </div>
              ))}
              <div className="field field-wide">
                <dt>{t('calendar.law')}</dt>
                <dd>{calls.law ?? t('calendar.noLaw')}</dd>
              </div>
              <div className="field field-wide">
                <dt>{t('calendar.most')}</dt>
                <dd>
                  {most.length === 0 ? t('calendar.noMost') : most.join(', ')}
                  {most.length > 0 && <span className="dim small block">{attempts.law}</span>}
                </dd>
              </div>
              <div className="field field-wide">
                <dt>{t('calendar.zones')}</dt>
                <dd>{zones.join(', ')}</dd>
              </div>
              <div className="field field-wide">
                <dt>{t('calendar.holidays')}</dt>
                <dd>
                  {holidays.length === 0
                    ? t('calendar.noHolidays')
                    : holidays.map(({ day: on, name }) => (
                        <span key={`${on} ${name}`} className="block">
                          {day.format(new Date(on))} <span className="dim">{name}</span>
                        </span>
                      ))}
                </dd>
              </div>
            </dl>
          );
        }}
      </Asked>
    </div>
  );
}
