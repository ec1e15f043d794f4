// The floors of the house (design: docs/design.md). Each floor may import itself and the floors listed for it.
const FLOORS = {
  base: [],
  source: ['base'],
  mail: ['base'],
  series: ['base', 'mail'],
  git: ['base', 'series'],
  kbuild: ['base', 'git'],
  csource: ['base'],
  cache: ['base'],
  symbols: ['base', 'git', 'kbuild', 'csource', 'cache'],
  check: ['base', 'source', 'mail', 'series', 'git', 'kbuild', 'csource', 'cache', 'symbols', 'build'],
  report: ['base', 'series', 'check'],
  hook: ['base', 'git'],
  build: ['base'],
};
const names = Object.keys(FLOORS).join('|');

const floorRules = Object.entries(FLOORS).map(([floor, below]) => ({
  name: `${floor}-imports-only-what-is-below-it`,
  comment: `src/${floor} may import ${[...below, 'itself'].join(', ')}. Move the code to the floor that owns it, or hand the value in from src/pipeline.ts.`,
  severity: 'error',
  from: { path: `^src/${floor}/` },
  to: { path: '^src/', pathNot: `^src/(${[floor, ...below].join('|')})/` },
}));

export default {
  forbidden: [
    ...floorRules,
    {
      name: 'no-unknown-floor',
      comment:
        'This folder is not a floor of the house. Put the file on one that is, or change the design first.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${names}|cli)/` },
      to: {},
    },
    {
      name: 'report-sees-types-of-results-only',
      comment:
        'A report is a pure function over a result. Import types from src/check/verdict.ts, src/check/comparison.ts and src/series/document.ts, nothing that runs.',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^src/(check|series)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'report-sees-the-document-of-a-series-only',
      comment: 'What reports show of a series is in its document (src/series/document.ts). Add it there.',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^src/series/', pathNot: '^src/series/document\\.ts$' },
    },
    {
      name: 'the-tree-is-seen-through-its-interface',
      comment:
        'Kbuild and symbols read the kernel through the Tree interface in src/git/tree.ts; they know no other part of git.',
      severity: 'error',
      from: { path: '^src/(kbuild|symbols)/' },
      to: { path: '^src/git/', pathNot: '^src/git/tree\\.ts$' },
    },
    {
      name: 'only-git-starts-processes',
      comment: 'Only src/git starts a program (and it starts only git). Ask it for what you need.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/git/' },
      to: { path: '^(node:)?child_process$|^simple-git' },
    },
    {
      name: 'only-build-unpacks-modules',
      comment: 'A build that the user has is read by src/build alone. Ask it for what you need.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/build/' },
      to: { path: 'node_modules/(fzstd|xz-decompress)/' },
    },
    {
      name: 'no-circular',
      comment:
        'Two files that import each other are one thought in two places: join them or cut one direction.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan-dependency',
      comment: 'Runtime code may import only what package.json lists under dependencies.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
