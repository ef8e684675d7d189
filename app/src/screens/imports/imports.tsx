/** Files of leads: taken in by three steps (file and basis, what would happen, result), listed, and taken back. */
import { Alert, Button, FileButton, Group, NativeSelect } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.tsx';
import { useAsk } from '../../api/ask.ts';
import type { RekindleClient } from '../../api/client.ts';
import { Asked } from '../../parts/asked.tsx';
import { StateBadge } from '../../parts/badges.tsx';
import { Page, Panel } from '../../parts/page.tsx';
import { Empty, Failed } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWorkWords } from '../../words/work.ts';
import { MendRows, NO_MENDS } from './mend-rows.tsx';
import { Report } from './report.tsx';

const BASES = ['consent', 'legitimate-interest', 'contract', 'none'] as const;
type Basis = (typeof BASES)[number];
type Row = Awaited<ReturnType<RekindleClient['imports']['list']>>['imports'][number];

/** The screen. */
export function ImportsScreen() {
  const { t } = useWorkWords();
  const { may } = useHere();
  const asked = useAsk('imports', {}, (client, how) => client.imports.list({}, how));
  return (
    <Page title={t('nav.imports')}>
      {may(ROLE.operator) && <TakeIn />}
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

interface Chosen {
  readonly content: string;
  readonly fileName: string;
}

function TakeIn() {
  const { t } = useWorkWords();
  const { client, workspace } = useHere();
  const queries = useQueryClient();
  const [file, setFile] = useState<Chosen | null>(null);
  const [basis, setBasis] = useState<Basis | null>(null);
  const [map, setMap] = useState<Readonly<Record<string, string>>>({});
  const [mends, setMends] = useState(NO_MENDS);
  const run = useMutation({
    mutationFn: (dryRun: boolean) =>
      client.imports.run({
        content: file?.content ?? '',
        fileName: file?.fileName ?? '',
        basis,
        map,
        dryRun,
        mend: mends.mend,
        leaveOut: mends.leaveOut.map(String),
      }),
    onSuccess: (_report, dryRun) =>
      dryRun ? undefined : queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === workspace }),
  });
  const choose = async (given: File | null) => {
    if (given === null) return;
    setMap({});
    setMends(NO_MENDS);
    run.reset();
    setFile({ content: await given.text(), fileName: given.name });
  };
  const tried = run.data !== undefined && run.variables === true;
  const done = run.data !== undefined && run.variables === false;
  return (
    <Panel title={t('imports.new')}>
      <Group align="end" gap="sm">
        <FileButton accept=".csv,.tsv,.txt,text/csv" onChange={(given) => void choose(given)}>
          {(props) => (
            <Button {...props} size="sm" variant="default" leftSection={<IconFileSpreadsheet size={16} stroke={1.5} />}>
              {file?.fileName ?? t('imports.choose')}
            </Button>
          )}
        </FileButton>
        <NativeSelect
          label={t('imports.basis')}
          data={[
            { value: '', label: t('imports.basisAsk') },
            ...BASES.map((value) => ({ value, label: t(`basis.${value}`) })),
          ]}
          value={basis ?? ''}
          onChange={(event) => setBasis((event.currentTarget.value || null) as Basis | null)}
        />
        <Button
          disabled={file === null || basis === null}
          loading={run.isPending}
          onClick={() => run.mutate(true)}
          variant={tried ? 'default' : 'filled'}
        >
          {t('imports.try')}
        </Button>
        {tried && (
          <Button loading={run.isPending} onClick={() => run.mutate(false)}>
            {t('imports.run', { n: run.data.created + run.data.merged })}
          </Button>
        )}
      </Group>
      <p className="dim small">{t('imports.says')}</p>
      {run.error && <Failed error={run.error} again={() => run.reset()} />}
      {done && (
        <Alert color="green" className="flat" mt="sm">
          {t('imports.done', {
            read: run.data.read,
            created: run.data.created,
            merged: run.data.merged,
            rejected: run.data.rejected,
          })}{' '}
          <Link to="/leads">{t('nav.leads')}</Link>
        </Alert>
      )}
      {tried && <Report of={run.data} text={file?.content ?? ''} map={map} put={setMap} />}
      {run.data && (
        <>
          <MendRows of={run.data} mends={mends} put={setMends} />
          {mends !== NO_MENDS && (
            <Button variant="default" mt="sm" loading={run.isPending} onClick={() => run.mutate(tried)}>
              {t(tried ? 'imports.tryMended' : 'imports.takeMended')}
            </Button>
          )}
        </>
      )}
    </Panel>
  );
}

function ImportItem({ of }: { readonly of: Row }) {
  const { t } = useWorkWords();
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
