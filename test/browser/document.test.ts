// The pages of `show` and `diff` in a browser: nothing runs, nothing is fetched, nothing leaves its box.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, root, Stage } from '../cli/program.js';
import { second } from '../cli/reroll.js';
import { accessibilityProblems, chromiumPath, launch, watch } from './browser.js';

const artefacts = join(root, 'test/artefacts');
const HOSTILE = `"><img src=x onerror=alert(1)></script><script>alert(2)</script>${'x'.repeat(3000)}`;

describe.skipIf(chromiumPath === undefined)('the pages of show and diff', () => {
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
    ] as const) {
      const path = join(artefacts, `${name}.html`);
      const { code } = await stage.run([...words, '--html', path]);
      expect(code).toBe(0);
      pages.set(name, pathToFileURL(path).href);
    }
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    stage.remove();
  });

  it.each(
    ['show', 'diff'].flatMap((name) =>
      (
        [
          [1280, 'light'],
          [400, 'dark'],
        ] as const
      ).map(([width, scheme]) => [name, width, scheme] as const),
    ),
  )('%s is usable %i wide, %s', async (name, width, scheme) => {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      bypassCSP: true,
    });
    await page.goto(pages.get(name)!);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.screenshot({ path: join(artefacts, `${name}-${width}-${scheme}.png`), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.getByText('KVM: read coherence from the file').first().isVisible()).toBe(true);
    await page.close();
  });

  it.each(['show-hostile', 'diff-hostile'])('%s keeps everything in its box', async (name) => {
    const page = await browser.newPage({ viewport: { width: 400, height: 900 } });
    const offences = watch(page, pages.get(name)!);
    await page.goto(pages.get(name)!);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true });
    expect(offences).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    expect(await page.locator('script, img').count()).toBe(0);
    expect(await page.getByText('onerror=alert(1)').first().isVisible()).toBe(true);
    await page.close();
  });
});
