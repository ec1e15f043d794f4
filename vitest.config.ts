// Test suites: `unit` mirrors src, `integration` uses real git, `cli` runs the program, `exhaustive` has what is slow:
// files *.slow.test.ts, and properties with all their runs (test/runs.ts).
// `reliability` has faults of git, of the machine and of the cache.
// `browser` needs a Chromium, `kernel` a real kernel tree and `corpus` real threads (they skip with a message when absent).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const FOLDERS =
  'base,source,mail,patch,series,git,repair,kbuild,csource,cache,summary,unit,macro,reach,edge,user,state,result,check,report,hook,build,flow,start';

const SLOW = 'test/**/*.slow.test.ts';
const BUILD = ['test/build-once.ts'];

/** Test files with properties. */
const PROPERTIES = readdirSync(join(import.meta.dirname, 'test'), { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name}`)
  .filter((name) => name.endsWith('.test.ts') && readFileSync(name, 'utf8').includes("from 'fast-check'"));

interface Settings {
  readonly name: string;
  readonly include: string[];
  readonly exclude?: string[];
  readonly seconds: number;
  readonly globalSetup?: string[];
  readonly env?: Record<string, string>;
}

/** Files of a worker share what they import: a file that changes what is global changes it back. */
const project = ({ seconds, ...settings }: Settings) => ({
  test: {
    exclude: [SLOW],
    ...settings,
    setupFiles: ['test/setup.ts'],
    pool: 'forks' as const,
    isolate: false,
    testTimeout: seconds * 1000,
    hookTimeout: seconds * 1000,
  },
});

// No test is about time: a limit only ends one that hangs, also on a machine with twenty times the work that it can do.
export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      project({ name: 'unit', include: [`test/{${FOLDERS}}/**/*.test.ts`], seconds: 120 }),
      project({
        name: 'integration',
        include: ['test/integration/**/*.test.ts'],
        seconds: 300,
        globalSetup: BUILD,
      }),
      project({ name: 'cli', include: ['test/cli/**/*.test.ts'], seconds: 300, globalSetup: BUILD }),
      project({
        name: 'exhaustive',
        include: [SLOW, ...PROPERTIES],
        exclude: [],
        seconds: 1200,
        globalSetup: BUILD,
        env: { KVM_VFIO_SERIES_TEST_RUNS: 'all' },
      }),
      project({
        name: 'reliability',
        include: ['test/reliability/**/*.test.ts'],
        seconds: 1200,
        globalSetup: BUILD,
      }),
      project({ name: 'kernel', include: ['test/kernel/**/*.test.ts'], seconds: 1200, globalSetup: BUILD }),
      project({ name: 'browser', include: ['test/browser/**/*.test.ts'], seconds: 300, globalSetup: BUILD }),
      project({ name: 'corpus', include: ['test/corpus/**/*.test.ts'], seconds: 1200 }),
    ],
  },
});
