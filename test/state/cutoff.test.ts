// Changes that say nothing new of the names that an analysis asked for: which they are, and that the edges they leave,
// with their lines, are those that an analysis finds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Files } from '../edge/memory-tree.js';
import { BOTH_WAYS, edgesOf, POCKET } from '../edge/pocket-kernel.js';
import { runs } from '../runs.js';
import { cacheIn as cacheFor, laid, newFolder, run as runFor } from './state-run.js';

const QUERY = BOTH_WAYS;
const cacheIn = (folder: string) => cacheFor(folder, QUERY);
const run = (cache: ReturnType<typeof cacheIn>) => runFor(cache, QUERY);

const HEADER = `#ifndef B_H
#define B_H
#define HELLO() b_hello()
#define REGISTER 0x10
int b_hello(void);
static inline int enabled(void) { return 1; }
static inline int unrelated(void) { return 7; }
struct s { int member; };
#endif
`;
const SOURCE = `#include <linux/b.h>
static int helper(void)
{
	return HELLO();
}
int a_run(void)
{
	if (enabled())
		return helper();
	return unrelated();
}
`;
const BASE: Files = { ...POCKET, 'include/linux/b.h': HEADER, 'drivers/a.c': SOURCE };

/** What a later run finds of a change to a state that an earlier one has analysed, and how many blobs it reads. */
const changed = async (change: Files) => {
  const cache = cacheIn(newFolder());
  await run(cache).next(BASE);
  const { next, read } = run(cache);
  await next(BASE);
  const files = { ...BASE, ...change };
  const { edges } = await next(files);
  expect(edges).toEqual(await edgesOf(files, QUERY));
  return { edges, read: read() };
};

const inSource = (from: string, to: string): Files => ({ 'drivers/a.c': SOURCE.replace(from, to) });
const inHeader = (from: string, to: string): Files => ({ 'include/linux/b.h': HEADER.replace(from, to) });

describe('nothing is analysed for', () => {
  it.each<[string, Files, number]>([
    ['lines that move', inSource('static int', '\n\n/* text */\nstatic int'), 3],
    ['a new function', inSource('int a_run', 'int more(int n)\n{\n\treturn n;\n}\nint a_run'), 1],
    ['a constant that no condition asks for', inHeader('0x10', '0x20'), 0],
    ['a member of a struct', inHeader('int member;', 'int member;\n\tlong other;'), 2],
    [
      'a condition around nothing that matters',
      inSource('return unrelated', 'if (x)\n\t\treturn unrelated'),
      1,
    ],
    ['a name that leads nowhere', inSource('unrelated();', 'something_else();'), 0],
  ])('%s', async (_, change) => {
    const { read, edges } = await changed(change);
    expect(read).toBe(2);
    expect(edges.length).toBe(1);
  });

  it('places that move, which are shown where they are now', async () => {
    const { edges } = await changed(inHeader('#define HELLO', '\n\n#define HELLO'));
    const { reference } = edges.find(({ kind }) => kind === 'link')!;
    expect(reference).toEqual({ path: 'include/linux/b.h', line: 5 });
  });
});

describe('a change is analysed', () => {
  it.each<[string, Files]>([
    ['of a macro that leads to a symbol', inHeader('b_hello()\n', 'b_bye()\n')],
    ['of what decides a condition', inHeader('{ return 1; }', '{ return 0; }')],
    ['of a condition around a place that matters', inSource('if (enabled())', 'if (other())')],
    ['that takes the last use of a helper away', inSource('helper();', '0;')],
    ['that adds a use', inSource('unrelated();', 'b_hello();')],
    ['that defines the symbol itself', inSource('int a_run', 'int b_hello(void) { return 0; }\nint a_run')],
    ['that undefines a macro', inSource('static int', '#undef HELLO\nstatic int')],
    ['that includes another file', inSource('static int', '#include <linux/more.h>\nstatic int')],
    ['of an include guard', inHeader('#ifndef B_H\n#define B_H\n', '').valueOf() as Files],
    [
      'that adds a file',
      { 'drivers/c.c': 'int c;\n', 'drivers/Makefile': `${POCKET['drivers/Makefile']}a-y := c.o\n` },
    ],
  ])('%s', async (_, change) => {
    expect((await changed(change)).read).toBeGreaterThan(2);
  });
});

