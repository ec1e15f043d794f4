// The kernel's own `conf`, built from its scripts/kconfig, as the judge of what Kconfig makes of a partial `.config`.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../src/kbuild/configuration.js';

/** Runs `conf --olddefconfig` after some lines and gives the values that it writes. */
export type Conf = (architecture: string, lines: readonly string[]) => ReadonlyMap<string, string>;

const SOURCES = ['conf', 'confdata', 'expr', 'menu', 'preprocess', 'symbol', 'util'];

/** Builds `conf` of a kernel's work tree; a text says why it cannot be built here. */
export const buildConf = (tree: string): Conf | string => {
  const folder = mkdtempSync(join(tmpdir(), 'kconfig-conf-'));
  const own = join(tree, 'scripts/kconfig');
  if (!existsSync(own)) return `${own} does not exist`;
  const conf = join(folder, 'conf');
  try {
    execFileSync('flex', [`-o${folder}/lexer.lex.c`, '-L', `${own}/lexer.l`], { stdio: 'pipe' });
    const parser = ['-o', `${folder}/parser.tab.c`, `--defines=${folder}/parser.tab.h`, '-t', '-l'];
    execFileSync('bison', [...parser, `${own}/parser.y`], { stdio: 'pipe' });
    const includes = ['-I', own, '-I', join(tree, 'scripts/include'), '-I', folder];
    const sources = SOURCES.map((name) => join(own, `${name}.c`)).filter((path) => existsSync(path));
    const made = [`${folder}/lexer.lex.c`, `${folder}/parser.tab.c`];
    execFileSync('gcc', ['-O1', '-w', ...includes, '-o', conf, ...made, ...sources], { stdio: 'pipe' });
  } catch (cause) {
    return `conf cannot be built: ${cause instanceof Error ? cause.message.split('\n')[0] : cause}`;
  }
  return (architecture, lines) => {
    const path = join(folder, '.config');
    writeFileSync(path, `${lines.join('\n')}\n`);
    const env = {
      ...process.env,
      ...{ srctree: tree, SRCARCH: architecture, ARCH: architecture, HEADER_ARCH: architecture },
      ...{ CC: 'gcc', LD: 'ld', NM: 'nm', AR: 'ar', OBJCOPY: 'objcopy', RUSTC: 'rustc', PAHOLE: 'pahole' },
      ...{ BINDGEN: 'bindgen', PYTHON3: 'python3', CONFIG_SHELL: 'sh', CLANG_FLAGS: '' },
      ...{ CC_VERSION_TEXT: 'gcc 12.2.0', RUSTC_VERSION_TEXT: '', KERNELVERSION: '6.12.0' },
      KCONFIG_CONFIG: path,
    };
    execFileSync(conf, ['--olddefconfig', 'Kconfig'], { env, cwd: tree, stdio: 'pipe' });
    return parseConfig(readFileSync(path, 'latin1'));
  };
};
