// The claim that a struct is opaque to a module: `struct kvm@vfio`.
import { UserError } from '../base/error.js';

/** A claim that code of a module does not see the content of a struct. */
export interface OpaqueClaim {
  readonly keyword: 'struct' | 'union';
  readonly tag: string;
  /** A module's name or glob. */
  readonly module: string;
}

const CLAIM = /^(struct|union) +([A-Za-z_]\w*)@([A-Za-z0-9_*?[\]!-]+)$/;

/** `struct kvm@vfio`; undefined when the text is no claim. */
export const parseClaim = (text: string): OpaqueClaim | undefined => {
  const match = CLAIM.exec(text.trim().replace(/\.ko$/, ''));
  if (match === null) return undefined;
  return { keyword: match[1] as OpaqueClaim['keyword'], tag: match[2] ?? '', module: match[3] ?? '' };
};

export const claimText = ({ keyword, tag, module }: OpaqueClaim): string => `${keyword} ${tag}@${module}`;

/** @throws UserError `input` for a text that is no claim. */
export const requireClaim = (text: string): OpaqueClaim => {
  const claim = parseClaim(text);
  if (claim !== undefined) return claim;
  throw new UserError('input', `${JSON.stringify(text)} is not a claim that a struct is opaque`, {
    hint: 'write the struct and the module: struct kvm@vfio',
  });
};
