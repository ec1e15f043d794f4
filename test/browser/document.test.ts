// The pages of `show`, `diff`, `triage` and `edges` in a browser: nothing runs, nothing is fetched, nothing leaves its box.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EDGES_REPORTS } from '../../src/report/edges/index.js';
import { PLAIN_VIEW, reportIn } from '../../src/report/report.js';
import { TRIAGE_REPORTS } from '../../src/report/triage/index.js';
import { fixture, root, Stage } from '../cli/program.js';
import { second } from '../cli/reroll.js';
import { HOSTILE as WORST, withText } from '../report/sample.js';
import { withText as triageWithText } from '../report/triage-sample.js';
import { accessibilityProblems, chromiumPath, launch, watch } from './browser.js';

const artefacts = join(root, 'test/artefacts');
const HOSTILE = `"><img src=x onerror=alert(1)></script><script>alert(2)</script>${'x'.repeat(3000)}`;

/** What each page has that is seen at once. */
const SEEN: { readonly [name: string]: string } = {
  show: 'KVM: read coherence from the file',
  diff: 'KVM: read coherence from the file',
  triage: 'KVM, vfio: hold a guest without looking up symbols',
  edges: 'vfio_file_bind_kvm',
};

describe.skipIf(chromiumPath === undefined)('the pages of show, diff, triage and edges', () => {
  let browser: Browser;
  const stage = new Stage();
  const written = (name: string, text: string): string => {
    const path = join(stage.folder, name);
    writeFileSync(path, text);
    return path;
  };
  const pages = new Map<string, string>();

  beforeAll(async () => {
    mkdirSync(artefacts, { recursive: true });
    browser = await launch();
    const removal = fixture('demo/removal.mbox');
    const first = readFileSync(removal, 'utf8');
    const evil = (text: string): string =>
      text
        .replaceAll('KVM: read coherence from the file', HOSTILE)
        .replaceAll('Viola Strand <', `${HOSTILE.replace(/[<>]/g, '\u2039')} <`)
        .replace('return file && (', `return /* ${HOSTILE} */ file && (`);
    const [again, worse, worst] = [
      written('again.mbox', second()),
      written('worse.mbox', evil(first)),
      written('worst.mbox', evil(second())),
    ];
    for (const [name, words] of [
      ['show', ['show', removal]],
      ['diff', ['diff', stage.kernel, removal, again]],
      ['show-hostile', ['show', worst]],
      ['diff-hostile', ['diff', stage.kernel, worse, worst]],
      ['triage', ['triage', stage.kernel, removal, fixture('demo/opening.mbox'), worse]],
    ] as const) {
      const path = join(artefacts, `${name}.html`);
      const { code } = await stage.run([...words, '--html', path]);
      expect(code).toBe(0);
      pages.set(name, pathToFileURL(path).href);
    }
    const keep = (name: string, text: string): void => {
      const path = join(artefacts, `${name}.html`);
      writeFileSync(path, text);
      pages.set(name, pathToFileURL(path).href);
    };
    keep('edges', (await stage.run(['edges', stage.kernel, '--format', 'html'])).stdout);
    const { between, states } = withText(WORST);
    const list = {
      schemaVersion: 1 as const,
      commit: WORST,
      between,
      oneWay: false,
      modules: [],
      edges: states.flatMap(({ edges }) => edges),
    };
    const edgesPage = EDGES_REPORTS.find(({ name }) => name === 'html')!;
    keep('edges-hostile', [...edgesPage.render(list, PLAIN_VIEW)].join(''));
    keep('triage-hostile', reportIn(TRIAGE_REPORTS, 'html').render(triageWithText(WORST), PLAIN_VIEW));
  });
  afterAll(async () => {
    await browser.close();
    stage.remove();
  });

  it.each(
    Object.keys(SEEN).flatMap((name) =>
      [1280, 400].flatMap((width) =>
        (['light', 'dark'] as const).map((scheme) => [name, width, scheme] as const),
      ),
    ),
  )('%s is usable %i wide, %s', async (name, width, scheme) => {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      bypassCSP: true,
    });
    const offences = watch(page, pages.get(name)!);
    await page.goto(pages.get(name)!);
    expect(offences).toEqual([]);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.screenshot({ path: join(artefacts, `${name}-${width}-${scheme}.png`), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.getByText(SEEN[name]!).filter({ visible: true }).first().isVisible()).toBe(true);
    await page.close();
  });

  it.each(['show-hostile', 'diff-hostile', 'triage-hostile', 'edges-hostile'])(
    '%s keeps everything in its box',
    async (name) => {
      const page = await browser.newPage({ viewport: { width: 400, height: 900 } });
      const offences = watch(page, pages.get(name)!);
      await page.goto(pages.get(name)!);
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true });
      expect(offences).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
      expect(await page.locator('script').count()).toBe(/^(?:edges|triage)-/.test(name) ? 1 : 0);
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.getByText('alert(1)').first().isVisible()).toBe(true);
      await page.close();
    },
  );

  it('triage says the same in columns and, where there is no room for them, in words', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pages.get('triage')!);
    const [words, column] = [
      page.locator('.words').first(),
      page.getByText('edges', { exact: true }).first(),
    ];
    expect([await words.isVisible(), await column.isVisible()]).toEqual([false, true]);
    const left = await page
      .locator('thead th:last-child')
      .evaluateAll((heads) => heads.map((head) => head.getBoundingClientRect().left));
    expect(left.length).toBeGreaterThan(1);
    expect(new Set(left).size).toBe(1);
    await page.setViewportSize({ width: 400, height: 900 });
    expect([await words.isVisible(), await column.isVisible()]).toEqual([true, false]);
    expect(await words.textContent()).toMatch(/^v\d, .*\d+ patch/);
    await page.close();
  });

  it('triage filters and sorts its rows', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pages.get('triage')!);
    const shown = page.locator('tbody tr:visible');
    const all = await shown.count();
    await page.locator('#filter').fill('nobody has OPENED');
    expect([await shown.count(), await page.locator('#matches').textContent()]).toEqual([1, `1 of ${all}`]);
    await page.locator('#filter').fill('');
    expect(await shown.count()).toBe(all);
    const table = page.locator('table', { hasText: 'hold a guest' }).first();
    const head = table.getByRole('button', { name: 'series' });
    const titles = (): Promise<string[]> => table.locator('tbody th > a').allTextContents();
    await head.click();
    const rising = await titles();
    expect(rising).toEqual([...rising].sort((a, b) => a.localeCompare(b)));
    await head.click();
    expect(await titles()).toEqual([...rising].reverse());
    await page.close();
  });

  it('edges says where an edge is when it is pointed at or focused', async () => {
    const page = await browser.newPage();
    await page.goto(pages.get('edges')!);
    const detail = page.locator('#detail');
    await page.locator('.edge', { hasText: 'vfio_file_bind_kvm' }).hover();
    expect(await detail.textContent()).toMatch(/kvm -> vfio vfio_file_bind_kvm \(dynamic\); needed at /);
    await page.locator('.edge', { hasText: 'kvm_guest_put' }).focus();
    expect(await detail.textContent()).toContain('kvm_guest_put');
    await page.close();
  });
});
