// Symbols that a module can need though its source does not refer to them: gcc, clang, their plugins and objtool add such
// references to objects (gcc manual, "Standards" on freestanding environments, "Instrumentation Options", "x86 Options"; gcc internals,
// "The GCC low-level runtime library"; clang documentation of the sanitizers; Documentation/dev-tools of the kernel).
// The rules cover the compilers of all the kernel's architectures, not one build.
import { wordList } from '../base/word-list.js';

/** Why a compiler adds a reference. */
export type CompilerMadeClass =
  | 'stack protector'
  | 'function tracing'
  | 'thunk'
  | 'string function'
  | 'fortified string'
  | 'sanitizer'
  | 'coverage'
  | 'arithmetic'
  | 'plugin';

interface CompilerMadeRule {
  readonly class: CompilerMadeClass;
  /** The option or tool that adds the reference, and where. */
  readonly from: string;
  readonly names: readonly string[];
  readonly pattern?: RegExp;
}

const RULES: readonly CompilerMadeRule[] = [
  {
    class: 'stack protector',
    from: '-fstack-protector-strong: a check at the end of a function with an array',
    names: ['__stack_chk_fail', '__stack_chk_guard', '__ref_stack_chk_guard', '__stack_chk_fail_local'],
  },
  {
    class: 'function tracing',
    from: '-pg, -mfentry, -finstrument-functions: a call at the beginning of each function',
    names: wordList(`
      __fentry__ mcount _mcount __gnu_mcount_nc __cyg_profile_func_enter __cyg_profile_func_exit
    `),
  },
  {
    class: 'thunk',
    from: '-mfunction-return, -mindirect-branch, and what objtool rewrites for ITS: returns and indirect calls',
    names: ['__x86_return_thunk'],
    pattern: /^__(?:x86_indirect_(?:(?:call|jump|its)_)?thunk_[er]?\w+|s390_indirect_jump_r\w+)$/,
  },
  {
    class: 'thunk',
    from: '-fsanitize=cfi, -fsanitize=kcfi: a check before each indirect call',
    names: ['__cfi_slowpath', '__cfi_slowpath_diag', '__cfi_check_fail'],
    pattern: /^__kcfi_typeid_\w+$/,
  },
  {
    class: 'string function',
    from: 'assignments and initialisers of aggregates, and __builtin_* that is not expanded in place',
    names: ['memcpy', 'memmove', 'memset', 'memcmp', '__memcpy', '__memmove', '__memset'],
    pattern: /^__aeabi_mem(?:cpy|move|set|clr)[48]?$/,
  },
  {
    class: 'string function',
    from: '-fbuiltin: a call of one string function that is replaced by another, or by the function of __builtin_*',
    names: wordList('bcmp stpcpy strchr strcmp memchr strcat strcpy strlen strncat strncpy'),
  },
  {
    class: 'fortified string',
    from: 'CONFIG_FORTIFY_SOURCE: a check of sizes that the optimiser mostly proves needless',
    names: ['fortify_panic', '__fortify_panic', '__fortify_report'],
  },
  {
    class: 'sanitizer',
    from: '-fsanitize=kernel-address, kernel-hwaddress, kernel-memory, thread, undefined: KASAN, KMSAN, KCSAN, UBSAN',
    names: [],
    pattern: /^__(?:asan|hwasan|msan|tsan|ubsan)_\w+$/,
  },
  {
    class: 'coverage',
    from: '-fsanitize-coverage, -fprofile-arcs, -fprofile-instr-generate: KCOV, GCOV',
    names: ['llvm_gcda_emit_arcs', 'llvm_gcda_emit_function', 'llvm_gcda_end_file', 'llvm_gcda_start_file'],
    pattern: /^(?:__sanitizer_cov_\w+|__gcov_\w+|__llvm_profile_\w+|llvm_gcov_init|llvm_gcda_summary_info)$/,
  },
  {
    class: 'arithmetic',
    from: 'libgcc and compiler-rt: arithmetic that the machine has no instruction for',
    names: ['__umulsidi3', '__divsf3'],
    pattern:
      /^__(?:u?(?:div|mod|divmod|cmp)|mul|neg|ash[lr]|lshr|bswap|clz|ctz|ffs|parity|popcount)[sdt]i[234]$/,
  },
  {
    class: 'arithmetic',
    from: 'the same under names of one architecture: arm (run-time ABI), parisc (millicode), sh',
    names: ['__sdivsi3', '__movstr'],
    pattern: /^(?:__aeabi_(?!mem)\w+|\$\$\w+|__(?:ash[lr]|lshr)si3_r0|__ashiftrt_r4_\d+|__[su]divsi3_i4i?)$/,
  },
  {
    class: 'plugin',
    from: 'scripts/gcc-plugins of the kernel: STACKLEAK, LATENT_ENTROPY',
    names: ['stackleak_track_stack', 'latent_entropy'],
  },
];

const BY_NAME: ReadonlyMap<string, CompilerMadeClass> = new Map(
  RULES.flatMap((rule) => rule.names.map((name) => [name, rule.class] as const)),
);
const PATTERNS = RULES.flatMap((rule) =>
  rule.pattern === undefined ? [] : [{ class: rule.class, pattern: rule.pattern }],
);

/**
 * Why a compiler may add a reference to a symbol; null when only source code refers to it. Source code may refer to `memcpy`
 * too: an object file does not show which of the two did.
 */
export const compilerMade = (symbol: string): CompilerMadeClass | null =>
  BY_NAME.get(symbol) ?? PATTERNS.find(({ pattern }) => pattern.test(symbol))?.class ?? null;
