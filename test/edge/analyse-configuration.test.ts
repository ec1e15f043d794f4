import { describe } from 'vitest';
import { expectEdges, HELLO, inA, inB, type KernelCase, NONE, POCKET } from './pocket-kernel.js';

const IF_X = ['a links b_hello if X'];
/** A function of module a with this body. */
const body = (text: string) => inA(`int f(int x)\n{\n${text}\n\treturn 0;\n}\n`);

describe('conditions of Kconfig and of the build', () => {
  const kconfig = (text: string) => ({ 'drivers/Kconfig': `config MODULES\n\tbool "Modules"\n${text}` });
  const ifX = body('#ifdef CONFIG_X\n\tb_hello();\n#endif');
  const CASES: readonly KernelCase[] = [
    [
      'what the consumer depends on goes without saying',
      {
        ...kconfig(
          'config X\n\tbool "x"\nconfig B\n\ttristate "b"\nconfig A\n\ttristate "a"\n\tdepends on X\n',
        ),
        ...ifX,
      },
      HELLO,
    ],
    [
      'what the provider selects goes without saying',
      {
        ...kconfig('config X\n\tbool\nconfig A\n\ttristate "a"\nconfig B\n\ttristate "b"\n\tselect X\n'),
        ...ifX,
      },
      HELLO,
    ],
    [
      'what excludes the consumer is never',
      {
        ...kconfig(
          'config X\n\tbool "x"\nconfig B\n\ttristate "b"\nconfig A\n\ttristate "a"\n\tdepends on !X\n',
        ),
        ...ifX,
      },
      NONE,
    ],
    [
      'a symbol without prompt and default',
      { ...kconfig('config X\n\tbool\nconfig B\n\ttristate "b"\nconfig A\n\ttristate "a"\n'), ...ifX },
      NONE,
    ],
    [
      'a symbol without prompt is not replaced by what selects it',
      {
        ...kconfig(
          'config P\n\tbool "p"\n\tselect X\nconfig Q\n\tbool "q"\n\tselect X\nconfig X\n\tbool\nconfig B\n\ttristate "b"\nconfig A\n\ttristate "a"\n',
        ),
        ...ifX,
      },
      IF_X,
    ],
    [
      'what a selected provider selects, where all that selects it depends on the same',
      {
        ...kconfig(
          'config D\n\tbool "d"\nconfig X\n\tbool\nif D\nconfig B\n\ttristate\n\tselect X\nconfig P\n\ttristate "p"\n\tselect B\nendif\nconfig A\n\ttristate "a"\n',
        ),
        ...ifX,
      },
      HELLO,
    ],
    [
      'what a selected provider selects, where what selects it depends on less',
      {
        ...kconfig(
          'config D\n\tbool "d"\nconfig X\n\tbool\nif D\nconfig B\n\ttristate\n\tselect X\nendif\nconfig P\n\ttristate "p"\n\tselect B\nconfig A\n\ttristate "a"\n',
        ),
        ...ifX,
      },
      IF_X,
    ],
    [
      'a symbol that is always y',
      { ...kconfig('config X\n\tdef_bool y\nconfig B\n\ttristate "b"\nconfig A\n\ttristate "a"\n'), ...ifX },
      HELLO,
    ],
    [
      'modules that exclude each other',
      { ...kconfig('config B\n\ttristate "b"\nconfig A\n\ttristate "a"\n\tdepends on B=n\n') },
      NONE,
    ],
    [
      'modules that exclude each other only where they are built in',
      { ...kconfig('config B\n\ttristate "b"\nconfig A\n\ttristate "a"\n\tdepends on !B\n') },
      HELLO,
    ],
    [
      'a bool is built in',
      {
        ...kconfig('config A\n\tbool "a"\nconfig B\n\ttristate "b"\n'),
        'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\na-y := one.o two.o\nobj-$(CONFIG_B) += b.o\n',
        'drivers/one.c': 'int one(void) { return b_hello(); }',
        'drivers/two.c': 'int two;',
      },
      HELLO,
    ],
    [
      '#ifdef MODULE of a bool',
      {
        ...kconfig('config A\n\tbool "a"\nconfig B\n\ttristate "b"\n'),
        'drivers/Makefile': 'obj-$(CONFIG_A) += a.o\na-y := one.o two.o\nobj-$(CONFIG_B) += b.o\n',
        'drivers/one.c': '#ifdef MODULE\nint one(void) { return b_hello(); }\n#endif',
        'drivers/two.c': 'int two;',
      },
      NONE,
    ],
    [
      'a .config that has it',
      { ...ifX },
      HELLO,
      {
        config: '# Linux/x86 6.12.0 Kernel Configuration\nCONFIG_X86=y\nCONFIG_A=m\nCONFIG_B=m\nCONFIG_X=y\n',
      },
    ],
    [
      'a .config that has it not',
      { ...ifX },
      NONE,
      {
        config:
          '# Linux/x86 6.12.0 Kernel Configuration\nCONFIG_X86=y\nCONFIG_A=m\nCONFIG_B=m\n# CONFIG_X is not set\n',
      },
    ],
    [
      'a number in the .config',
      {
        ...kconfig('config A\n\ttristate "a"\nconfig B\n\ttristate "b"\nconfig N\n\tint "n"\n'),
        ...body('#if CONFIG_N > 4\n\tb_hello();\n#endif'),
      },
      HELLO,
      {
        config: '# Linux/x86 6.12.0 Kernel Configuration\nCONFIG_X86=y\nCONFIG_A=m\nCONFIG_B=m\nCONFIG_N=5\n',
      },
    ],
    [
      'an export under a condition',
      inB('int b_hello(void) { return 1; }\n#ifdef CONFIG_X\nEXPORT_SYMBOL(b_hello);\n#endif'),
      IF_X,
    ],
    [
      'both conditions',
      {
        ...inB('int b_hello(void) { return 1; }\n#ifdef CONFIG_X\nEXPORT_SYMBOL(b_hello);\n#endif'),
        ...body('#ifdef CONFIG_Y\n\tb_hello();\n#endif'),
      },
      ['a links b_hello if X && Y'],
    ],
    [
      'conditions that exclude each other',
      {
        ...inB('int b_hello(void) { return 1; }\n#ifdef CONFIG_X\nEXPORT_SYMBOL(b_hello);\n#endif'),
        ...body('#ifndef CONFIG_X\n\tb_hello();\n#endif'),
      },
      NONE,
    ],
  ];
  expectEdges(CASES);
});

