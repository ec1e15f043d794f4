// A headless Chromium (Debian's package), when there is one; the suite says so and skips when there is none.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const found = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((path) => existsSync(path));
if (found === undefined) console.warn('skipped: there is no chromium (apt-get install chromium)');

export const chromiumPath = found;

export const launch = (): Promise<Browser> => {
  if (found === undefined) throw new Error('no chromium');
  return chromium.launch({
    executablePath: found,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
};

/** Everything that a page should not do: errors, dialogs, and requests for anything but itself. */
export const watch = (page: Page, url: string): readonly string[] => {
  const offences: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) offences.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => offences.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    offences.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== url) offences.push(`request: ${request.url()}`);
  });
  return offences;
};

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds; the page must have been opened with `bypassCSP`, because axe is a script of ours. */
export const accessibilityProblems = async (page: Page): Promise<readonly string[]> => {
  await page.addScriptTag({ path: axePath });
  const violations: readonly Violation[] = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations)`,
  );
  return violations.map(
    (one) => `${one.impact} ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(' ')}`,
  );
};
