// Pages of what is large: forty modules with three hundred edges, a series of 27 patches, a series for another kernel.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModuleName } from '../../src/base/id.js';
import { compareStates } from '../../src/check/state.js';
import { page as htmlReport } from '../../src/report/html.js';
import { PLAIN_VIEW } from '../../src/report/report.js';
import type { CheckResult, Edge } from '../../src/result/verdict.js';
import { root } from '../cli/program.js';
import { sample } from '../report/sample.js';
import { accessibilityProblems, chromiumPath, launch, watch } from './browser.js';

const artefacts = join(root, 'test/artefacts');
const SCHEMES = ['light', 'dark'] as const;

/** Drivers that need one another and, most of all, a few cores. */
const edgesOf = (modules: number, count: number): readonly Edge[] => {
  const [one] = sample.states[0]!.edges;
  const cores = Math.floor(modules / 5);
  return Array.from({ length: count }, (_, at) => {
    const driver = cores + (at % (modules - cores));
    const provider =
      at % 7 === 0 && driver % 2 === 1 ? driver - 1 : (driver + Math.floor(at / modules)) % cores;
    return {
      ...one!,
      consumer: `driver_${driver}` as ModuleName,
      provider: `driver_${provider}` as ModuleName,
      kind: at % 9 === 0 ? 'dynamic' : 'link',
      symbol: `driver_${provider}_do_something_${at}`,
      condition: at % 11 === 0 ? 'PCI && !S390' : null,
      reference: { path: `drivers/driver_${driver}/core.c`, line: at + 1 },
    };
  });
};

const large: CheckResult = {
  ...sample,
  findings: [],
  states: compareStates([{ label: 'base', failures: [], edges: edgesOf(40, 300) }]),
};

const PATCHES = 27;
const some = edgesOf(12, 40);
/** Each patch removes an edge of the first and adds one of the last. */
const long: CheckResult = {
  ...sample,
  findings: [],
  states: compareStates(
    Array.from({ length: PATCHES + 1 }, (_, at) => ({
      label: at === 0 ? 'base' : `${at}/${PATCHES}`,
      ...(at === 0 ? {} : { subject: `KVM: arm64: share a general register, part ${at}` }),
      failures: [],
      edges: some.slice(Math.floor(at / 2), 26 + Math.floor(at / 2)),
    })),
  ),
};

const refused: CheckResult = {
  ...long,
  states: compareStates(
    Array.from({ length: PATCHES + 1 }, (_, at) => ({
      label: at === 0 ? 'base' : `${at}/${PATCHES}`,
      edges: some.slice(0, 6),
      failures: Array.from({ length: at }, (_unused, hunk) => ({
        path: `drivers/vfio/part-${hunk % 3}.c`,
        hunk: `@@ -${hunk},3 +${hunk},3 @@ int old_place(void)`,
        message: 'context does not match (closest: line 7)',
        expected: ['int same;', '\tint old;'],
        found: ['int same;', '\tint new;'],
      })),
    })),
  ),
};

const widthOf = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');

describe.skipIf(chromiumPath === undefined)('pages of what is large', () => {
  let browser: Browser;
  const pages = new Map<string, string>();
  beforeAll(async () => {
    mkdirSync(artefacts, { recursive: true });
    browser = await launch();
    for (const [name, result] of Object.entries({ large, long, refused })) {
      const path = join(artefacts, `much-${name}.html`);
      writeFileSync(path, htmlReport.render(result, PLAIN_VIEW));
      pages.set(name, pathToFileURL(path).href);
    }
  });
  afterAll(() => browser.close());

  it.each(
    ['large', 'long', 'refused'].flatMap((name) =>
      [1280, 400].flatMap((width) => SCHEMES.map((scheme) => [name, width, scheme] as const)),
    ),
  )('%s is usable %i wide, %s', async (name, width, scheme) => {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      bypassCSP: true,
    });
    const offences = watch(page, pages.get(name)!);
    await page.goto(pages.get(name)!);
    await page.screenshot({ path: join(artefacts, `${name}-${width}-${scheme}.png`) });
    expect(offences).toEqual([]);
    expect(await widthOf(page)).toBeLessThanOrEqual(width);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.close();
  });

  it('shows a large picture as wide as the page, or as large as its words are read', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pages.get('large')!);
    const size = async (): Promise<number> => (await page.locator('.drawing').boundingBox())?.width ?? 0;
    const box = (await page.locator('#graph').boundingBox())!.width;
    expect(await size()).toBeLessThanOrEqual(box);
    await page.getByLabel('fit to the width of the page').focus();
    await page.keyboard.press('Space');
    expect(await size()).toBeGreaterThan(box);
    expect(await page.locator('.edge').count()).toBe(300);
    await page.close();
  });

  it('keeps the column of the state in view, and the symbols beside it', async () => {
    const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    await page.goto(pages.get('long')!);
    const box = (await page.locator('.box:has(.ledger)').boundingBox())!;
    await page.getByRole('slider').focus();
    for (const [key, label] of [
      ['Home', 'base'],
      ['End', `${PATCHES}/${PATCHES}`],
      ['ArrowLeft', `${PATCHES - 1}/${PATCHES}`],
    ] as const) {
      await page.keyboard.press(key);
      const head = page.locator('th.now');
      expect(await head.textContent()).toBe(label);
      const column = (await head.boundingBox())!;
      const symbols = (await page.locator('.ledger tbody th[scope=row]').first().boundingBox())!;
      expect(symbols.x).toBeGreaterThanOrEqual(box.x - 1);
      expect(column.x).toBeGreaterThanOrEqual(symbols.x + symbols.width - 1);
      expect(column.x + column.width).toBeLessThanOrEqual(box.x + box.width + 1);
    }
    await page.close();
  });

  it('folds the hunks of a series for another kernel, by patch', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pages.get('refused')!);
    const boxes = page.locator('details:has-text("does not apply")');
    expect(await boxes.count()).toBe(PATCHES);
    const fifth = boxes.nth(4);
    expect(await fifth.textContent()).toContain('5/27 does not apply: 5 places in 3 files');
    expect(await fifth.getByText('int new;').first().isVisible()).toBe(false);
    await fifth.locator('summary').click();
    expect(await fifth.locator('.hit', { hasText: 'int new;' }).first().isVisible()).toBe(true);
    expect(await fifth.locator('.hit', { hasText: 'int same;' }).count()).toBe(0);
    await page.close();
  });
});
