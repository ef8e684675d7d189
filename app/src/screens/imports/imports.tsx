/** Files of leads: taken in step by step, listed, and taken back. */
import { Button } from '@mantine/core';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useImportWords } from '../../words/imports.ts';
import { Wizard } from './wizard.tsx';

type Row = Awaited<ReturnType<RekindleClient['imports']['list']>>['imports'][number];

/** The screen. */
export function ImportsScreen() {
  const { t } = useImportWords();
  const { may } = useHere();
  const asked = useAsk('imports', {}, (client, how) => client.imports.list({}, how));
  return (
    <Page title={t('nav.imports')}>
      {may(ROLE.operator) && <Wizard />}
      <Asked of={asked}>
        {({ imports }) =>
          imports.length === 0 ? (
            <Empty title={t('imports.none')} says={t('imports.noneSays')} />
          ) : (
            <ul className="list">
              {imports.map((one) => (
                <ImportItem key={one.id} of={one} />
              ))}
            </ul>
          )
        }
      </Asked>
    </Page>
  );
}

function ImportItem({ of }: { readonly of: Row }) {
  const { t } = useImportWords();
  const { may } = useHere();
  const act = useAct();
  const undo = (client: RekindleClient) => client.imports.undo({ import: of.id });
  return (
    <li className="item">
      <div className="item-main">
        <div className="item-head">
          <b>{of.fileName}</b>
          <StateBadge state={of.state} />
        </div>
        <p className="dim">
          {t('imports.row', {
            n: of.read,
            created: of.created,
            merged: of.merged,
            unchanged: of.unchanged,
            rejected: of.rejected,
          })}
        </p>
      </div>
      <div className="item-side">
        <span className="dim small">
          <When at={of.startedAt} />
        </span>
        {may(ROLE.manager) && of.state === 'done' && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => act.run({ call: undo, done: t('imports.undone') })}
          >
            {t('imports.undo')}
          </Button>
        )}
      </div>
    </li>
  );
}
