// Packed in ways that Node 20 cannot unpack (xz, zstd, bzip2), and archives of many files: named, not read.
import { UserError } from '../../base/error.js';
import type { ContentForm } from '../form.js';

interface Packing {
  readonly name: string;
  readonly magic: readonly number[];
  readonly hint: string;
}

/** The magic numbers, as in file(1). */
const PACKINGS: readonly Packing[] = [
  {
    name: 'xz',
    magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
    hint: 'Unpack it first: "xz -dc FILE | kvm-vfio-series show -".',
  },
  {
    name: 'zstd',
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    hint: 'Unpack it first: "zstd -dc FILE | kvm-vfio-series show -".',
  },
  {
    name: 'bzip2',
    magic: [0x42, 0x5a, 0x68],
    hint: 'Unpack it first: "bzip2 -dc FILE | kvm-vfio-series show -".',
  },
  {
    name: 'zip',
    magic: [0x50, 0x4b, 0x03, 0x04],
    hint: 'Unpack it first, then give the mbox or the folder.',
  },
];

const packingOf = (head: Uint8Array): Packing | undefined =>
  PACKINGS.find(({ magic }) => magic.every((byte, index) => head[index] === byte));

export const packed: ContentForm = {
  name: 'packed',
  recognises: (head) => packingOf(head) !== undefined,
  read: async ({ name, head }) => {
    const packing = packingOf(head);
    throw new UserError('input', `${name}: packed with ${packing?.name ?? 'something'}, which is not read`, {
      hint: packing?.hint ?? 'Unpack it first.',
    });
  },
};