const LINES: Readonly<Record<string, readonly string[]>> = {
  'drivers/a.c': [
    '#include <linux/b.h>',
    'int pad(int n) { return n + pad_more(n); }',
    'static int helper(void) { return HELLO(); }',
    'int uses_helper(void) { return helper() + b_other(); }',
    'int direct(void) { return b_hello() + 1; }',
    '#ifdef CONFIG_X\nint gated(void) { return b_bye(); }\n#endif',
    'int code(void) { if (enabled()) return b_hello(); return 0; }',
    '#define LOCAL(x) b_##x()',
    'int pasted(void) { return LOCAL(hello) + LOCAL(nick); }',
    '#define b_hello other',
    '#undef HELLO',
    '#define nick bye',
    'int look(void) { return symbol_get(b_hello) != 0; }',
    'int b_bye(void) { return 3; }',
    '#define FLAG 1',
    '#if FLAG\nint flagged(void) { return b_hello(); }\n#endif',
    'static int unused(void) { return b_bye(); }',
    'int made(void) { return some_it(); }',
    'int wrapped(void) { return wrap() + USES(b_bye()); }',
    'int plain(void) { int x = 1; if (x > 2) return x; return 0; }',
    'here int expands(void) { return b_hello(); }',
    '#define here static inline',
    'int asks(void) { asm("call b_hello"); return 0; }',
    'int own_macro(void) { return OWN(); }',
  ],
  'include/linux/b.h': [
    '#define HELLO() b_hello()',
    '#define HELLO() 0',
    'static inline int enabled(void) { return 1; }',
    'static inline int enabled(void) { return 0; }',
    'static inline int enabled(void) { return IS_ENABLED(CONFIG_Y); }',
    'static inline int wrap(void) { return b_bye(); }',
    'static inline int wrap(void) { return quiet(); }',
    'static inline int quiet(void) { return 5; }',
    '#define DEFINE_IT(n) static inline int n##_it(void) { return b_hello(); }',
    'DEFINE_IT(some)',
    'DEFINE_IT(any)',
    '#define USES(x) x',
    '#define USES(x) 0',
    'struct s { int member; };',
    '#define FLAG 0',
    '#ifndef CONFIG_Y\n#define OWN() b_hello()\n#else\n#define OWN() 0\n#endif',
    'int b_hello(void);',
    '#define here static inline',
    '#define here static',
    'here int offered(void) { return b_bye(); }',
  ],
  'drivers/b.c': [
    'int b_hello(void) { return 1; }',
    'EXPORT_SYMBOL(b_hello);',
    'EXPORT_SYMBOL_GPL(b_bye);',
    '#ifdef CONFIG_Y\nEXPORT_SYMBOL(b_nick);\n#endif',
    '#define EXP(x) EXPORT_SYMBOL(b_##x)',
    'EXP(other);',
    'int b_other(void) { return a_run(); }',
    'static int quiet_one(void) { return 2; }',
  ],
};

const GUARDED = (text: string): string => `#ifndef G_H\n#define G_H\n${text}\n#endif\n`;

it('whatever changes, the edges and their lines are those of an analysis', async () => {
  const textOf = (path: string) =>
    fc
      .shuffledSubarray(LINES[path] as string[], { minLength: 3 })
      .map((lines) => lines.join('\n'))
      .map((text) => (path.endsWith('.h') ? GUARDED(text) : `${text}\n`));
  /** A small step: one line of a file taken out or put in. */
  const step = fc.record({
    path: fc.constantFrom(...Object.keys(LINES)),
    line: fc.nat(30),
    at: fc.nat(60),
  });
  const start = fc.record({
    'drivers/a.c': textOf('drivers/a.c'),
    'include/linux/b.h': textOf('include/linux/b.h'),
    'drivers/b.c': textOf('drivers/b.c'),
  });
  const stepped = (files: Files, { path, line, at }: { path: string; line: number; at: number }): Files => {
    const pool = LINES[path] as readonly string[];
    const chosen = pool[line % pool.length] as string;
    const text = files[path] as string;
    if (text.includes(`${chosen}\n`)) return { [path]: text.replace(`${chosen}\n`, '') };
    const lines = text.split('\n');
    const from = path.endsWith('.h') ? 2 : 0;
    const to = path.endsWith('.h') ? lines.length - 2 : lines.length - 1;
    lines.splice(from + (at % Math.max(1, to - from + 1)), 0, chosen);
    return { [path]: lines.join('\n') };
  };
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(start, fc.array(step, { minLength: 1, maxLength: 6 }), async (first, steps) => {
      const cache = cacheIn(newFolder());
      let files: Files = { ...POCKET, ...first };
      await run(cache).next(files);
      const { next, read } = run(cache);
      await next(files);
      for (const one of steps) {
        const before = read();
        files = { ...files, ...stepped(files, one) };
        expect((await next(files)).edges).toEqual(await edgesOf(files, QUERY));
        if (read() - before === 2) moved += 1;
      }
    }),
    { numRuns: runs(150) },
  );
  // Not vacuous: some of the steps were answered without an analysis.
  expect(moved).toBeGreaterThan(runs(150) / 8);
});

it('a run over many states tells the lines of each', async () => {
  const cache = cacheIn(newFolder());
  const states = laid([
    BASE,
    inSource('static int', '\nstatic int'),
    inHeader('#define HELLO', '\n#define HELLO'),
    { 'drivers/a.c': `\n\n${SOURCE}` },
  ]);
  await run(cache).next(BASE);
  const { next } = run(cache);
  for (const files of states) expect((await next(files)).edges).toEqual(await edgesOf(files, QUERY));
});
