import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page as htmlReport } from '../../src/report/html.js';
import { PLAIN_VIEW } from '../../src/report/report.js';
import type { CheckResult } from '../../src/result/verdict.js';
import { fixture, root, Stage } from '../cli/program.js';
import { kernelPath, seedSeriesPath } from '../kernel/kernel-path.js';
import { HOSTILE, refused, withText } from '../report/sample.js';
import { accessibilityProblems, chromiumPath, launch, watch } from './browser.js';

const artefacts = join(root, 'test/artefacts');
const written = (name: string, result: CheckResult): string => {
  const path = join(artefacts, `${name}.html`);
  writeFileSync(path, htmlReport.render(result, PLAIN_VIEW));
  return pathToFileURL(path).href;
};

const SIZES = [1280, 400] as const;
const SCHEMES = ['light', 'dark'] as const;

/** The symbols that can be seen in the graph, with the sign before them. */
const visibleEdges = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`[...document.querySelectorAll('.drawing .edge')]
    .filter((edge) => getComputedStyle(edge).visibility === 'visible')
    .map((edge) => [...edge.querySelectorAll('text')]
      .filter((text) => getComputedStyle(text).display !== 'none')
      .map((text) => text.textContent).join(''))
    .sort()`);

const pageWidth = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');

/** Clicks where a slider's knob is at one of its values. */
const clickAt = async (slider: Locator, value: number, last: number): Promise<void> => {
  const box = await slider.boundingBox();
  if (box === null) throw new Error('the slider cannot be seen');
  const knob = 16;
  await slider.click({ position: { x: knob / 2 + ((box.width - knob) * value) / last, y: box.height / 2 } });
};

