// docs/ci.md and what it comes with: the files are read, their commands parsed, and their scripts run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS as ALL } from '../../src/cli/command/index.js';
import { processIo } from '../../src/cli/io.js';
import { declareProgram } from '../../src/cli/main.js';
import { fixture, root, Stage } from './program.js';

const stage = new Stage();
afterAll(() => stage.remove());
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const WORKFLOW = join(root, 'docs/workflow');
const bin = join(stage.folder, 'bin');

/** Puts a program of a few lines of shell into PATH. */
const shim = (name: string, lines: string): void => {
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
};

const run = (
  words: readonly string[],
  options: { cwd: string; env?: Readonly<Record<string, string>>; input?: string },
) => {
  const [command = '', ...args] = words;
  const env = { PATH: `${bin}:${process.env['PATH']}`, HOME: stage.folder, TMPDIR: stage.temporary };
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    ...options,
    env: { ...env, ...options.env },
  });
  return { status, stdout, stderr };
};

beforeAll(async () => {
  shim('kvm-vfio-series', `exec '${process.execPath}' '${join(root, 'bin/kvm-vfio-series.js')}' "$@"`);
  for (let at = 0; at < 3; at += 1) {
    writeFileSync(join(stage.kernel, 'README'), `${at}\n`);
    stage.commit(`before ${at}`);
  }
  const words = ['apply', stage.kernel, fixture('demo/opening.mbox'), '--branch', 'opening'];
  const env = { GIT_COMMITTER_NAME: 'Bo', GIT_COMMITTER_EMAIL: 'bo@example.org' };
  expect(await stage.run(words, { env })).toMatchObject({ code: 0 });
  stage.git('checkout', '-q', 'opening');
  writeFileSync(join(stage.kernel, 'README'), 'more\n');
  stage.commit('more');
});

/** What a runner has checked out: the last commit alone. */
const shallow = (name: string): string => {
  const folder = join(stage.folder, name);
  const result = run(
    ['git', 'clone', '-q', '--depth=1', '--branch=opening', `file://${stage.kernel}`, folder],
    { cwd: stage.folder },
  );
  expect(result).toMatchObject({ status: 0 });
  return folder;
};

