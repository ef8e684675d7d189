/**
 * The web app on a filled instance in a real browser, in English and Spanish: playbooks with their settings, sequences, steps, templates, parts of scores
 * and facts under reasons stand there in words, and nowhere by their names in files and code. Skipped where the machine has no Chromium.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMES } from '../../app/src/words/en/names.ts';
import { PLAYBOOK_SETTINGS } from '../../app/src/words/en/playbook-settings.ts';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { SENDER } from '../pipeline/stage.ts';
import { RELEASE } from '../thorough.ts';
import { AppBrowser } from './app-browser.ts';
import { seedOps } from './app-ops-seed.ts';
import { SELLER, seedParts } from './app-parts-seed.ts';
import { addressOf } from './app-people.ts';
import { type AppStage, openAppStage } from './app-stage.ts';
import { CHROMIUM } from './chromium.ts';

/** Names in files that no sentence has as a word. */
const RAW = new Set(
  [...Object.keys(NAMES), ...Object.keys(PLAYBOOK_SETTINGS)]
    .map((word) => word.slice(word.indexOf('.') + 1))
    .filter((name) => /[a-z]-|[a-z][A-Z]/.test(name) && !['follow-up', 'hand-off', 'self-employed'].includes(name)),
);
/** Ids of steps that were given none. */
const BY_DAY = /^(?:email|sms|voice|task|wait|branch|hand-off|day)-\d+$/;

/** Words of a page as a reader sees them, without what is set as code beside its name. */
const SEEN = `(() => {
  const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [];
  while (all.nextNode()) {
    const { parentElement: of, data } = all.currentNode;
    if (!of.closest('code, script, style, textarea')) words.push(...data.split(/[\\s.,;:·“”«»()]+/));
  }
  return words.filter(Boolean);
})()`;

async function rawOn(page: Page): Promise<string[]> {
  const words = await page.evaluate<string[]>(SEEN);
  return [...new Set(words.filter((word) => RAW.has(word) || BY_DAY.test(word)))];
}

type Told = Readonly<Record<'en' | 'es', readonly string[]>>;

// Skipped where the machine has no Chromium.
describe.skipIf(CHROMIUM === null)('what a playbook names', { timeout: 240_000, retry: 1 }, () => {
  let stage: AppStage;
  let browser: AppBrowser;
  let idOf: (campaign: string) => string;

  beforeAll(async () => {
    AppBrowser.build();
    stage = await openAppStage({ people: 30 });
    await seedOps(stage.stage);
    await seedParts(stage.stage);
    browser = await AppBrowser.open(stage);
    const { campaigns } = (await stage.stage.run('campaign list')) as { campaigns: { id: string; name: string }[] };
    idOf = (name) => campaigns.find((one) => one.name === name)?.id ?? '';
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  /** Screens, each with what has to stand there; of each line all the text of its elements, joined. */
  const screens = (): readonly (readonly [path: string, told: Told])[] => [
    [
      `/leads/${addressOf(0)}`,
      {
        en: [
          ...['Company size', 'Intent signals', 'Sequence Aggressive close', 'Tier Hot', 'Variant Leadership'],
          ...['Enrolled in “Aggressive close”', 'Hot 5: final check-in: ', 'United States US'],
        ],
        es: [
          ...['Tamaño de la empresa', 'Señales de interés', 'Secuencia Cierre decidido', 'Nivel Caliente'],
          ...[
            'Variante Dirección',
            'Inscrito en «Cierre decidido»',
            'Caliente 5: última consulta: ',
            'Estados Unidos US',
          ],
        ],
      },
    ],
    [
      `/leads/${SELLER}`,
      {
        en: [
          'Step “Day 0”',
          'Half how well they fit',
          'Signal Engaged rose',
          'Outcome unsure',
          'said: asks about the condition',
          'Why Motivation is not known',
        ],
        es: [
          'Paso «Día 0»',
          'Mitad cuánto encajan',
          'La señal Con interés subió',
          'Resultado dudoso',
          'dicho: pregunta por el estado',
          'Por qué no se sabe Motivación',
        ],
      },
    ],
    [
      `/campaigns/${idOf('Spring outreach')}`,
      {
        en: ['Playbook “Acquisition”', 'Regular nurture · E-mail, day 14', 'Cold outreach · E-mail, day 14'],
        es: ['Plan «Captación»', 'Seguimiento regular · Correo, día 14', 'Primer acercamiento · Correo, día 14'],
      },
    ],
    [
      '/campaigns?draft=new',
      { en: ['Acquisition', 'What you help with'], es: ['Captación', 'Sectores a los que vende'] },
    ],
    ['/campaigns', { en: ['Seller leads · '], es: ['Contactos que venden · '] }],
    [
      '/playbooks',
      { en: ['Term deposit', 'Answers people who asked'], es: ['Depósito a plazo', 'Responde a quienes preguntaron'] },
    ],
    ['/accounts/bolt.example', { en: ['Introduction'], es: ['Presentación'] }],
    ['/leads?campaign=Spring%20outreach', { en: ['Regular nurture'], es: ['Seguimiento regular'] }],
    [
      `/campaigns/${idOf('Autumn, draft')}/simulation`,
      {
        en: ['Long-term nurture', 'Wait before “E-mail, day 12”', 'Pass over them'],
        es: ['Seguimiento a largo plazo', 'Espera antes de «Correo, día 12»', 'Saltarlos'],
      },
    ],
    ['/queue?state=all', { en: [], es: [] }],
    ['/inbox', { en: [], es: [] }],
  ];

  test.each(
    RELEASE ? (['en', 'es'] as const) : (['es'] as const),
  )('stands in words and not by its name in the file, in %s', async (language) => {
    const page = await browser.pageOf(stage.admin, { locale: language === 'es' ? 'es-ES' : 'en-GB' });
    const left: string[] = [];
    for (const [path, told] of screens()) {
      await browser.go(page, path);
      await page.waitForLoadState('networkidle');
      const text = (await page.evaluate<string>('document.body.textContent')).replace(/\s+/g, ' ');
      left.push(...told[language].filter((one) => !text.includes(one)).map((one) => `${path} lacks: ${one}`));
      left.push(...(await rawOn(page)).map((one) => `${path} says: ${one}`));
    }
    expect(left).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });

  test('a playbook of one’s own has its own names, made readable', async () => {
    const { stage: engine } = stage;
    const playbook = writePlaybook(engine.folder, { name: 'our-own-way' });
    const file = engine.file(
      'own.csv',
      'First Name,Email,Country,Industry,Tags\nOla,ola@own.example,US,Software,own\n',
    );
    await engine.run('import', { file, basis: 'consent' });
    await engine.run('campaign create', { ...SENDER, name: 'Ours', playbook, tag: ['own'] });
    await engine.run('assess', { campaign: 'Ours' });
    const page = await browser.pageOf(stage.admin, { locale: 'es-ES' });
    await browser.go(page, '/campaigns');
    await page.getByText('Our own way').waitFor();
    await browser.go(page, '/leads/ola@own.example');
    const standing = page.locator('.panel', { hasText: 'Ours' });
    await standing.getByText('Fast').first().waitFor();
    expect(await standing.getByRole('rowheader').allTextContents()).toEqual(['Ubicación', 'Sector', 'Puntuación']);
    expect(await standing.getByTitle('fast', { exact: true }).count()).toBeGreaterThan(0);
  });
});