describe.skipIf(chromiumPath === undefined)('the HTML report in a browser', () => {
  let browser: Browser;
  let url = '';
  const stage = new Stage();

  beforeAll(async () => {
    mkdirSync(artefacts, { recursive: true });
    browser = await launch();
    const path = join(artefacts, 'demo.html');
    const { code, stderr } = await stage.run([
      'check',
      stage.kernel,
      '--series',
      fixture('demo/removal.mbox'),
      '--html',
      path,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    url = pathToFileURL(path).href;
  });
  afterAll(async () => {
    await browser.close();
    stage.remove();
  });

  it('tells what was run, the verdict and the objections before anything else', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const head = (await page.locator('header').textContent()) ?? '';
    for (const part of [
      /kvm-vfio-series check .*removal\.mbox/,
      /\d{4}-\d\d-\d\d \d\d:\d\d UTC/,
      /base [0-9a-f]{40}/,
      /ok: kvm -> vfio: 3 -> 2; vfio -> kvm: 2 -> 0/,
      /3\/3: Viola Strand objects/,
    ])
      expect(head).toMatch(part);
    expect(await page.locator('.findings pre').count()).toBe(1);
    await page.close();
  });

  it('shows both modules of the graph at 400 pixels', async () => {
    const page = await browser.newPage({ viewport: { width: 400, height: 800 } });
    await page.goto(url);
    const box = (await page.locator('#graph').boundingBox())!;
    const drawing = (await page.locator('#graph .drawing').boundingBox())!;
    expect(drawing.x + drawing.width).toBeLessThanOrEqual(box.x + box.width);
    await page.close();
  });

  const STATES: readonly (readonly [string, readonly string[]])[] = [
    [
      'base: 5 edges',
      [
        'kvm_guest_get_live',
        'kvm_guest_put',
        'vfio_file_bind_kvm',
        'vfio_file_coherent',
        'vfio_file_window_group if VFIO_WINDOW_IOMMU',
      ],
    ],
    [
      '1/3: 4 edges, 1 removed: vfio: let go of a guest through the guest',
      [
        'kvm_guest_get_live',
        'vfio_file_bind_kvm',
        'vfio_file_coherent',
        'vfio_file_window_group if VFIO_WINDOW_IOMMU',
        '−kvm_guest_put',
      ],
    ],
    [
      '2/3: 3 edges, 1 removed: vfio: take hold of a guest through the guest',
      [
        'vfio_file_bind_kvm',
        'vfio_file_coherent',
        'vfio_file_window_group if VFIO_WINDOW_IOMMU',
        '−kvm_guest_get_live',
      ],
    ],
    [
      '3/3: 2 edges, 1 removed: KVM: read coherence from the file',
      ['vfio_file_bind_kvm', 'vfio_file_window_group if VFIO_WINDOW_IOMMU', '−vfio_file_coherent'],
    ],
  ];

  it('steps through the states by keyboard and by mouse, and does nothing else', async () => {
    const page = await browser.newPage();
    const offences = watch(page, url);
    await page.goto(url);
    const slider = page.getByRole('slider', { name: 'State' });
    const shown = async (at: number): Promise<void> => {
      const [name, edges] = STATES[at]!;
      expect(await page.locator('#now').textContent()).toBe(name);
      expect(await slider.getAttribute('aria-valuetext')).toBe(name);
      expect(await visibleEdges(page)).toEqual(edges);
      expect(await page.locator('thead .now').textContent()).toBe(name.split(':')[0]);
    };
    await shown(3);
    await slider.focus();
    await page.keyboard.press('Home');
    await shown(0);
    for (const at of [1, 2, 3]) {
      await page.keyboard.press('ArrowRight');
      await shown(at);
    }
    for (const at of [1, 3, 0, 2]) {
      await clickAt(slider, at, 3);
      await shown(at);
    }
    expect(offences).toEqual([]);
    await page.close();
  });

  it('says where an edge is when it is pointed at or focused', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const detail = page.locator('#detail');
    expect(await detail.textContent()).toContain('Point at an edge');
    await page.locator('.edge', { hasText: 'vfio_file_bind_kvm' }).hover();
    expect(await detail.textContent()).toMatch(
      /kvm -> vfio vfio_file_bind_kvm \(dynamic\); needed at virt\/kvm\/vfio\.c:\d+; exported at /,
    );
    await page.locator('#graph').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await detail.textContent()).not.toContain('Point at an edge');
    expect(await page.evaluate(`document.activeElement.getAttribute('class')`)).toBe('edge');
    await page.close();
  });

  it('can be read without script, and printed', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(url);
    expect(await page.getByRole('slider').isVisible()).toBe(false);
    expect(await page.getByText('After the last state.').isVisible()).toBe(true);
    expect(await page.locator('tbody tr th[scope=row]').allTextContents()).toContain('kvm_guest_put');
    expect(await page.getByText('Nacked-by: Viola Strand').first().isVisible()).toBe(true);
    await page.emulateMedia({ media: 'print' });
    await page.screenshot({ path: join(artefacts, 'demo-print.png'), fullPage: true });
    await context.close();
  });

  it.each(SIZES.flatMap((width) => SCHEMES.map((scheme) => [width, scheme] as const)))(
    'is usable %i wide, %s',
    async (width, scheme) => {
      const page = await browser.newPage({
        viewport: { width, height: 900 },
        colorScheme: scheme,
        bypassCSP: true,
      });
      await page.goto(url);
      for (const at of [0, 1, 2, 3]) {
        await page.getByRole('slider').fill(String(at));
        await page.screenshot({ path: join(artefacts, `demo-${width}-${scheme}-${at}.png`), fullPage: true });
      }
      await page.locator('summary').first().click();
      expect(await pageWidth(page)).toBeLessThanOrEqual(width);
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.close();
    },
  );

  it.each<[string, CheckResult]>([
    ['hostile', withText(HOSTILE)],
    ['hostile-script', withText('</script><script>alert(1)</script><img src=x onerror=alert(2)>')],
    ['refused', refused],
  ])('keeps everything in its box: %s', async (name, result) => {
    const address = written(name, result);
    const page = await browser.newPage({ viewport: { width: 400, height: 900 } });
    const offences = watch(page, address);
    await page.goto(address);
    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true });
    expect(offences).toEqual([]);
    expect(await pageWidth(page)).toBeLessThanOrEqual(400);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img').count()).toBe(0);
    await page.close();
  });

  it.skipIf(kernelPath === undefined || seedSeriesPath === undefined)(
    'shows a real series',
    async () => {
      const path = join(artefacts, 'seed.html');
      await stage.run(['check', kernelPath!, '--series', seedSeriesPath!, '--html', path, '--quiet']);
      const address = pathToFileURL(path).href;
      expect(statSync(path).size).toBeLessThan(300 * 1024);
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      const offences = watch(page, address);
      await page.goto(address);
      const opened: number = await page.evaluate(`performance.getEntriesByType('navigation')[0].duration`);
      console.log(
        `seed.html: ${(statSync(path).size / 1024).toFixed(0)} KB, opened in ${opened.toFixed(0)} ms`,
      );
      await page.screenshot({ path: join(artefacts, 'seed.png'), fullPage: true });
      expect((await visibleEdges(page)).length).toBe(4 + 1);
      expect(offences).toEqual([]);
      await page.close();
    },
    300_000,
  );
});
