/** Taking a file in, step by step: the file, its columns, the rules, what would happen, done. Nothing is written before the last one. */
import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Progress, RekindleClient } from '../../api/client.ts';
import { CopyCurl } from '../../parts/curl.tsx';
import { Panel } from '../../parts/page.tsx';
import { Failed } from '../../parts/states.tsx';
import { useHere } from '../../session/session.tsx';
import { useImportWords } from '../../words/imports.ts';
import { type ColumnMap, Columns, type Look } from './columns.tsx';
import { carried, carriedHead, type GivenFile, tooLong } from './file.ts';
import { MendRows, NO_MENDS } from './mend-rows.tsx';
import { type ImportTold, JudgedBy, Refusing, Report } from './report.tsx';
import { areWhole, type ImportRules, NO_RULES, Rules } from './rules.tsx';
import { TakeFile } from './take-file.tsx';
import { UnderWay } from './under-way.tsx';
import { Written } from './written.tsx';

const STEPS = ['file', 'columns', 'rules', 'trial', 'done'] as const;
type Step = (typeof STEPS)[number];

/** The panel of it. */
export function Wizard() {
  const { t } = useImportWords();
  const { client } = useHere();
  const [file, setFile] = useState<GivenFile | null>(null);
  const [map, setMap] = useState<ColumnMap>({});
  const look = useMutation({
    mutationFn: async (wish: { readonly file: GivenFile; readonly map: ColumnMap }) =>
      client.imports.look({ ...(await carriedHead(wish.file)), map: wish.map }),
  });
  const take = (given: GivenFile) => {
    setFile(given);
    setMap({});
    if (tooLong(given) === null) look.mutate({ file: given, map: {} });
  };
  const read = (wished: ColumnMap) => {
    setMap(wished);
    if (file) look.mutate({ file, map: wished });
  };
  // What was seen stays while it is looked at anew.
  const [seen, setSeen] = useState<Look | null>(null);
  if (look.data && look.data !== seen) setSeen(look.data);
  const again = () => {
    setFile(null);
    setSeen(null);
    look.reset();
  };
  const long = file && tooLong(file);
  if (file === null || seen === null) {
    return (
      <Panel title={t('imports.new')}>
        <Steps at="file" />
        <TakeFile take={take} />
        {look.isPending && <p role="status">{t('imports.looking')}</p>}
        {look.error && <Failed error={look.error} again={() => look.reset()} />}
        {long && (
          <Alert color="yellow" className="flat" mt="sm" title={t('imports.tooLong', long)}>
            {t('imports.tooLongSays', { name: file.name })}
          </Alert>
        )}
      </Panel>
    );
  }
  return <Given key={file.name} {...{ file, seen, map, again }} put={read} error={look.error} />;
}

