// Makes the pictures of README and docs/ from what the program prints: `npm run pictures`.
// The screenshots need a Chromium (apt-get install chromium); the rest needs nothing but git.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { terminalPicture } from './terminal-picture.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = join(root, 'docs/picture');
const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
const kernel = join(folder, 'linux');

const run = (...words) =>
  spawnSync(process.execPath, [join(root, 'bin/kvm-vfio-series.js'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', FORCE_COLOR: '1' },
  }).stdout;

/** The same commit each time, because its id is on the page. */
const IDENTITY = {
  PATH: process.env.PATH,
  HOME: folder,
  GIT_AUTHOR_NAME: 'Demo',
  GIT_AUTHOR_EMAIL: 'demo@example.org',
  GIT_AUTHOR_DATE: '2026-03-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Demo',
  GIT_COMMITTER_EMAIL: 'demo@example.org',
  GIT_COMMITTER_DATE: '2026-03-01T00:00:00Z',
};

const git = (...words) => execFileSync('git', ['-C', kernel, ...words], { env: IDENTITY });

const picture = (name, title, output) =>
  writeFileSync(
    join(pictures, name),
    terminalPicture(title.replace(/ \\\n +/g, ' '), `${title}\n\n${output}`),
  );

/** Real threads on a real kernel: their subjects are shown, so the picture is made only where they are. */
const triagePicture = () => {
  const real = process.env.KVM_VFIO_SERIES_TEST_KERNEL;
  const corpus = process.env.KVM_VFIO_SERIES_TEST_CORPUS;
  if (![real, corpus].every((path) => path !== undefined && existsSync(path))) {
    console.log('no kernel or no corpus here: the picture of triage is left as it is');
    return;
  }
  const threads = [join(corpus, 'threads'), join(corpus, 'seed/kvm-vfio-on-6.12.mbox')];
  picture('triage.svg', '$ kvm-vfio-series triage linux threads', run('triage', real, ...threads));
};

const screenshots = async (page) => {
  const chromium = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).stdout.trim();
  if (chromium === '') {
    console.log('no chromium here: the screenshots are left as they are');
    return;
  }
  const { chromium: driver } = await import('playwright-core');
  const browser = await driver.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu'] });
  for (const scheme of ['light', 'dark']) {
    const view = await browser.newPage({ viewport: { width: 1100, height: 760 }, colorScheme: scheme });
    await view.goto(pathToFileURL(page).href);
    await view.getByRole('slider').fill('1');
    await view.getByRole('slider').blur();
    await view.screenshot({ path: join(pictures, `page-${scheme}.png`) });
  }
  await browser.close();
};

try {
  mkdirSync(pictures, { recursive: true });
  cpSync(join(root, 'fixtures/kernel'), kernel, { recursive: true });
  for (const thread of ['removal.mbox', 'opening.mbox'])
    cpSync(join(root, 'fixtures/demo', thread), join(folder, thread));
  git('init', '-q');
  git('add', '-A', '-f');
  git('commit', '-q', '-m', 'base');
  picture(
    'check.svg',
    '$ kvm-vfio-series check linux --series removal.mbox',
    run('check', 'linux', '--series', 'removal.mbox', '--save', 'kept.json'),
  );
  picture(
    'fail-on-new.svg',
    '$ kvm-vfio-series check linux --series opening.mbox --fail-on new \\\n      --from kvm --to vfio',
    run('check', 'linux', '--series', 'opening.mbox', '--fail-on', 'new', '--from', 'kvm', '--to', 'vfio'),
  );
  for (const [label, name] of [
    ['base', 'graph-base.svg'],
    ['1/3', 'graph-1.svg'],
    ['3/3', 'graph-3.svg'],
  ]) {
    writeFileSync(join(pictures, name), run('report', 'kept.json', '--format', 'svg', '--state', label));
  }
  triagePicture();
  run('report', 'kept.json', '--html', 'page.html');
  await screenshots(join(folder, 'page.html'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
