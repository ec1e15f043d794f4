// Mail: the largest thread of the corpus beside `b4 am` on the same file in the same run, and the memory that a mailbox
// of 200 MB takes. Usage: npm run build && node bench/mail.mjs
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { best as bestOf, corpus, root } from './measure.mjs';

const threads = join(corpus, 'threads');
const RUNS = 5;
const MAILS = 30_000;
const BYTES = 200 * 1024 * 1024;

const best = (work) => bestOf(work, RUNS);
const tell = (name, value, limit, unit) =>
  console.log(`${value <= limit ? 'ok  ' : 'MISS'} ${name}: ${value.toFixed(2)} ${unit} (at most ${limit})`);

/** Runs a module in a process of its own and gives what it prints as JSON. */
const inProcess = (script) =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    }),
  );
const from = (path) => JSON.stringify(new URL(`../dist/${path}`, import.meta.url).href);

const folder = mkdtempSync(join(tmpdir(), 'bench-mail-'));
try {
  if (!existsSync(threads)) console.log('bench: no corpus of threads; skipped the comparison with b4');
  else compareWithB4();
  stream();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compareWithB4() {
  const sized = readdirSync(threads).map((name) => [statSync(join(threads, name)).size, name]);
  const [, name] = sized.sort((a, b) => b[0] - a[0])[0];
  const path = join(threads, name);
  const out = join(folder, 'out');
  mkdirSync(out);
  const cli = [join(root, 'bin/kvm-vfio-series.js'), 'am', path, '-o', out];
  const ours = best(() => execFileSync(process.execPath, cli, { stdio: 'ignore' }));
  console.log(`     ${name}: our am, whole process, ${ours.toFixed(2)} s`);
  if (spawnSync('b4', ['--version']).status !== 0) {
    console.log('bench: b4 is not installed; skipped the comparison');
    return;
  }
  const config = join(folder, 'gitconfig');
  writeFileSync(config, '[b4]\nattestation-policy = off\n[user]\nname = Cy\nemail = cy@example.org\n');
  const env = {
    ...process.env,
    HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CACHE_HOME: folder,
    GIT_CONFIG_GLOBAL: config,
  };
  const input = readFileSync(path);
  const words = [
    '-n',
    '--offline-mode',
    '--no-stdin',
    'am',
    '-C',
    '-v',
    '1',
    '-m',
    '-',
    '-o',
    out,
    '-n',
    'b4',
  ];
  const theirs = best(() => {
    const run = spawnSync('b4', words, { env, input, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] });
    if (run.status !== 0) throw new Error(`b4 ended with ${run.status}`);
  });
  console.log(`     ${name}: b4 am, ${theirs.toFixed(2)} s`);
  console.log(`     our am beside b4 am, whole processes: ${(ours / theirs).toFixed(2)} of its time`);
  const parse = inProcess(`
    import { createReadStream } from 'node:fs';
    const { readSeries } = await import(${from('series/series.js')});
    const { reviewSeries } = await import(${from('series/review.js')});
    const { quietContext } = await import(${from('base/context.js')});
    const input = () => ({ name: 'x', form: 'mbox', fidelity: 'exact', bytes: createReadStream(${JSON.stringify(path)}) });
    const times = [];
    for (let run = 0; run < ${RUNS}; run++) {
      const start = performance.now();
      reviewSeries(await readSeries([input()], {}, quietContext()));
      times.push((performance.now() - start) / 1000);
    }
    console.log(JSON.stringify(times));`);
  tell('parsing and review, first run, beside b4 am', parse[0] / theirs, 1 / 3, 'of its time');
  console.log(
    `     parsing and review: first ${parse[0].toFixed(2)} s, best ${Math.min(...parse).toFixed(2)} s`,
  );
}

/** Bytes that are made as they are read: a mailbox of 30,000 mails, a third of them patches. */
function stream() {
  const body = Math.floor(BYTES / MAILS) - 420;
  const script = `
    const { streamMessages } = await import(${from('mail/read.js')});
    const { readSeries } = await import(${from('series/series.js')});
    const { quietContext } = await import(${from('base/context.js')});
    const line = 'The quick brown fox jumps over the lazy dog, and > From here on it is text.\\n';
    const text = line.repeat(Math.ceil(${body} / line.length)).slice(0, ${body});
    const diff = 'diff --git a/x b/x\\n--- a/x\\n+++ b/x\\n@@ -1 +1,' + Math.floor(${body} / line.length) + ' @@\\n-a\\n' + ('+' + line).repeat(Math.floor(${body} / line.length));
    async function* bytes() {
      for (let n = 0; n < ${MAILS}; n++) {
        const patch = n % 3 === 0;
        yield Buffer.from('From mboxrd@z Thu Jan  1 00:00:00 1970\\nFrom: Ann Author <ann@example.org>\\nTo: list@example.org\\nSubject: ' +
          (patch ? '[PATCH] thing ' + n : 'Re: [PATCH] thing ' + (n - n % 3)) + '\\nDate: Tue, 07 Apr 2026 20:01:04 +0200\\nMessage-ID: <' + n + '@example.org>\\n' +
          (patch ? '' : 'In-Reply-To: <' + (n - n % 3) + '@example.org>\\n') + 'MIME-Version: 1.0\\nContent-Type: text/plain; charset=utf-8\\nContent-Transfer-Encoding: 8bit\\n\\n' +
          (patch ? 'Text.\\n---\\n' + diff : text) + '\\n\\n');
      }
    }
    const input = { name: 'x', form: 'mbox', fidelity: 'exact', bytes: bytes() };
    const start = performance.now();
    let count = 0, size = 0;
    if (process.env.WHOLE) count = (await readSeries([input], {}, quietContext())).thread.mails.length;
    else for await (const message of streamMessages(input, quietContext())) { count++; size += message.body.length; }
    console.log(JSON.stringify({ count, size, seconds: (performance.now() - start) / 1000, peak: process.resourceUsage().maxRSS / 1024 }));`;
  const streamed = inProcess(script);
  console.log(
    `     ${streamed.count} mails, ${(streamed.size / 1e6).toFixed(0)} MB of text, in ${streamed.seconds.toFixed(1)} s`,
  );
  tell('streaming 200 MB, peak memory', streamed.peak, 300, 'MB');
  process.env.WHOLE = '1';
  const whole = inProcess(script);
  console.log(`     the same with all its mails kept, as one series: ${whole.seconds.toFixed(1)} s`);
  tell('a series of 30,000 mails, peak memory', whole.peak, 300, 'MB');
}
