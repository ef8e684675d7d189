/** What a launch needs, checked when asked: what is there, what is missing, what only warns, and whose messages would have no words. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Panel } from '../../parts/page.tsx';
import { Failed } from '../../parts/states.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWorkWords, type WorkWord } from '../../words/work.ts';
import { WordlessLeads } from './wordless.tsx';

/** The panel of it. */
export function Preflight({ campaign }: { readonly campaign: string }) {
  const { t } = useWorkWords();
  const { client, may } = useHere();
  const check = useMutation({ mutationFn: () => client.campaigns.check({ campaign }) });
  return (
    <Panel
      title={t('preflight.title')}
      beside={
        may(ROLE.operator) && (
          <Button size="compact-sm" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
            {t('preflight.check')}
          </Button>
        )
      }
    >
      {check.error && <Failed error={check.error} again={() => check.mutate()} />}
      {!check.data && !check.error && <p className="dim">{t('preflight.says')}</p>}
      {check.data && (
        <>
          <p className={check.data.ready ? 'good line' : 'bad line'}>
            {t(check.data.ready ? 'preflight.ready' : 'preflight.missing')}
          </p>
          <ul className="checks">
            {check.data.items.map(({ check: name, ok, blocks, says }) => (
              <li key={name}>
                <span className={ok ? 'good' : blocks ? 'bad' : 'warn'} aria-hidden>
                  {ok ? <IconCheck size={15} /> : blocks ? <IconX size={15} /> : <IconAlertTriangle size={15} />}
                </span>
                <b>{t(`check.${name}` as WorkWord) || name}</b>
                <span className="dim">{says}</span>
              </li>
            ))}
          </ul>
          <WordlessLeads words={check.data.words} />
        </>
      )}
    </Panel>
  );
}
