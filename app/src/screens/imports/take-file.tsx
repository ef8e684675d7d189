/** Where a file comes in: dropped, chosen, or its rows pasted. */
import { Button, FileButton, Textarea } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { saveFile } from '../../parts/save.ts';
import { useImportWords } from '../../words/imports.ts';
import { type GivenFile, sampleCsv } from './file.ts';

const PASTED_NAME = 'pasted.csv';
const TYPES = '.csv,.tsv,.txt,.gz,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The place for it. */
export function TakeFile({ take }: { readonly take: (file: GivenFile) => void }) {
  const { t } = useImportWords();
  const [over, setOver] = useState(false);
  const [pasted, setPasted] = useState<string | null>(null);
  const give = (file: File | null | undefined) => file && take({ name: file.name, bytes: file });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    give(event.dataTransfer.files[0]);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a further way; the buttons in it do the same by keys. */}
      <div
        className={over ? 'dropzone dropzone-over' : 'dropzone'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileSpreadsheet size={28} stroke={1.4} aria-hidden />
        <b>{t('imports.drop')}</b>
        <p className="dim small">{t('imports.dropSays')}</p>
        <div className="buttons">
          <FileButton accept={TYPES} onChange={give}>
            {(props) => <Button {...props}>{t('imports.choose')}</Button>}
          </FileButton>
          <Button
            variant="default"
            aria-expanded={pasted !== null}
            onClick={() => setPasted(pasted === null ? '' : null)}
          >
            {t('imports.paste')}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => saveFile('leads.csv', 'text/csv', sampleCsv())}>
            {t('imports.sampleFile')}
          </Button>
        </div>
      </div>
      {pasted !== null && (
        <div className="form-part">
          <Textarea
            label={t('imports.pasted')}
            rows={6}
            value={pasted}
            spellCheck={false}
            data-autofocus
            onChange={(event) => setPasted(event.currentTarget.value)}
          />
          <Button
            mt="xs"
            disabled={pasted.trim() === ''}
            onClick={() => take({ name: PASTED_NAME, bytes: new Blob([pasted]) })}
          >
            {t('imports.usePasted')}
          </Button>
        </div>
      )}
    </>
  );
}
