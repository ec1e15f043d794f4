// Recognises the punctuators that the scanners need (C11, 6.4.6).
import { Operator } from './token.js';

const EQUALS = 61;

/** `+=` and the like, or the byte `c` alone. */
const compound = (c: number, next: number | undefined): number => (next === EQUALS ? Operator.Assign : c);

/** The punctuator that begins with the byte `c` at `i`: a value of `Operator`, or `c` alone. */
export const operatorAt = (bytes: Uint8Array, i: number, c: number): number => {
  const d = bytes[i + 1];
  switch (c) {
    case 45: // -
      return d === 62 ? Operator.Arrow : compound(c, d);
    case 38: // &
      return d === c ? Operator.And : compound(c, d);
    case 124: // |
      return d === c ? Operator.Or : compound(c, d);
    case 35: // #
      return d === c ? Operator.Paste : c;
    case 46: // .
      return d === c && bytes[i + 2] === c ? Operator.Ellipsis : c;
    case EQUALS:
      return d === EQUALS ? Operator.Equal : c;
    case 33: // !
      return d === EQUALS ? Operator.Unequal : c;
    case 43: // +
    case 42: // *
      return compound(c, d);
    default:
      return c;
  }
};

/** The length of a punctuator in bytes. */
export const lengthOf = (operator: number): number =>
  operator < Operator.Arrow ? 1 : operator === Operator.Ellipsis ? 3 : 2;
