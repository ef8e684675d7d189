/** What runs on a schedule: when next, and how each is doing. */
import { Button } from '@mantine/core';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { Page } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWorkWords } from '../../words/work.ts';

/** The screen. */
export function RoutinesScreen() {
  const { t } = useWorkWords();
  const { may } = useHere();
  const act = useAct();
  const asked = useAsk('routines', {}, (client, how) => client.routines.list({}, how));
  const health =
    useAsk('health', {}, (client, how) => client.routines.health({}, how), { live: true }).data?.routines ?? [];
  return (
    <Page title={t('nav.routines')} says={t('routines.says')}>
      <Asked of={asked}>
        {({ routines }) => (
          <ul className="list">
            {routines.map(({ name, enabled, cron, zone, next }) => {
              const one = health.find((of) => of.name === name);
              return (
                <li className="item" key={name}>
                  <div className="item-main">
                    <div className="item-head">
                      <b>{name}</b>
                      {one && <StateBadge state={one.health} />}
                    </div>
                    <p className="dim">
                      <code>{cron}</code> {zone}
                      {one &&
                        ` · ${t('routines.runs', { done: one.completed, failed: one.failed, skipped: one.skipped })}`}
                    </p>
                  </div>
                  <div className="item-side">
                    <span className="dim small">{enabled ? <When at={next} /> : t('routines.off')}</span>
                    {may(ROLE.operator) && (
                      <Button
                        size="compact-xs"
                        variant="default"
                        onClick={() =>
                          act.run({
                            call: (client) =>
                              enabled ? client.routines.disable({ name }) : client.routines.enable({ name }),
                            undo: (client) =>
                              enabled ? client.routines.enable({ name }) : client.routines.disable({ name }),
                            done: t(enabled ? 'routines.switchedOff' : 'routines.switchedOn', { name }),
                          })
                        }
                      >
                        {t(enabled ? 'routines.switchOff' : 'routines.switchOn')}
                      </Button>
                    )}
                  </div>
                </li>
              );
            })}
          </ul>
        )}
      </Asked>
    </Page>
  );
}
