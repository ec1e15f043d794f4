// The macros in kernel headers that the compiler or the command line defines (gcc manual, "Common Predefined Macros";
// KBUILD_CPPFLAGS in the kernel's Makefile).

/** A predefined macro: `module` and `assembler` are 1 in modules and in assembler, `unknown` depends on the compiler. */
export type Predefined =
  | { readonly kind: 'always'; readonly value: number }
  | { readonly kind: 'never' }
  /** Defined if a CONFIG symbol is y (negated: if it is not). */
  | { readonly kind: 'config'; readonly symbol: string; readonly negated: boolean; readonly value: number }
  | { readonly kind: 'module' }
  | { readonly kind: 'assembler' }
  | { readonly kind: 'unknown' };

const always = (value: number): Predefined => ({ kind: 'always', value });
const never: Predefined = { kind: 'never' };
const where = (symbol: string, value = 1): Predefined => ({ kind: 'config', symbol, negated: false, value });
const unless = (symbol: string, value = 1): Predefined => ({ kind: 'config', symbol, negated: true, value });

const COMMON: Readonly<Record<string, Predefined>> = {
  __KERNEL__: always(1),
  __GNUC__: always(12),
  __GNUC_MINOR__: always(2),
  __GNUC_PATCHLEVEL__: always(0),
  __STDC__: always(1),
  __STDC_VERSION__: always(201112),
  __OPTIMIZE__: always(1),
  __linux__: always(1),
  __CHAR_BIT__: always(8),
  __SIZEOF_INT__: always(4),
  __LP64__: where('64BIT'),
  _LP64: where('64BIT'),
  __SIZEOF_LONG__: where('64BIT', 8),
  __SIZEOF_INT128__: where('64BIT', 16),
  __clang__: where('CC_IS_CLANG'),
  __BIG_ENDIAN__: where('CPU_BIG_ENDIAN'),
  __LITTLE_ENDIAN__: unless('CPU_BIG_ENDIAN'),
  MODULE: { kind: 'module' },
  __ASSEMBLY__: { kind: 'assembler' },
  __ASSEMBLER__: { kind: 'assembler' },
  __CHECKER__: never,
  __GENKSYMS__: never,
  __cplusplus: never,
  __BINDGEN__: never,
  __INTEL_COMPILER: never,
  __STRICT_ANSI__: never,
  __GLIBC__: never,
  __VDSO__: never,
  BUILD_VDSO: never,
  BUILD_VDSO32: never,
  BUILD_VDSO32_64: never,
};

const BY_ARCHITECTURE: Readonly<Record<string, Readonly<Record<string, Predefined>>>> = {
  x86: { __x86_64__: where('64BIT'), __i386__: unless('64BIT'), CONFIG_X86_X32: never },
  um: { __x86_64__: where('64BIT'), __i386__: unless('64BIT'), __um__: always(1), UML_CONFIG_UML: always(1) },
  arm64: { __aarch64__: always(1), __AARCH64EB__: where('CPU_BIG_ENDIAN') },
  arm: { __arm__: always(1), __ARMEB__: where('CPU_BIG_ENDIAN'), __ARM_EABI__: always(1) },
  s390: { __s390__: always(1), __s390x__: always(1), __BIG_ENDIAN__: always(1), __LITTLE_ENDIAN__: never },
  powerpc: { __powerpc__: always(1), __powerpc64__: where('64BIT'), __BIG_ENDIAN__: where('CPU_BIG_ENDIAN') },
  mips: { __mips__: always(1), __mips: always(1), __mips64: where('64BIT') },
  riscv: { __riscv: always(1) },
  loongarch: { __loongarch__: always(1), __loongarch64: where('64BIT') },
  sparc: { __sparc__: always(1), __arch64__: where('64BIT') },
  alpha: { __alpha__: always(1) },
  m68k: { __m68k__: always(1) },
  parisc: { __hppa__: always(1) },
};

/** Macros that identify an architecture: other architectures do not define them. */
const OF_ONE_ARCHITECTURE: ReadonlySet<string> = new Set(Object.values(BY_ARCHITECTURE).flatMap(Object.keys));

/** Cache by architecture and name. */
const predefined = new Map<string, Map<string, Predefined | undefined>>();

/** The predefined macro with a name; undefined when the compiler does not define it. */
export const predefinedMacro = (name: string, architecture: string): Predefined | undefined => {
  let known = predefined.get(architecture);
  if (known === undefined) {
    known = new Map();
    predefined.set(architecture, known);
  }
  let answer = known.get(name);
  if (answer === undefined && !known.has(name)) {
    answer = lookUp(name, architecture);
    known.set(name, answer);
  }
  return answer;
};

const lookUp = (name: string, architecture: string): Predefined | undefined => {
  const known = BY_ARCHITECTURE[architecture]?.[name] ?? COMMON[name];
  if (known !== undefined) return known;
  if (OF_ONE_ARCHITECTURE.has(name)) return undefined;
  if (!name.startsWith('__')) return undefined;
  // Reserved names: the compiler's version and flags decide whether they are defined.
  return /^__[A-Za-z0-9_]+__$/.test(name) || /^__has_\w+$/.test(name) ? { kind: 'unknown' } : undefined;
};
