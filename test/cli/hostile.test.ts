import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIFF_REPORTS } from '../../src/report/diff/index.js';
import { EDGES_REPORTS } from '../../src/report/edges/index.js';
import { EXPLAIN_REPORTS } from '../../src/report/explain/index.js';
import { REPORTS } from '../../src/report/index.js';
import { MODULES_REPORTS } from '../../src/report/modules/index.js';
import { TABLE_SCRIPT } from '../../src/report/part/table-script.js';
import { SHOW_REPORTS } from '../../src/report/show/index.js';
import { TRIAGE_REPORTS } from '../../src/report/triage/index.js';
import { fixture, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());

const encoded = (text: string): string => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

/** What no output may hold raw, whatever a mail or the code in it says; code that is shown as it is keeps its tabs. */
const OBEYED_IN_CODE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/;
/** The same, and tabs. */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/;
const EVIL =
  '\u001b]0;gotcha\u0007\u001b[2J\u009b31m\u202egnp.exe\u2066<script>alert(1)</script>"\'&`|[x](javascript:1)';

/** The thread that adds an edge, with hostile subject, author, answer, and code around the reference. */
const hostileThread = (): string => {
  const code = `\t/* ${EVIL.replaceAll('\u0007', '')} */\n\t/* ${'x'.repeat(10_000)} */`;
  const thread = readFileSync(fixture('demo/opening.mbox'), 'utf8')
    .replace(/^From: .*$/m, `From: ${encoded(`Piet${EVIL}`)} <piet@example.org>`)
    .replace(/^Subject: .*$/m, `Subject: ${encoded(`[PATCH] KVM:${EVIL}${'y'.repeat(500)}`)}`)
    .replace('+\topen_count = symbol_get', `+${code.replace('\n', '\n+')}\n+\topen_count = symbol_get`)
    .replace(
      /^(@@ -\d+,\d+ \+\d+),(\d+)( @@.*\n(?: .*\n)*\+static bool kvm_vfio_opened)/m,
      (_, start, count, rest) => `${start},${Number(count) + 2}${rest}`,
    );
  const answer = [
    'From mboxrd@z Thu Jan  1 00:00:00 1970',
    `From: ${encoded(`Eve${EVIL}`)} <eve@example.org>`,
    'Subject: Re: [PATCH] KVM',
    'Date: Tue, 3 Mar 2026 09:00:00 +0000',
    'Message-ID: <"><script>alert(2)</script>@example.org>',
    'In-Reply-To: <20260303080000.7-1-piet@example.org>',
    'Content-Type: text/plain; charset=UTF-8',
    '',
    `NAK ${EVIL}`,
    '',
    `Nacked-by: Eve${EVIL} <eve@example.org>`,
    '',
  ];
  return `${thread}${answer.join('\n')}\n`;
};

describe('a hostile thread', () => {
  const kept = join(stage.folder, 'kept.json');
  beforeAll(async () => {
    const path = join(stage.folder, 'hostile.mbox');
    writeFileSync(path, hostileThread());
    const { code, stderr } = await stage.run(['check', stage.kernel, '--series', path, '--save', kept]);
    expect(stderr).not.toMatch(OBEYED);
    expect(code).toBe(1);
  });

  it('came through whole', () => {
    const result = JSON.parse(readFileSync(kept, 'utf8'));
    expect(result.states.map((state: { edges: unknown[] }) => state.edges.length)).toEqual([5, 6]);
    expect(JSON.stringify(result)).toContain('<script>');
    expect(result.findings.length).toBeGreaterThan(0);
    const code = result.excerpts.flatMap((one: { lines: string[] }) => one.lines);
    expect(code.some((line: string) => line.includes('xxxxxxxx'))).toBe(true);
  });

  it.each(REPORTS.map((one) => one.name))('as %s does nothing to a terminal', async (name) => {
    const words = name === 'terminal' ? ['--verbose'] : ['--format', name];
    const { code, stdout, stderr } = await stage.run(['report', kept, ...words]);
    expect([code, stderr]).toEqual([0, '']);
    // A reply quotes the patch, with its tabs.
    expect(stdout).not.toMatch(name === 'reply' ? OBEYED_IN_CODE : OBEYED);
  });
});

