// Test suites: `unit` mirrors src, `integration` uses real git, `cli` spawns the program,
// `browser` needs a Chromium, `kernel` a real kernel tree and `corpus` real threads (they skip with a message when absent).
import { defineConfig } from 'vitest/config';

const FLOORS =
  'base,source,mail,patch,series,git,repair,kbuild,csource,cache,summary,unit,macro,reach,edge,user,state,result,check,report,hook,build,flow,start';

const project = (name: string, include: string[], timeoutSeconds = 10, globalSetup: string[] = []) => ({
  test: {
    name,
    include,
    globalSetup,
    testTimeout: timeoutSeconds * 1000,
    hookTimeout: timeoutSeconds * 1000,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', [`test/{${FLOORS}}/**/*.test.ts`]),
      project('integration', ['test/integration/**/*.test.ts'], 60),
      project('cli', ['test/cli/**/*.test.ts'], 60, ['test/cli/build.ts']),
      project('kernel', ['test/kernel/**/*.test.ts'], 300, ['test/cli/build.ts']),
      project('browser', ['test/browser/**/*.test.ts'], 60, ['test/cli/build.ts']),
      project('corpus', ['test/corpus/**/*.test.ts'], 300),
    ],
  },
});