describe('architectures', () => {
  const two = {
    ...POCKET,
    Kconfig: 'source "arch/$(SRCARCH)/Kconfig"\nsource "drivers/Kconfig"\n',
    'arch/arm64/Kconfig': 'config ARM64\n\tdef_bool y\n',
    'arch/x86/Kconfig': 'config X86\n\tdef_bool y\n',
  };
  const CASES: readonly KernelCase[] = [
    ['both', two, ['a links b_hello on arm64,x86']],
    [
      'one by its symbol',
      { ...two, ...body('#ifdef CONFIG_ARM64\n\tb_hello();\n#endif') },
      ['a links b_hello on arm64'],
    ],
    [
      'one by what the compiler defines',
      { ...two, ...body('#ifdef __aarch64__\n\tb_hello();\n#endif') },
      ['a links b_hello on arm64'],
    ],
    [
      'a condition on one only',
      { ...two, ...body('#if defined(CONFIG_ARM64) || defined(CONFIG_X)\n\tb_hello();\n#endif') },
      ['a links b_hello on arm64', 'a links b_hello if X'],
    ],
    [
      'a condition that always holds on one',
      {
        ...two,
        'arch/arm64/Kconfig': 'config ARM64\n\tdef_bool y\n\tselect X\n',
        ...body('#ifdef CONFIG_X\n\tb_hello();\n#endif'),
      },
      ['a links b_hello if X on arm64,x86'],
    ],
    ['one by the query', two, ['a links b_hello on arm64'], { architecture: 'arm64' }],
    [
      'one by a header of its own',
      {
        ...two,
        'arch/x86/include/asm/b.h': '#define G() b_hello()',
        'arch/arm64/include/asm/b.h': '#define G() 0',
        ...inA('#include <asm/b.h>\nint f(void) { return G(); }'),
      },
      HELLO,
    ],
    [
      'a module that one of them makes',
      {
        ...two,
        'drivers/Makefile': 'obj-$(CONFIG_B) += b.o\n',
        'drivers/a.c': undefined,
        'arch/x86/Kbuild': 'obj-$(CONFIG_A) += own/\n',
        'arch/x86/own/Makefile': 'obj-$(CONFIG_A) += a.o\n',
        'arch/x86/own/a.c': 'int f(void) { return b_hello(); }',
      },
      HELLO,
    ],
    [
      "a symbol of one architecture's Kconfig",
      {
        ...two,
        'arch/arm64/Kconfig': 'config ARM64\n\tdef_bool y\nconfig OWN\n\tbool "own"\n',
        ...body('#ifdef CONFIG_OWN\n\tb_hello();\n#endif'),
      },
      ['a links b_hello if OWN on arm64'],
    ],
  ];
  expectEdges(CASES);
});
