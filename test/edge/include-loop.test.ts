import { expect, it } from 'vitest';
import { inA, sentencesOf } from './pocket-kernel.js';

it('headers without guards that include each other twice are an error, not an endless run', async () => {
  const files = {
    'include/linux/x.h': '#include <linux/y.h>\n',
    'include/linux/y.h': '#include <linux/x.h>\n#include "y.h"\n',
    ...inA('#include <linux/x.h>\nint b_hello(void);\nint a(void) { return b_hello(); }\n'),
  };
  await expect(sentencesOf(files)).rejects.toMatchObject({
    code: 'input',
    message: expect.stringMatching(/^include\/linux\/[xy]\.h: its #includes never end .* in drivers\/a\.c/),
  });
});

it('a header without a guard that includes itself once ends where gcc ends it', async () => {
  const files = {
    'include/linux/x.h': '#include <linux/x.h>\n',
    ...inA('#include <linux/x.h>\nint b_hello(void);\nint a(void) { return b_hello(); }\n'),
  };
  expect(await sentencesOf(files)).toEqual(['a links b_hello']);
});