/** Where one stands among the steps. */
function Steps({ at }: { readonly at: Step }) {
  const { t } = useImportWords();
  return (
    <ol className="steps" aria-label={t('imports.steps')}>
      {STEPS.map((step, n) => (
        <li
          key={step}
          className={STEPS.indexOf(at) > n ? 'step-over' : ''}
          aria-current={step === at ? 'step' : undefined}
        >
          <span>{n + 1}</span> {t(`imports.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

interface GivenProps {
  readonly file: GivenFile;
  readonly seen: Look;
  readonly map: ColumnMap;
  /** What was wrong with the last wish for its columns. */
  readonly error: Error | null;
  put(map: ColumnMap): void;
  /** Another file. */
  again(): void;
}

/** A file that was looked at, from its columns on. */
function Given({ file, seen, map, error, put, again }: GivenProps) {
  const { t } = useImportWords();
  const [step, setStep] = useState<Exclude<Step, 'file'>>('columns');
  const [rules, setRules] = useState(NO_RULES);
  const [mends, setMends] = useState(NO_MENDS);
  const { run, far, call, stop } = useTaking(file, { map, ...rules, ...mends });
  const tried = run.variables === true;
  const taken = (run.data?.created ?? 0) + (run.data?.merged ?? 0);
  const go = (dryRun: boolean) => {
    setStep(dryRun ? 'trial' : 'done');
    run.mutate(dryRun);
  };
  const back = (to: 'columns' | 'rules') => {
    run.reset();
    setStep(to);
  };
  return (
    <Panel
      title={t('imports.new')}
      beside={
        <Button size="compact-sm" variant="default" disabled={run.isPending} onClick={again}>
          {t('imports.other')}
        </Button>
      }
    >
      <Steps at={step} />
      <Written name={file.name} of={seen} />
      {step === 'columns' && (
        <>
          <Columns of={seen} {...{ map, put }} />
          {error && <Failed error={error} again={() => put({})} />}
          <div className="buttons">
            <Button onClick={() => setStep('rules')}>{t('imports.next')}</Button>
          </div>
        </>
      )}
      {step === 'rules' && (
        <>
          <Rules of={rules} found={seen.source} put={setRules} />
          <div className="buttons">
            <Button variant="default" onClick={() => setStep('columns')}>
              {t('imports.back')}
            </Button>
            <Button disabled={!areWhole(rules)} onClick={() => go(true)}>
              {t('imports.try')}
            </Button>
          </div>
        </>
      )}
      {run.isPending && <UnderWay says={t(tried ? 'imports.trying' : 'imports.taking')} {...{ far, stop }} />}
      {run.error?.name === 'AbortError' ? (
        <Stopped back={() => back('rules')} />
      ) : (
        run.error && <Failed error={run.error} again={() => back('rules')} />
      )}
      {run.data && !run.isPending && (
        <>
          {tried ? <Report of={run.data} basis={rules.basis} /> : <Result of={run.data} />}
          <MendRows of={run.data} mends={mends} put={setMends} />
          {(tried || mends !== NO_MENDS) && (
            <div className="buttons buttons-kept">
              {tried && (
                <Button variant="default" onClick={() => back('rules')}>
                  {t('imports.back')}
                </Button>
              )}
              {mends !== NO_MENDS && (
                <Button variant="default" onClick={() => go(tried)}>
                  {t(tried ? 'imports.tryMended' : 'imports.takeMended')}
                </Button>
              )}
              {tried && <CopyCurl call={call} />}
              {tried && taken > 0 && <Button onClick={() => go(false)}>{t('imports.run', { n: taken })}</Button>}
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

/** A person ended it: of a trial nothing is left, and the same file goes on where it was being taken in. */
function Stopped({ back }: { readonly back: () => void }) {
  const { t } = useImportWords();
  return (
    <>
      <p className="line">{t('imports.stopped')}</p>
      <Button variant="default" onClick={back}>
        {t('imports.back')}
      </Button>
    </>
  );
}

function Result({ of }: { readonly of: ImportTold }) {
  const { t } = useImportWords();
  const { again, importId, read, created, merged, rejected } = of;
  const where = importId && `lead.import == ${JSON.stringify(importId)}`;
  return (
    <Alert color={again ? 'gray' : 'green'} className="flat" mt="sm">
      {again ? t('imports.again') : t('imports.done', { read, created, merged, rejected })}{' '}
      {where && (
        <>
          <Link to="/leads" search={{ where }}>
            {t('nav.leads')}
          </Link>{' '}
          ·{' '}
          <Link to="/campaigns" search={{ draft: 'new', where }}>
            {t('imports.begin')}
          </Link>
        </>
      )}
      <Refusing of={of} />
      <JudgedBy of={of} words="imports.judgedBy" />
    </Alert>
  );
}

/** How it is taken in. */
interface Taking extends ImportRules {
  readonly map: ColumnMap;
  readonly mend: Readonly<Record<string, string>>;
  readonly leaveOut: readonly number[];
}

/** Goes through the file, for a trial (true) or for good, telling how far it is. */
function useTaking(file: GivenFile, { basis, overwrite, country, source, map, mend, leaveOut }: Taking) {
  const { client, workspace } = useHere();
  const queries = useQueryClient();
  const [far, setFar] = useState<Progress | null>(null);
  const ending = useRef<AbortController>(null);
  const wish = { basis, overwrite, map, mend, leaveOut: leaveOut.map(String) };
  const words = { ...wish, country: country || null, source: source || null };
  const run = useMutation({
    mutationFn: async (dryRun: boolean) => {
      setFar(null);
      ending.current = new AbortController();
      const { signal } = ending.current;
      return client.imports.run({ ...(await carried(file)), ...words, dryRun }, { progress: setFar, signal });
    },
    onSettled: (_told, _error, dryRun) =>
      dryRun ? undefined : queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === workspace }),
  });
  const call = (one: RekindleClient) => one.imports.run({ content: '', fileName: file.name, ...words });
  return { run, far, call, stop: () => ending.current?.abort() };
}
