import { describe, expect, it } from 'vitest';
import { type CompilerMadeClass, compilerMade } from '../../src/reach/compiler-made.js';

describe('a symbol that the compiler may have asked for', () => {
  it.each<[CompilerMadeClass, readonly string[]]>([
    ['stack protector', ['__stack_chk_fail', '__ref_stack_chk_guard']],
    ['function tracing', ['__fentry__', '_mcount', '__gnu_mcount_nc']],
    [
      'thunk',
      [
        '__x86_return_thunk',
        '__x86_indirect_thunk_rax',
        '__x86_indirect_call_thunk_r11',
        '__x86_indirect_its_thunk_rdx',
        '__s390_indirect_jump_r1',
        '__kcfi_typeid_kvm_run',
      ],
    ],
    ['string function', ['memcpy', '__memset', 'strlen', 'bcmp', '__aeabi_memcpy4']],
    ['fortified string', ['__fortify_panic', 'fortify_panic']],
    ['sanitizer', ['__asan_load8_noabort', '__ubsan_handle_out_of_bounds', '__tsan_func_entry']],
    ['coverage', ['__sanitizer_cov_trace_pc', '__gcov_init']],
    [
      'arithmetic',
      [
        '__udivdi3',
        '__ashlti3',
        '__popcountdi2',
        '__bswapsi2',
        '__ucmpdi2',
        '__aeabi_uidiv',
        '$$divU',
        '__lshrsi3_r0',
      ],
    ],
    ['plugin', ['stackleak_track_stack']],
  ])('as %s', (what, symbols) => {
    for (const symbol of symbols) expect([symbol, compilerMade(symbol)]).toEqual([symbol, what]);
  });

  it.each([
    'printk',
    'strncmp',
    'memcpy_fromio',
    '__memcpy_mcsafe',
    '__x86_indirect',
    '__kasan_check_read',
    '__div64_32',
    '__fortify_size',
    'x86_indirect_thunk_rax',
    'aeabi_uidiv',
  ])('not %s', (symbol) => {
    expect(compilerMade(symbol)).toBeNull();
  });
});