describe('the commands in the documents', () => {
  // docs/reference.md has synopses, made from the definitions.
  const documents = [
    'README.md',
    ...readdirSync(join(root, 'docs')).flatMap((name) =>
      name.endsWith('.md') && name !== 'reference.md' ? [`docs/${name}`] : [],
    ),
  ];
  const files = ['docs/ci.md', 'docs/policy.md', 'docs/hook.md', 'README.md'].concat(
    ['kvm-vfio-series.yml', 'gitlab-ci.yml', 'patchwork-check.sh', 'b4-review-check.sh'].map(
      (name) => `docs/workflow/${name}`,
    ),
  );
  /** The words up to what belongs to the shell. */
  const wordsOf = (line: string): readonly string[] => {
    const words = line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
    const end = words.findIndex((word) => /^(?:\d?>|\||&&|;|<\(|#)/.test(word));
    return words
      .slice(0, end < 0 ? undefined : end)
      .filter((word) => !word.startsWith('$'))
      .flatMap((word) => (word === '"$@"' ? ['origin', 'url'] : [word.replace(/["']/g, '')]));
  };
  const workflowCommands = files.flatMap((file) =>
    [
      ...read(file)
        .replace(/\n {10}--format/, ' --format')
        .matchAll(
          /^(?: {4,}|- |.*(?:run|exec|npx)[: ]+|\s*- ).*?kvm-vfio-series ((?:check|report|hook|baseline|completion) .*)$/gm,
        ),
    ].map(([, words = '']) => [file, words.replace(/\s{2,}.*$/, '')] as const),
  );
  /** The lines of shell in every document, and what stands between backquotes; a synopsis has brackets or dots. */
  const shownCommands = documents.flatMap((file) =>
    [
      ...read(file)
        .replace(/\\\n\s*/g, '')
        .matchAll(/(?:^[^#`\n|]*?|`)\b(?:kvm-vfio-series|kvs) (\w[^`\n]*)/gm),
    ].flatMap(([, words = '']) =>
      ALL.some(({ name }) => words.startsWith(`${name} `)) && !/[[…]|\.\.\.|[A-Z]{3}/.test(words)
        ? [[file, words] as const]
        : [],
    ),
  );
  const commands = [...workflowCommands, ...shownCommands];

  it('are found', () => {
    expect(commands.length).toBeGreaterThan(30);
  });

  it.each(commands)('%s: %s', async (_, line) => {
    let started = false;
    const program = declareProgram(
      processIo(),
      () => {
        started = true;
      },
      ALL,
    );
    const silence = (command: typeof program): void => {
      command.configureOutput({ writeErr: () => {}, outputError: () => {} });
      command.commands.forEach(silence);
    };
    silence(program);
    try {
      await program.parseAsync(['node', 'kvm-vfio-series', ...wordsOf(line)]);
    } catch (error) {
      if (error instanceof CommanderError) throw new Error(`${line}: ${error.message}`);
      throw error;
    }
    expect(started).toBe(true);
  });
});

describe('the GitHub workflow', () => {
  const workflow = parse(read('docs/workflow/kvm-vfio-series.yml'));
  const steps: readonly { readonly run?: string; readonly env?: Record<string, string> }[] =
    workflow.jobs.edges.steps;

  it('has no more rights than it needs, and puts nothing of the pull request into a script', () => {
    expect(workflow.on).toBe('pull_request');
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const step of steps) expect(step.run ?? '').not.toContain('${{');
  });

  it('fetches enough of a shallow clone, and says at which line the edge is', () => {
    const cwd = shallow('github');
    const summary = join(stage.folder, 'summary.md');
    const results = steps
      .filter((step) => step.run !== undefined && !step.run.startsWith('npm'))
      .map((step) =>
        run(['bash', '-e', '-o', 'pipefail', '-c', step.run!], {
          cwd,
          env: {
            COMMITS: '2',
            HEAD: stage.git('rev-parse', 'opening'),
            RUNNER_TEMP: stage.folder,
            GITHUB_STEP_SUMMARY: summary,
            ...step.env,
          },
        }),
      );
    expect(results.map(({ status }) => status)).toEqual([0, 1, 0]);
    expect(results[1]!.stdout).toMatch(
      /^::error file=virt\/kvm\/vfio\.c,line=\d+,title=[^:]*::kvm now needs vfio_file_open_count/m,
    );
    expect(readFileSync(summary, 'utf8')).toContain('vfio_file_open_count');
  });
});

describe('the GitLab job', () => {
  const job = parse(read('docs/workflow/gitlab-ci.yml'))['kvm-vfio-series'];
  it('fetches enough of a shallow clone, and leaves the reports that it names', () => {
    const cwd = shallow('gitlab');
    const env = {
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_COMMIT_SHA: stage.git('rev-parse', 'opening'),
      CI_MERGE_REQUEST_DIFF_BASE_SHA: stage.git('merge-base', 'main', 'opening'),
    };
    const lines: readonly string[] = [...job.before_script, ...job.script, ...job.after_script];
    const results = lines
      .filter((line) => !line.startsWith('npm'))
      .map((line) => run(['bash', '-e', '-c', line], { cwd, env }));
    expect(results.map(({ status, stderr }) => [status, stderr])).toEqual(
      [0, 0, 1, 0, 0].map((status) => [status, expect.any(String)]),
    );
    for (const path of [...job.artifacts.paths, job.artifacts.reports.junit])
      expect(existsSync(join(cwd, path))).toBe(true);
    expect(readFileSync(join(cwd, job.artifacts.reports.junit), 'utf8')).toContain('<failure');
  });
});

const hasJq = spawnSync('jq', ['--version']).error === undefined;

describe('the script for patchwork', () => {
  it.skipIf(!hasJq)('posts one check a patch (skipped where jq is not installed)', () => {
    const log = join(stage.folder, 'posted');
    shim(
      'curl',
      `case "$*" in *-G*) echo '[{"id": 42}]' ;; *) printf '%s ' "$@" >>'${log}'; cat >>'${log}' ;; esac`,
    );
    const result = run(
      ['sh', join(WORKFLOW, 'patchwork-check.sh'), stage.kernel, fixture('demo/removal.mbox')],
      {
        cwd: stage.folder,
        env: { PW_URL: 'https://patchwork.example.org', PW_TOKEN: 'secret' },
      },
    );
    expect(result).toMatchObject({ status: 0 });
    const posted = readFileSync(log, 'utf8').trim().split('\n');
    expect(posted).toHaveLength(3);
    for (const line of posted)
      expect(line).toMatch(
        /Authorization: Token secret https:\/\/patchwork\.example\.org\/api\/patches\/42\/checks\/ \{"state":"(?:success|warning|fail)","context":"kvm-vfio-series"/,
      );
  });

  it('ends as the check does when there is no result', () => {
    const { status, stderr } = run(['sh', join(WORKFLOW, 'patchwork-check.sh'), stage.folder, 'none.mbox'], {
      cwd: stage.folder,
      env: { PW_URL: 'https://patchwork.example.org', PW_TOKEN: 'secret' },
    });
    expect(status).toBe(2);
    expect(stderr).toContain('kvm-vfio-series: ');
  });
});

describe('the script for b4 review', () => {
  const ask = (input: string) =>
    run(['sh', join(WORKFLOW, 'b4-review-check.sh')], { cwd: stage.folder, input });

  it('takes the thread of the mail', () => {
    shim('kvm-vfio-series', 'printf "%s|" "$@"');
    expect(
      ask('From: a\nMessage-Id: <cover.1@example.org>\nSubject: x\n\nMessage-ID: <other@x>\n').stdout,
    ).toBe('check|.|--series=cover.1@example.org|--format|b4|');
    expect(ask('Subject: x\n\nMessage-ID: <other@x>\n')).toMatchObject({ status: 2, stdout: '' });
  });
});
