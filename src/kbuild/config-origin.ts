// For which kernel a `.config` was written: its first lines name the architecture and the version (scripts/kconfig/confdata.c).
import type { MakeStatement } from './makefile/statement.js';

export interface ConfigOrigin {
  readonly architecture: string;
  /** `6.12`. */
  readonly version: string;
}

/** What the header of a `.config` says; null without a header. */
export const configOrigin = (text: string): ConfigOrigin | null => {
  const [, architecture, version] = /^# Linux\/(\S+) (\d+\.\d+)\S* Kernel Configuration/m.exec(text) ?? [];
  return architecture === undefined || version === undefined ? null : { architecture, version };
};

/** VERSION and PATCHLEVEL of the top Makefile; null when it sets none. */
export const kernelVersion = (makefile: readonly MakeStatement[]): string | null => {
  const textOf = (name: string): string | undefined => {
    const found = makefile.find((statement) => statement.kind === 'assign' && statement.name === name);
    return found?.kind === 'assign' ? found.value.trim() : undefined;
  };
  const [version, patchLevel] = [textOf('VERSION'), textOf('PATCHLEVEL')];
  return version === undefined || patchLevel === undefined ? null : `${version}.${patchLevel}`;
};
