// A real kernel and a series for it; suites that need one skip with a message when it is absent.
import { below, corpusFolder, kernelFolder } from '../outside.js';

/** A Linux kernel's git repository. */
export const kernelPath = kernelFolder();

/** The series that removes symbol_get between vfio and kvm, made for that kernel. */
export const seedSeriesPath = below(corpusFolder(), 'seed/kvm-vfio-on-6.12.mbox');