describe('a hostile thread, shown and compared', () => {
  const first = join(stage.folder, 'first.mbox');
  const again = join(stage.folder, 'again.mbox');
  beforeAll(() => {
    const thread = hostileThread();
    writeFileSync(first, thread);
    const reroll = thread
      .replaceAll('20260303080000.7-', '20260304080000.8-')
      .replace('<"><script>alert(2)', '<"><script>alert(3)')
      .replace(encoded(`[PATCH] KVM:${EVIL}${'y'.repeat(500)}`), encoded(`[PATCH v2] KVM:${EVIL}again`))
      .replace('x'.repeat(10_000), EVIL.replaceAll('\u0007', ''));
    writeFileSync(again, reroll);
  });

  const isTame = (text: string, name: string): void => {
    expect(text).not.toMatch(OBEYED_IN_CODE);
    if (name === 'html' || name.includes('markdown')) expect(outsideCode(text)).not.toMatch(/<script|<img/);
  };
  /** Without the page's own script, and the indented and fenced blocks of Markdown, which are literal. */
  const outsideCode = (text: string): string =>
    text.replace(`<script>${TABLE_SCRIPT}</script>`, '').replace(/^ {4}.*$|^(`{3,})diff\n[\s\S]*?^\1$/gm, '');

  it.each(SHOW_REPORTS.map((one) => one.name))('show as %s does nothing', async (name) => {
    const { code, stdout, stderr } = await stage.run(['show', first, '--format', name]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('alert');
    expect(stdout).toMatch(/NAK|Nacked-by/);
    isTame(stdout, name);
  });

  it.each(TRIAGE_REPORTS.map((one) => one.name))('triage as %s does nothing', async (name) => {
    const words = ['--format', name, ...(name === 'text' ? ['--verbose'] : [])];
    const { code, stdout, stderr } = await stage.run(['triage', stage.kernel, first, ...words]);
    expect([code, stderr]).toEqual([0, '']);
    // The list has seen the NAK: a reply does not repeat it.
    if (name !== 'reply') expect(stdout).toMatch(/NAK|Nacked-by|"naks": 1/);
    isTame(stdout, name);
  });

  it.each(DIFF_REPORTS.map((one) => one.name))('diff as %s does nothing', async (name) => {
    const { code, stdout, stderr } = await stage.run(['diff', stage.kernel, first, again, '--format', name]);
    expect(code).toBe(0);
    expect(stderr).not.toMatch(OBEYED_IN_CODE);
    expect(stdout).toContain('alert');
    expect(stdout).toContain('x'.repeat(100));
    isTame(stdout, name);
  });
});

describe('a hostile tree', () => {
  const tree = new Stage();
  afterAll(() => tree.remove());
  /** What a file may be called and a Makefile can name. */
  const name = 'e\u001b[31m\u0007<script>alert(1)<-script>"\'`|[x]';
  const symbol = `kvm_${'x'.repeat(10_000)}`;
  beforeAll(() => {
    const put = (path: string, text: string): void => writeFileSync(join(tree.kernel, path), text);
    const grow = (path: string, text: string): void =>
      put(path, readFileSync(join(tree.kernel, path), 'utf8') + text);
    grow('drivers/vfio/Makefile', `vfio-y += ${name}.o\n`);
    grow(
      'virt/kvm/kvm_main.c',
      `void ${symbol}(void) {}\nEXPORT_SYMBOL_NS_GPL(${symbol}, "${EVIL.replaceAll('"', '')}");\n`,
    );
    put(
      `drivers/vfio/${name}.c`,
      `#include <linux/kvm_host.h>\nvoid vfio_evil(void)\n{\n\t/* ${EVIL} ${'x'.repeat(10_000)} */ symbol_get(kvm_guest_put);\n\t${symbol}();\n}\n`,
    );
    tree.commit('evil');
  });

  const tame = async (words: readonly string[], form: string): Promise<string> => {
    const { code, stdout, stderr } = await tree.run(words);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toMatch(form === 'tsv' ? OBEYED_IN_CODE : OBEYED);
    // A code span is literal (GFM, 6.3).
    const read = form === 'github-markdown' ? stdout.replace(/`[^`\n]*`/g, '') : stdout;
    if (form === 'html' || form === 'github-markdown') expect(read).not.toMatch(/<script>alert|<img/);
    return stdout;
  };

  it.each(EDGES_REPORTS.map((one) => one.name))('edges as %s does nothing', async (form) => {
    expect(await tame(['edges', tree.kernel, '--format', form], form)).toContain('kvm_xxxxxxxx');
  });

  it.each(EXPLAIN_REPORTS.map((one) => one.name))('explain as %s does nothing', async (form) => {
    expect(await tame(['explain', tree.kernel, '--format', form, '--verbose'], form)).toContain('alert(1)');
  });

  it.each(MODULES_REPORTS.map((one) => one.name))('modules as %s does nothing', async (form) => {
    const words = ['modules', tree.kernel, ...(form === 'tsv' ? [] : ['vfio']), '--format', form];
    expect(await tame(words, form)).toContain(form === 'tsv' ? 'vfio' : 'alert(1)');
  });

  it.each(REPORTS.map((one) => one.name))('check as %s does nothing', async (form) => {
    const words = [
      'check',
      tree.kernel,
      '--series',
      fixture('demo/removal.mbox'),
      '--base',
      'HEAD',
      '--fail-on',
      'never',
    ];
    expect(await tame([...words, '--format', form], form)).toContain('vfio');
  });
});
